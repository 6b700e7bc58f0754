using Exchange.Core.Audit;
using Exchange.Core.Engine;
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
/// the level keeps theirs, and so does who was shut out without that wish.
/// </remarks>
internal sealed class FinishShutOuts(
    IDbContextFactory<ExchangeDbContext> contexts, IEngineReadState live, CancelOrdersOfShutOut orders) : IHostedLifecycleService
{
    /// <summary>Why, in the audit log.</summary>
    public const string Reason = "asked for before; the engine had not confirmed it";

    public Task StartedAsync(CancellationToken cancellationToken) => ExecuteAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var shutOut = await db.Members.AsNoTracking().Where(m => m.State == MemberState.Locked || m.State == MemberState.Banned)
            .Select(m => new { m.Id, m.Uid }).ToListAsync(cancellationToken);
        foreach (var row in shutOut)
        {
            var member = new MemberId(row.Id);
            if (live.OpenOrders(member).Count == 0 || !await IsAskedAsync(db, row.Uid, cancellationToken)) continue;
            await orders.ExecuteAsync(member, new AuditRecord(0, OrderCancelActions.Done, row.Uid) { Reason = Reason });
        }
    }

    /// <summary>Whether nothing has answered the wish since; another change of the state is an answer.</summary>
    private static async Task<bool> IsAskedAsync(ExchangeDbContext db, string uid, CancellationToken cancellationToken) =>
        await db.Set<AuditEntry>()
            .Where(e => e.Target == uid && (e.Action == ChangeMemberState.Action || e.Action.StartsWith(OrderCancelActions.Done)))
            .OrderByDescending(e => e.Id).Select(e => e.Action).FirstOrDefaultAsync(cancellationToken)
            is OrderCancelActions.Asked or OrderCancelActions.Unconfirmed;
}
