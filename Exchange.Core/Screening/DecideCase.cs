using Exchange.Core.Members;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Screening;

/// <summary>
/// Decides whether a member is who is listed. When they are on a list of sanctions, they are locked in the same transaction; somebody who
/// is politically exposed is not, and is marked as such.
/// </summary>
public sealed class DecideCase
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "screening.case.decide";

    private readonly CaseDesk _desk;
    private readonly PermissionChecks _checks;
    private readonly ChangeMemberState _states;

    private readonly IOptions<ScreeningOptions> _options;

    internal DecideCase(CaseDesk desk, PermissionChecks checks, ChangeMemberState states, IOptions<ScreeningOptions> options) =>
        (_desk, _checks, _states, _options) = (desk, checks, states, options);

    /// <summary>Decides.</summary>
    /// <param name="actor">Who decides. For a match they must be allowed to lock members too.</param>
    /// <param name="id">Which case.</param>
    /// <param name="decision">A false positive or a true match.</param>
    /// <param name="seen"><see cref="ScreeningCase.Seen"/> of what they looked at.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">The end of the request.</param>
    public async Task<StaffOutcome> ExecuteAsync(
        Actor actor, long id, CaseState decision, string? seen, string? reason, CancellationToken cancellationToken)
    {
        if (decision is not (CaseState.FalsePositive or CaseState.TrueMatch)) return new StaffOutcome(StaffRejectReason.ValueUnknown);
        if (decision == CaseState.TrueMatch)
        {
            var verdict = await _checks.CheckAsync(actor, Permission.MembersStateChange, CaseDesk.NameOf(id), cancellationToken);
            if (verdict != PermissionVerdict.Granted) return new StaffOutcome(StaffRejectReason.NotPermitted, verdict);
        }

        return await _desk.ActAsync(
            actor, id, reason,
            async (db, member, found) =>
            {
                if (found.State != CaseState.Open || found.Seen != seen) return StaffRejectReason.ChangedMeanwhile;
                if (decision == CaseState.FalsePositive && _options.Value.TwoPersons && found.ClearedOnceBy is null)
                {
                    found.ClearedOnceBy = actor.Member.Value;
                    var waits = Words(decision) + ", waits for a second person";
                    return await _desk.RecordAsync(
                        db, actor, Action, member, found, (Words(CaseState.Open), waits), reason, cancellationToken);
                }

                if (decision == CaseState.FalsePositive && found.ClearedOnceBy == actor.Member.Value)
                    return StaffRejectReason.SecondPersonNeeded;
                var locks = decision == CaseState.TrueMatch && found.Source != ListSource.Pep
                    && member.State is MemberState.Active or MemberState.Pending;
                if (locks && await _states.ApplyAsync(db, actor, member, MemberState.Locked, reason, cancellationToken) is var refused
                    and not StaffRejectReason.None) return refused;
                (found.State, found.Decision) = (decision, reason!.Trim());
                (found.DecidedBy, found.DecidedAt) = (actor.Member.Value, _desk.Now);
                await _desk.RefreshRiskAsync(db, member.Id, cancellationToken);
                return await _desk.RecordAsync(
                    db, actor, Action, member, found, (Words(CaseState.Open), Words(decision)), reason, cancellationToken);
            },
            cancellationToken);
    }

    private static string Words(CaseState state) => state switch
    {
        CaseState.Open => "open",
        CaseState.FalsePositive => "false positive",
        CaseState.TrueMatch => "true match",
    };
}
