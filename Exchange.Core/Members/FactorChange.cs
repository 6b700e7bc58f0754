using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// What goes with every change of the second factors, in one transaction under the lock of the member's row: recovery codes, label, end
/// of the other sessions, activity, mail, event and audit.
/// </summary>
internal sealed class FactorChange(
    IDbContextFactory<ExchangeDbContext> contexts, NewPassword newPassword, Labels labels, MemberMails mails, MemberEvents events,
    IAuditLog audit, TimeProvider time)
{
    /// <summary>Barong's label of who has a second factor.</summary>
    public const string Label = "otp";

    private const string LabelValue = "enabled";

    /// <summary>Whether a member has any: an authenticator or a passkey.</summary>
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

    /// <summary>
    /// Runs a change and gives the recovery codes that were made with it; when the change is refused nothing happens, and it gives null.
    /// </summary>
    public async Task<IReadOnlyList<string>?> RunAsync(
        MemberId member, long? session, FactorStep step, RequestOrigin origin, Func<ExchangeDbContext, Member, Task<bool>> change,
        CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var row = await db.Members.FromSql($"select * from members where \"Id\" = {member.Value} for update")
            .SingleAsync(cancellationToken);
        var wasOn = row.TwoFactorEnabled;
        if (!await change(db, row)) return null;
        row.TwoFactorEnabled = (await SecondFactors.OfAsync(db, row.Id, cancellationToken)).Any;
        if (!step.IsOnlyCodes) await SettleAsync(db, row, wasOn, session, cancellationToken);
        var makesCodes = row.TwoFactorEnabled && (step.IsOnlyCodes || !wasOn);
        var codes = makesCodes ? await RecoveryCodes.ReplaceAsync(db, row.Id, cancellationToken) : [];
        db.Activities.Add(Activity.Of(row.Id, Activity.SecondFactorTopic, step.Activity, succeeded: true, origin, time.GetUtcNow()));
        var mail = wasOn && !row.TwoFactorEnabled ? MemberMails.SecondFactorOff : step.Mail;
        await mails.NotifyAsync(db, row, mail, origin, cancellationToken);
        if (step.Event is { } name) events.Add(db, name, row);
        await audit.AppendAsync(db, new AuditRecord(row.Id, step.Action, row.Uid) { Address = origin.Address }, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        newPassword.Forget(member);
        return codes;
    }

    /// <summary>Takes all away because the staff says so, in the caller's transaction; from no device of the member's.</summary>
    public async Task RemoveByStaffAsync(ExchangeDbContext db, Member row, CancellationToken cancellationToken)
    {
        await db.TotpFactors.Where(f => f.MemberId == row.Id).ExecuteDeleteAsync(cancellationToken);
        await db.Passkeys.Where(p => p.MemberId == row.Id).ExecuteDeleteAsync(cancellationToken);
        row.TwoFactorEnabled = false;
        await SettleAsync(db, row, wasOn: true, session: null, cancellationToken);
        await mails.NotifyAsync(db, row, MemberMails.SecondFactorOff, new RequestOrigin(null, null), cancellationToken);
    }

    /// <summary>
    /// Ends the other sessions and says of the one that goes on whether it showed a factor. With the first factor comes the label; with
    /// the last one all that stood on it goes.
    /// </summary>
    private async Task SettleAsync(ExchangeDbContext db, Member row, bool wasOn, long? session, CancellationToken cancellationToken)
    {
        DateTimeOffset? shown = row.TwoFactorEnabled ? time.GetUtcNow() : null;
        await newPassword.EndSessionsAsync(db, row, session, cancellationToken);
        await db.MemberSessions.Where(s => s.MemberId == row.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.SecondFactorAt, shown), cancellationToken);
        if (wasOn == row.TwoFactorEnabled) return;
        if (wasOn) await DropWhatStoodOnItAsync(db, row, cancellationToken);
        await labels.SetAsync(
            db, row.MemberId, new LabelChange(Label, row.TwoFactorEnabled ? LabelValue : null) { Actor = row.Id }, cancellationToken);
    }

    /// <summary>As in Barong all API keys rest when there is no second factor any more.</summary>
    private async Task DropWhatStoodOnItAsync(ExchangeDbContext db, Member row, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await RecoveryCodes.DropAsync(db, row.Id, cancellationToken);
        await SecondFactors.ForgetAsync(db, row.Id, cancellationToken);
        await db.ApiKeys.Where(k => k.MemberId == row.Id && k.IsActive).ExecuteUpdateAsync(
            set => set.SetProperty(k => k.IsActive, false).SetProperty(k => k.Version, k => k.Version + 1)
                .SetProperty(k => k.UpdatedAt, now),
            cancellationToken);
    }
}

/// <summary>A kind of change, as audit log, activities, mails and other systems name it.</summary>
/// <param name="Action">In the audit log.</param>
/// <param name="Activity">Among the member's activities.</param>
/// <param name="Mail">The mail, unless no factor is left: then there is one for that.</param>
internal sealed record FactorStep(string Action, string Activity, string Mail)
{
    /// <summary>The event for other systems, or null.</summary>
    public string? Event { get; init; }

    /// <summary>Whether the factors stay what they are, and the member gets new recovery codes.</summary>
    public bool IsOnlyCodes { get; init; }
}

/// <summary>Which second factors a member has. Recovery codes stand in for either.</summary>
/// <param name="HasAuthenticator">Whether an authenticator is on.</param>
/// <param name="HasPasskey">Whether there is a passkey at least.</param>
public sealed record MemberFactors(bool HasAuthenticator, bool HasPasskey)
{
    /// <summary>Whether a password alone does not open the account.</summary>
    public bool Any => HasAuthenticator || HasPasskey;
}
