using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Exchange.Core.Trading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Exchange.Core.Tower;

/// <summary>
/// Goes on where a process died, or the engine did not answer, between shutting somebody out and canceling their orders. Once at each
/// start, after the engine's own, which is registered before.
/// </summary>
/// <remarks>
/// Only orders of who is locked or banned now, and only when the last that was written down is that they are to go. Who is merely below
/// the level keeps theirs, and so does who was shut out without that wish. When the engine had canceled them after all, the log is told so.
/// </remarks>
internal sealed class FinishShutOuts(IDbContextFactory<ExchangeDbContext> contexts, CancelOrdersOfShutOut orders) : IHostedLifecycleService
{
    /// <summary>Why, in the audit log.</summary>
    public const string Reason = "asked for before; the engine had not confirmed it";

    private static readonly string[] Unanswered = [OrderCancelActions.Asked, OrderCancelActions.Unconfirmed];

    public Task StartedAsync(CancellationToken cancellationToken) => ExecuteAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var left = await db.Members.AsNoTracking()
            .Where(m => m.State == MemberState.Locked || m.State == MemberState.Banned)
            // Another change of the state is an answer, too.
            .Where(m => Unanswered.Contains(db.Set<AuditEntry>()
                .Where(e => e.Target == m.Uid && (e.Action == ChangeMemberState.Action || e.Action.StartsWith(OrderCancelActions.Done)))
                .OrderByDescending(e => e.Id).Select(e => e.Action).FirstOrDefault()!))
            .Select(m => new { m.Id, m.Uid }).ToListAsync(cancellationToken);
        foreach (var row in left)
            await orders.ExecuteAsync(new MemberId(row.Id), new AuditRecord(0, OrderCancelActions.Done, row.Uid) { Reason = Reason });
    }
}
