using Exchange.Core.Engine;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Projections;

/// <summary>Reads how far the tables are.</summary>
internal sealed class ProjectionProgress(IDbContextFactory<ExchangeDbContext> contexts) : IProjectionProgress
{
    public async Task<long> ProjectedSequenceAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ProjectionPositions.Where(p => p.Name == TableProjector.Name).Select(p => p.Sequence)
            .SingleOrDefaultAsync(cancellationToken);
    }
}
