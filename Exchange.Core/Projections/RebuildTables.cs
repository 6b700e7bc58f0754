using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Projections;

/// <summary>
/// Throws the projected tables away. The next start of the engine replays the whole journal and fills them again. Run
/// it while no engine runs: one that does loses the tables and stops.
/// </summary>
public sealed class RebuildTables(IDbContextFactory<ExchangeDbContext> contexts)
{
    /// <summary>Empties orders, trades, postings and candles and resets the position, in one transaction.</summary>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var strategy = db.Database.CreateExecutionStrategy();
        await strategy.ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.ProjectionPositions.Where(p => p.Name == TableProjector.Name).ExecuteUpdateAsync(
                set => set.SetProperty(p => p.Sequence, 0).SetProperty(p => p.Epoch, p => p.Epoch + 1), cancellationToken);
            await db.Orders.ExecuteDeleteAsync(cancellationToken);
            await db.Trades.ExecuteDeleteAsync(cancellationToken);
            await db.Postings.ExecuteDeleteAsync(cancellationToken);
            await db.Candles.ExecuteDeleteAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        });
    }
}
