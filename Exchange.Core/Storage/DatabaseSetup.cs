using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Storage;

/// <summary>Brings the database to the version of this program. Safe to run from several processes at once: EF takes a
/// lock.</summary>
public sealed class DatabaseSetup(IDbContextFactory<ExchangeDbContext> contexts)
{
    /// <summary>Opens a connection and closes it again; throws the provider's exception when that fails.</summary>
    public async Task CheckConnectionAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Not EF's own Open: its retry strategy wraps the provider's exception, and with it the reason.
        await db.Database.GetDbConnection().OpenAsync(cancellationToken);
    }

    /// <summary>Applies the migrations that are missing.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }
}
