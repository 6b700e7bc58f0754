using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Removes sign-ins that have expired. Safe to run twice and in two processes at once.</summary>
public sealed class ExpiredSessionCleanup(IDbContextFactory<ExchangeDbContext> contexts, TimeProvider time)
{
    /// <summary>Removes them and says how many there were.</summary>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.MemberSessions.Where(s => s.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }
}
