using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Storage;

/// <summary>
/// The one database context. It declares no tables: each room brings its own <see
/// cref="IEntityTypeConfiguration{TEntity}"/>, found by scanning this assembly, so that no shared list has to be
/// edited.
/// </summary>
public class ExchangeDbContext(DbContextOptions<ExchangeDbContext> options) : DbContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ExchangeDbContext).Assembly);
}
