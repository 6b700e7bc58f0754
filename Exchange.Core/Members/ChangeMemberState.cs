using Exchange.Core.Storage;

namespace Exchange.Core.Members;

/// <summary>
/// Locks, bans or readmits a member whom the actor outranks. Their sessions end and their API keys are refused; about their open
/// orders the rooms decide that know of orders.
/// </summary>
public sealed class ChangeMemberState
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "member.state.change";

    private readonly StaffActs _acts;

    internal ChangeMemberState(StaffActs acts) => _acts = acts;

    /// <summary>What the staff may make of a member in a state. Who has not confirmed the address does that themselves.</summary>
    public static IReadOnlyList<MemberState> ChoicesFrom(MemberState state) => state switch
    {
        MemberState.Pending or MemberState.Active => [MemberState.Locked, MemberState.Banned],
        MemberState.Locked => [MemberState.Active, MemberState.Banned],
        MemberState.Banned => [MemberState.Active, MemberState.Locked],
        MemberState.Deleted => [],
    };

    /// <summary>Changes the state, if it still is what the actor saw; the caller cancels the orders then, if they are to go.</summary>
    internal Task<StaffOutcome> ExecuteAsync(
        Actor actor, string uid, MemberState from, MemberState to, bool cancelsOrders, string? reason,
        CancellationToken cancellationToken) =>
        _acts.OnMemberAsync(
            actor, Permission.MembersStateChange, uid, reason,
            async (db, member, _) => member.State == from
                ? await ApplyAsync(db, actor, member, to, cancelsOrders, reason, cancellationToken)
                : StaffRejectReason.ChangedMeanwhile,
            cancellationToken);

    /// <summary>The change itself, in the transaction of an act that has asked for the permission and the rank.</summary>
    internal async Task<StaffRejectReason> ApplyAsync(
        ExchangeDbContext db, Actor actor, Member member, MemberState to, bool cancelsOrders, string? reason,
        CancellationToken cancellationToken)
    {
        var from = member.State;
        if (from == to) return StaffRejectReason.Unchanged;
        if (!ChoicesFrom(from).Contains(to)) return StaffRejectReason.ValueUnknown;
        if (await ChangeMemberRole.IsLastSuperadminAsync(db, member, cancellationToken)) return StaffRejectReason.LastSuperadmin;
        member.State = to;
        member.UpdatedAt = _acts.Now;
        await StaffActs.EndSessionsAsync(db, member, cancellationToken);
        await _acts.RecordAsync(
            db, actor, Action, member.Uid, MemberStanding.StateName(from), MemberStanding.StateName(to), reason, cancellationToken);
        if (cancelsOrders)
            await _acts.RecordAsync(db, actor, OrderCancelActions.Asked, member.Uid, null, null, reason, cancellationToken);
        return StaffRejectReason.None;
    }
}
