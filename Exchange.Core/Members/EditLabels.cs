using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>How many members have a label.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Value">What is so.</param>
/// <param name="Members">How many.</param>
public sealed record LabelCount(string Key, string Value, int Members);

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

    /// <summary>How many members have each private label, by key and value.</summary>
    public async Task<StaffAnswer<IReadOnlyList<LabelCount>>> CountsAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var verdict = await _checks.CheckAsync(db, actor, Permission.MembersRead, "labels", cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        return new(verdict, await db.Labels.Where(l => l.Scope == LabelScope.Private).GroupBy(l => new { l.Key, l.Value })
            .OrderBy(g => g.Key.Key).ThenBy(g => g.Key.Value).Select(g => new LabelCount(g.Key.Key, g.Key.Value, g.Count()))
            .ToListAsync(cancellationToken));
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
