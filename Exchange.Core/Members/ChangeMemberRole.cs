using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// Gives a member another role. Nobody gives or takes a role that may do more than they, nobody changes their own, and the last
/// superadmin stays. The member's sessions end.
/// </summary>
public sealed class ChangeMemberRole
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "member.role.change";

    private readonly StaffActs _acts;

    internal ChangeMemberRole(StaffActs acts) => _acts = acts;

    /// <summary>Changes the role, if it still is what the actor saw.</summary>
    public Task<StaffOutcome> ExecuteAsync(
        Actor actor, string uid, string? from, string? to, string? reason, CancellationToken cancellationToken) =>
        _acts.OnMemberAsync(
            actor, Permission.MembersRoleChange, uid, reason,
            async (db, member, standing) =>
            {
                if (to is null || !Roles.All.Contains(to)) return StaffRejectReason.ValueUnknown;
                if (member.Role != from) return StaffRejectReason.ChangedMeanwhile;
                if (member.Role == to) return StaffRejectReason.Unchanged;
                if (!standing.Covers(to, await db.PermissionsOfAsync(to, cancellationToken))) return StaffRejectReason.Above;
                if (await IsLastSuperadminAsync(db, member, cancellationToken)) return StaffRejectReason.LastSuperadmin;
                member.Role = to;
                member.UpdatedAt = _acts.Now;
                await StaffActs.EndSessionsAsync(db, member, cancellationToken);
                await _acts.RecordAsync(db, actor, Action, uid, from, to, reason, cancellationToken);
                return StaffRejectReason.None;
            },
            cancellationToken);

    /// <summary>Whether the exchange would have no active superadmin without this one.</summary>
    internal static async Task<bool> IsLastSuperadminAsync(
        ExchangeDbContext db, Member member, CancellationToken cancellationToken) =>
        member is { Role: Roles.Superadmin, State: MemberState.Active }
        && !await db.Members.AnyAsync(
            m => m.Role == Roles.Superadmin && m.State == MemberState.Active && m.Id != member.Id, cancellationToken);
}
