using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Screening;

/// <summary>Has a provider asked again about a member at the job's next run, although it refused, or it is not time yet.</summary>
public sealed class AskProviderAgain
{
    /// <summary>The action in the audit log.</summary>
    public const string ActionName = "screening.provider.again";

    private readonly StaffActs _acts;

    internal AskProviderAgain(StaffActs acts) => _acts = acts;

    /// <summary>Forgets that asking was in vain.</summary>
    public Task<StaffOutcome> ExecuteAsync(Actor actor, string uid, string? reason, CancellationToken cancellationToken) =>
        _acts.OnMemberAsync(
            actor, Permission.ScreeningCases, uid, reason,
            async (db, member, _) =>
            {
                await db.LockMemberAsync(member.Id, cancellationToken);
                var risk = await db.MemberRisks.SingleOrDefaultAsync(r => r.MemberId == member.Id, cancellationToken);
                if (risk?.ProviderTriedStamp is null) return StaffRejectReason.Unchanged;
                var before = risk.ProviderNextAt is null ? "refused" : "failed";
                risk.ForgetTries();
                await _acts.RecordAsync(db, actor, ActionName, member.Uid, before, "asked again", reason, cancellationToken);
                return StaffRejectReason.None;
            },
            cancellationToken);
}
