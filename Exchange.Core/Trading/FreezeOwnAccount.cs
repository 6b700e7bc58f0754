using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>What became of a freeze.</summary>
/// <param name="Reason">None when the account is frozen.</param>
/// <param name="Orders">What the engine said about the open orders; null when it was not asked.</param>
public sealed record FreezeResult(StaffRejectReason Reason, CancelResult? Orders = null);

/// <summary>
/// Freezes the member's own account and takes their orders from the books. First the door is shut, then the orders go, so that none comes
/// between; and it stays shut, whatever the engine says.
/// </summary>
/// <remarks>
/// What became of the orders stands in the audit log, where a staff's cancel stands and the freeze itself does: who readmits the member
/// reads there. The member's activity says that they froze the account, and has no place for a count.
/// </remarks>
public sealed class FreezeOwnAccount
{
    private readonly FreezeAccount _door;
    private readonly MemberAccess _access;
    private readonly CancelOrdersOfShutOut _orders;

    internal FreezeOwnAccount(FreezeAccount door, MemberAccess access, CancelOrdersOfShutOut orders) =>
        (_door, _access, _orders) = (door, access, orders);

    /// <summary>Freezes the account. The last superadmin cannot: nobody could thaw them. One that is shut already stays so.</summary>
    public async Task<FreezeResult> ExecuteAsync(
        MemberId member, RequestOrigin origin, bool cancelsOrders, CancellationToken cancellationToken)
    {
        var reason = await _door.ExecuteAsync(member, origin, cancelsOrders, cancellationToken);
        if (!cancelsOrders || reason is not (StaffRejectReason.None or StaffRejectReason.Unchanged)) return new FreezeResult(reason);
        var standing = await _access.StandingAsync(member);
        var by = new AuditRecord(member.Value, OrderCancelActions.Done, standing!.Uid) { Address = origin.Address };
        return new FreezeResult(reason, await _orders.ExecuteAsync(member, by));
    }
}
