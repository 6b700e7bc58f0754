using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// What goes with every change of the second factor, in one transaction under the lock of the member's row: recovery codes, label, end
/// of the other sessions, activity, mail and audit.
/// </summary>
internal sealed class FactorChange(
    IDbContextFactory<ExchangeDbContext> contexts, NewPassword newPassword, Labels labels, MemberMails mails, IAuditLog audit,
    TimeProvider time)
{
    /// <summary>Barong's label of who has a second factor.</summary>
    public const string Label = "otp";

    private const string LabelValue = "enabled";

    /// <summary>Whether it is on.</summary>
    public static async Task<bool> IsOnAsync(ExchangeDbContext db, MemberId member, CancellationToken cancellationToken) =>
        await db.Members.AnyAsync(m => m.Id == member.Value && m.TwoFactorEnabled, cancellationToken);

    /// <summary>Writes down that somebody tried.</summary>
    public async Task RecordFailureAsync(
        MemberId member, string activity, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Activities.Add(Activity.Of(
            member.Value, Activity.SecondFactorTopic, activity, succeeded: false, origin, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Runs a change; when it is not confirmed nothing happens.</summary>
    public async Task<SecondFactorOutcome> RunAsync(
        MemberId member, long? session, string action, string activity, string mail, RequestOrigin origin,
        Func<ExchangeDbContext, Member, Task<StepUpVerdict>> change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var row = await db.Members.FromSql($"select * from members where \"Id\" = {member.Value} for update")
            .SingleAsync(cancellationToken);
        var wasOn = row.TwoFactorEnabled;
        var verdict = await change(db, row);
        if (verdict != StepUpVerdict.Confirmed) return SecondFactorOutcome.Refused(verdict);
        if (wasOn != row.TwoFactorEnabled) await SwitchAsync(db, row, session, cancellationToken);
        var codes = row.TwoFactorEnabled ? await RecoveryCodes.ReplaceAsync(db, row.Id, cancellationToken) : [];
        db.Activities.Add(Activity.Of(row.Id, Activity.SecondFactorTopic, activity, succeeded: true, origin, time.GetUtcNow()));
        await mails.NotifyAsync(db, row, mail, origin, cancellationToken);
        await audit.AppendAsync(db, new AuditRecord(row.Id, action, row.Uid) { Address = origin.Address }, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        newPassword.Forget(member);
        return new SecondFactorOutcome(SecondFactorRejectReason.None, codes);
    }

    /// <summary>Takes the factor and what belongs to it away, in the caller's transaction. As in Barong all API keys rest then.</summary>
    public async Task RemoveAsync(ExchangeDbContext db, Member row, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.TotpFactors.Where(f => f.MemberId == row.Id).ExecuteDeleteAsync(cancellationToken);
        await RecoveryCodes.DropAsync(db, row.Id, cancellationToken);
        await SecondFactors.ForgetAsync(db, row.Id, cancellationToken);
        await db.ApiKeys.Where(k => k.MemberId == row.Id && k.IsActive).ExecuteUpdateAsync(
            set => set.SetProperty(k => k.IsActive, false).SetProperty(k => k.Version, k => k.Version + 1)
                .SetProperty(k => k.UpdatedAt, now),
            cancellationToken);
        row.TwoFactorEnabled = false;
    }

    /// <summary>Takes it away because the staff says so, in the caller's transaction; from no device of the member's.</summary>
    public async Task RemoveByStaffAsync(ExchangeDbContext db, Member row, CancellationToken cancellationToken)
    {
        await RemoveAsync(db, row, cancellationToken);
        await SwitchAsync(db, row, session: null, cancellationToken);
        await mails.NotifyAsync(db, row, MemberMails.SecondFactorOff, new RequestOrigin(null, null), cancellationToken);
    }

    /// <summary>Ends the other sessions, says of the one that goes on whether it showed the factor, and sets the label.</summary>
    private async Task SwitchAsync(ExchangeDbContext db, Member row, long? session, CancellationToken cancellationToken)
    {
        DateTimeOffset? shown = row.TwoFactorEnabled ? time.GetUtcNow() : null;
        await newPassword.EndSessionsAsync(db, row, session, cancellationToken);
        await db.MemberSessions.Where(s => s.MemberId == row.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.SecondFactorAt, shown), cancellationToken);
        await labels.SetAsync(
            db, row.MemberId, new LabelChange(Label, row.TwoFactorEnabled ? LabelValue : null) { Actor = row.Id }, cancellationToken);
    }
}
