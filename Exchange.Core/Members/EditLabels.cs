using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// Shows the labels of a member and lets the staff set and take away private ones, and with them levels. Nobody labels themselves or who
/// may do more than they.
/// </summary>
public sealed class EditLabels
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly PermissionChecks _checks;
    private readonly StaffActs _acts;
    private readonly Labels _labels;

    internal EditLabels(IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks checks, StaffActs acts, Labels labels) =>
        (_contexts, _checks, _acts, _labels) = (contexts, checks, acts, labels);

    /// <summary>All labels of a member, oldest first.</summary>
    public async Task<StaffAnswer<IReadOnlyList<LabelView>>> ListAsync(Actor actor, MemberRow member, CancellationToken cancellationToken)
    {
        var verdict = await _checks.CheckAsync(actor, Permission.MembersRead, member.Uid, cancellationToken);
        return verdict == PermissionVerdict.Granted
            ? new(verdict, await _labels.ListAsync(member.Id, cancellationToken))
            : new(verdict, null);
    }

    /// <summary>Sets a private label, or with null takes it away, if it still is what the actor saw.</summary>
    public Task<StaffOutcome> ExecuteAsync(
        Actor actor, string uid, string? key, string? from, string? to, string? reason, CancellationToken cancellationToken) =>
        _acts.OnMemberAsync(
            actor, Permission.LabelsEdit, uid, reason,
            async (db, member, _) =>
            {
                if (!MemberLabel.IsWord(key) || (to is not null && !MemberLabel.IsWord(to))) return StaffRejectReason.ValueUnknown;
                var before = await db.Labels.AsNoTracking()
                    .Where(l => l.MemberId == member.Id && l.Key == key && l.Scope == LabelScope.Private).Select(l => l.Value)
                    .SingleOrDefaultAsync(cancellationToken);
                if (before != from) return StaffRejectReason.ChangedMeanwhile;
                if (before == to) return StaffRejectReason.Unchanged;
                var change = new LabelChange(key!, to) { Actor = actor.Member.Value, Reason = reason!.Trim() };
                await _labels.SetAsync(db, member.MemberId, change, cancellationToken);
                return StaffRejectReason.None;
            },
            cancellationToken);
}
