using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Removes sign-ins, links, approvals and counts that have expired. Safe to run twice and in two processes at once.</summary>
public sealed class ExpiredSessionCleanup(IDbContextFactory<ExchangeDbContext> contexts, TimeProvider time)
{
    /// <summary>For so long a link is known to have been used, or to be too old.</summary>
    private static readonly TimeSpan TokenMemory = TimeSpan.FromDays(7);

    /// <summary>For so long tries with unknown addresses are kept.</summary>
    private static readonly TimeSpan StrangerMemory = TimeSpan.FromDays(30);

    /// <summary>Removes them and says how many sign-ins there were.</summary>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.EmailTokens.Where(t => t.ExpiresAt <= now - TokenMemory).ExecuteDeleteAsync(cancellationToken);
        await db.Approvals.Where(a => a.ExpiresAt <= now - TokenMemory).ExecuteDeleteAsync(cancellationToken);
        await db.PasskeyCeremonies.Where(c => c.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        await PasswordGuesses.RemoveOldAsync(db, now, cancellationToken);
        await db.Activities.Where(a => a.MemberId == 0 && a.At <= now - StrangerMemory).ExecuteDeleteAsync(cancellationToken);
        return await db.MemberSessions.Where(s => s.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }
}
