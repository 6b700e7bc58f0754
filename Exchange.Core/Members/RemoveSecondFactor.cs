namespace Exchange.Core.Members;

/// <summary>
/// Takes the second factor from a member who has lost telephone and recovery codes, and whom the actor outranks. Sessions end, API keys
/// rest, and the member is told.
/// </summary>
public sealed class RemoveSecondFactor
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "member.factor.remove";

    private readonly StaffActs _acts;
    private readonly FactorChange _change;

    internal RemoveSecondFactor(StaffActs acts, FactorChange change) => (_acts, _change) = (acts, change);

    /// <summary>Takes it away.</summary>
    public Task<StaffOutcome> ExecuteAsync(Actor actor, string uid, string? reason, CancellationToken cancellationToken) =>
        _acts.OnMemberAsync(
            actor, Permission.FactorRemove, uid, reason,
            async (db, member, _) =>
            {
                if (!member.TwoFactorEnabled) return StaffRejectReason.Unchanged;
                await _change.RemoveByStaffAsync(db, member, cancellationToken);
                await _acts.RecordAsync(db, actor, Action, uid, "on", "off", reason, cancellationToken);
                return StaffRejectReason.None;
            },
            cancellationToken);
}
