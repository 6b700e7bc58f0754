using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Core.Tower;

/// <summary>What became of the open orders of who was shut out.</summary>
/// <param name="Outcome">Whether the act itself was done.</param>
/// <param name="Orders">What the engine said about their orders; null when it was not asked.</param>
public sealed record ShutOutResult(StaffOutcome Outcome, CancelResult? Orders = null);

/// <summary>
/// Locks, bans or readmits members, and takes the orders of who is shut out from the books. First the door is shut, then the orders go, so
/// that none comes between; and it stays shut, whatever the engine says.
/// </summary>
public sealed class ShutOutMember
{
    private static readonly CancelResult Unconfirmed = new(CancelRejectReason.OutcomeUnknown, 0);

    private readonly ChangeMemberState _states;
    private readonly StaffActs _acts;
    private readonly CancelOrdersOfShutOut _orders;

    internal ShutOutMember(ChangeMemberState states, StaffActs acts, CancelOrdersOfShutOut orders) =>
        (_states, _acts, _orders) = (states, acts, orders);

    /// <summary>Whether somebody in this state is shut out by the staff.</summary>
    public static bool IsOut(MemberState state) => state is MemberState.Locked or MemberState.Banned;

    /// <summary>Changes the state, if it still is what the actor saw; and cancels the orders of who is shut out, if wanted.</summary>
    public async Task<ShutOutResult> ChangeAsync(
        Actor actor, string uid, MemberState from, MemberState to, bool cancelsOrders, string? reason,
        CancellationToken cancellationToken)
    {
        var cancels = cancelsOrders && IsOut(to);
        var outcome = await _states.ExecuteAsync(actor, uid, from, to, cancels, reason, cancellationToken);
        return outcome.IsDone && cancels ? await FinishAsync(outcome, actor, uid, reason) : new ShutOutResult(outcome);
    }

    /// <summary>Cancels all open orders of somebody who is shut out.</summary>
    public async Task<ShutOutResult> CancelAsync(Actor actor, string uid, string? reason)
    {
        var member = default(MemberId);
        var outcome = await _acts.OnMemberAsync(
            actor, Permission.MembersStateChange, uid, reason,
            (_, row, _) =>
            {
                member = row.MemberId;
                return Task.FromResult(IsOut(row.State) ? StaffRejectReason.None : StaffRejectReason.ChangedMeanwhile);
            },
            CancellationToken.None);
        if (!outcome.IsDone) return new ShutOutResult(outcome);
        var by = new AuditRecord(actor.Member.Value, OrderCancelActions.Done, uid)
        {
            Reason = reason?.Trim(),
            Address = actor.Origin.Address,
        };
        return new ShutOutResult(outcome, await _orders.ExecuteAsync(member, by));
    }

    /// <summary>Cancels them after an act that has shut them out. It stays done: what cannot be canceled is not confirmed.</summary>
    internal async Task<ShutOutResult> FinishAsync(StaffOutcome outcome, Actor actor, string uid, string? reason) =>
        new(outcome, (await CancelAsync(actor, uid, reason)).Orders ?? Unconfirmed);
}
