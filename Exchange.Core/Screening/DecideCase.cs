using Exchange.Core.Members;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Screening;

/// <summary>What became of a decision.</summary>
/// <param name="Outcome">Whether it was made.</param>
/// <param name="LockedUid">The public name of who was locked by it, or null.</param>
internal sealed record CaseDecision(StaffOutcome Outcome, string? LockedUid);

/// <summary>
/// Decides whether a member is who is listed. When they are on a list of sanctions, they are locked in the same transaction; somebody who
/// is politically exposed is not, and is marked as such. About open orders the Tower room decides, which is the door.
/// </summary>
internal sealed class DecideCase(CaseDesk desk, PermissionChecks checks, ChangeMemberState states, IOptions<ScreeningOptions> options)
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "screening.case.decide";

    /// <summary>Whether a true match locks the member.</summary>
    public static bool Locks(ListSource source, MemberState state) =>
        source != ListSource.Pep && state is MemberState.Active or MemberState.Pending;

    /// <summary>Decides; who calls it cancels the orders of who is locked, if they are to go.</summary>
    public async Task<CaseDecision> ExecuteAsync(
        Actor actor, long id, CaseState decision, string? seen, bool cancelsOrders, string? reason, CancellationToken cancellationToken)
    {
        if (decision is not (CaseState.FalsePositive or CaseState.TrueMatch)) return Refused(new(StaffRejectReason.ValueUnknown));
        if (decision == CaseState.TrueMatch)
        {
            var verdict = await checks.CheckAsync(actor, Permission.MembersStateChange, CaseDesk.NameOf(id), cancellationToken);
            if (verdict != PermissionVerdict.Granted) return Refused(new(StaffRejectReason.NotPermitted, verdict));
        }

        string? locked = null;
        var outcome = await desk.ActAsync(
            actor, id, reason,
            async (db, member, found) =>
            {
                if (found.State != CaseState.Open || found.Seen != seen) return StaffRejectReason.ChangedMeanwhile;
                if (decision == CaseState.FalsePositive && options.Value.TwoPersons && found.ClearedOnceBy is null)
                {
                    found.ClearedOnceBy = actor.Member.Value;
                    var waits = Words(decision) + ", waits for a second person";
                    return await desk.RecordAsync(
                        db, actor, Action, member, found, (Words(CaseState.Open), waits), reason, cancellationToken);
                }

                if (decision == CaseState.FalsePositive && found.ClearedOnceBy == actor.Member.Value)
                    return StaffRejectReason.SecondPersonNeeded;
                // The transaction may be tried again with another state of the member.
                locked = decision == CaseState.TrueMatch && Locks(found.Source, member.State) ? member.Uid : null;
                if (locked is not null
                    && await states.ApplyAsync(db, actor, member, MemberState.Locked, cancelsOrders, reason, cancellationToken)
                    is var refused and not StaffRejectReason.None) return refused;
                (found.State, found.Decision) = (decision, reason!.Trim());
                (found.DecidedBy, found.DecidedAt) = (actor.Member.Value, desk.Now);
                await desk.RefreshRiskAsync(db, member.Id, cancellationToken);
                return await desk.RecordAsync(
                    db, actor, Action, member, found, (Words(CaseState.Open), Words(decision)), reason, cancellationToken);
            },
            cancellationToken);
        return outcome.IsDone ? new CaseDecision(outcome, locked) : Refused(outcome);
    }

    private static CaseDecision Refused(StaffOutcome outcome) => new(outcome, null);

    private static string Words(CaseState state) => state switch
    {
        CaseState.Open => "open",
        CaseState.FalsePositive => "false positive",
        CaseState.TrueMatch => "true match",
    };
}
