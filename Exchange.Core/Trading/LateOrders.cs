using System.Data.Common;
using Exchange.Core.Engine;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>
/// Orders that were let in while their member was being shut out. Who shuts a member out does so first and cancels their orders then; an
/// order that was looked at before the one and reaches the engine after the other would stay. So whoever placed one looks again: either
/// the cancel came after the order, or this look comes after the shutting out.
/// </summary>
internal static class LateOrders
{
    /// <summary>Cancels orders that were just accepted, when their member is shut out by now: one look for all of them.</summary>
    public static async ValueTask WithdrawAsync(
        IEngine engine, IMemberAccess access, MemberId member, params IReadOnlyList<OrderId> orders)
    {
        try
        {
            // Not with the caller's token: who has gone away has left the order.
            if (await access.MayAsync(member, Capability.Trade, CancellationToken.None) != CapabilityVerdict.NotActive) return;
            foreach (var order in orders) await engine.SubmitAsync(Command.CancelOrder(member, order), CancellationToken.None);
        }
        catch (DbException)
        {
            // The orders are in the journal. A database that does not say now who is shut out must not make their answer an error.
        }
    }
}
