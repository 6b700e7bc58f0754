using System.Globalization;
using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Trading;

/// <summary>
/// Cancels all open orders of somebody who was just shut out, and writes down what became of them. Not with a token of a caller: the door
/// is shut already, and this belongs to it.
/// </summary>
internal sealed class CancelOrdersOfShutOut(IDbContextFactory<ExchangeDbContext> contexts, CancelOrders orders, IAuditLog audit)
{
    /// <summary>Cancels them, and answers what the engine said.</summary>
    /// <param name="member">Whose.</param>
    /// <param name="by">An entry that says by whom, to whom, why and from where; the rest is added.</param>
    public async Task<CancelResult> ExecuteAsync(MemberId member, AuditRecord by)
    {
        var canceled = await orders.AllAsync(member, CancellationToken.None);
        var isDone = canceled.Reason == CancelRejectReason.None;
        var entry = by with
        {
            Action = isDone ? OrderCancelActions.Done : OrderCancelActions.Unconfirmed,
            Before = "open orders",
            After = isDone
                ? string.Create(CultureInfo.InvariantCulture, $"{canceled.CanceledCount} canceled")
                : $"not confirmed: {canceled.Reason}",
        };
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        await audit.AppendAsync(db, entry, CancellationToken.None);
        await db.SaveChangesAsync(CancellationToken.None);
        return canceled;
    }
}
