using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Exchange.Core.Storage;

/// <summary>Lets the migrations tool build the model without a database or a host.</summary>
internal sealed class DesignTimeContextFactory : IDesignTimeDbContextFactory<ExchangeDbContext>
{
    public ExchangeDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<ExchangeDbContext>().UseNpgsql("Host=localhost;Database=design").Options);
}
