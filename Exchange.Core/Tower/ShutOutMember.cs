using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Exchange.Core.Trading;
using Microsoft.EntityFrameworkCore;

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
    /// <summary>The action in the audit log for canceling the orders.</summary>
    public const string CancelAction = "member.orders.cancel";

    /// <summary>Nobody knows whether the orders are canceled.</summary>
    public static readonly CancelResult Unconfirmed = new(CancelRejectReason.OutcomeUnknown, 0);

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly ChangeMemberState _states;
    private readonly StaffActs _acts;
    private readonly CancelOrders _orders;

    internal ShutOutMember(
        IDbContextFactory<ExchangeDbContext> contexts, ChangeMemberState states, StaffActs acts, CancelOrders orders) =>
        (_contexts, _states, _acts, _orders) = (contexts, states, acts, orders);

    /// <summary>Whether somebody in this state is shut out by the staff.</summary>
    public static bool IsOut(MemberState state) => state is MemberState.Locked or MemberState.Banned;

    /// <summary>Changes the state, if it still is what the actor saw; and cancels the orders of who is shut out, if wanted.</summary>
    public async Task<ShutOutResult> ChangeAsync(
        Actor actor, string uid, MemberState from, MemberState to, bool cancelsOrders, string? reason,
        CancellationToken cancellationToken)
    {
        var outcome = await _states.ExecuteAsync(actor, uid, from, to, reason, cancellationToken);
        return outcome.IsDone && cancelsOrders && IsOut(to)
            ? new ShutOutResult(outcome, (await CancelAsync(actor, uid, reason)).Orders ?? Unconfirmed)
            : new ShutOutResult(outcome);
    }

    /// <summary>
    /// Cancels all open orders of somebody who is shut out. Not with a token of the caller: the lock that went before it is done, and
    /// this belongs to it.
    /// </summary>
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
        var canceled = await _orders.AllAsync(member, CancellationToken.None);
        await using var db = await _contexts.CreateDbContextAsync(CancellationToken.None);
        await _acts.RecordAsync(db, actor, CancelAction, uid, "open orders", Words(canceled), reason, CancellationToken.None);
        await db.SaveChangesAsync(CancellationToken.None);
        return new ShutOutResult(outcome, canceled);
    }

    private static string Words(CancelResult result) => result.Reason == CancelRejectReason.None
        ? string.Create(CultureInfo.InvariantCulture, $"{result.CanceledCount} canceled")
        : $"not confirmed: {result.Reason}";
}
