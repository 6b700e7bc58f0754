using Exchange.Core.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Privacy;

/// <summary>Gives a member back the account that they have closed, while nothing of it is erased. API keys stay disabled.</summary>
public sealed class RestoreAccount
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "member.restore";

    private readonly StaffActs _acts;
    private readonly Labels _labels;
    private readonly MemberMails _mails;
    private readonly PrivacyOptions _options;

    internal RestoreAccount(StaffActs acts, Labels labels, MemberMails mails, IOptions<PrivacyOptions> options) =>
        (_acts, _labels, _mails, _options) = (acts, labels, mails, options.Value);

    /// <summary>Opens it again; a changed mind after the cooling-off is too late, even when the job has not run yet.</summary>
    public Task<StaffOutcome> ExecuteAsync(Actor actor, string uid, string? reason, CancellationToken cancellationToken) =>
        _acts.OnMemberAsync(
            actor, Permission.MembersRestore, uid, reason,
            async (db, member, _) =>
            {
                await db.LockedMemberAsync(member.MemberId, cancellationToken);
                var closing = await db.AccountClosings.SingleOrDefaultAsync(c => c.MemberId == member.Id, cancellationToken);
                if (member.State != MemberState.Deleted || closing is null) return StaffRejectReason.Unchanged;
                if (closing.Stage != ClosingStage.CoolingOff || _options.ReducedAt(closing.ClosedAt) <= _acts.Now)
                    return StaffRejectReason.ChangedMeanwhile;
                db.AccountClosings.Remove(closing);
                await _labels.SetAsync(
                    db, member.MemberId, new LabelChange(CloseAccount.Label.Key, null) { Actor = actor.Member.Value }, cancellationToken);
                (member.State, member.UpdatedAt) = (closing.StateBefore, _acts.Now);
                await _mails.NotifyAsync(db, member, MemberMails.AccountRestored, actor.Origin, cancellationToken);
                await _acts.RecordAsync(
                    db, actor, Action, uid, MemberStanding.StateName(MemberState.Deleted), MemberStanding.StateName(member.State), reason,
                    cancellationToken);
                return StaffRejectReason.None;
            },
            cancellationToken);
}
