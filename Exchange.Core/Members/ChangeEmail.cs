using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Why a change of address was not begun, in the order of the checks.</summary>
public enum ChangeEmailRejectReason
{
    /// <summary>Begun: both addresses have been asked. Also when the new one is someone else's, who alone is told.</summary>
    None = 0,

    /// <summary>Not an e-mail address we take.</summary>
    EmailInvalid,

    /// <summary>It is the present address.</summary>
    Unchanged,

    /// <summary>There was no password, and the sign-in is too long ago.</summary>
    PasswordMissing,

    /// <summary>Not the password, or too many wrong ones.</summary>
    PasswordWrong,

    /// <summary>The member has a second factor, and gave no code.</summary>
    CodeMissing,

    /// <summary>The code is wrong or was used before, or there were too many wrong ones.</summary>
    CodeWrong,

    /// <summary>Too many changes were asked for within an hour.</summary>
    TooMany,
}

/// <summary>What became of a yes to a change of address.</summary>
public enum ChangeEmailProgress
{
    /// <summary>The link is not valid, or a later change took its place.</summary>
    Unknown = 0,

    /// <summary>The link's time is over.</summary>
    Expired,

    /// <summary>The link was used before.</summary>
    Used,

    /// <summary>Noted; the other address has not said yes.</summary>
    Waiting,

    /// <summary>Both have, and the address is changed.</summary>
    Changed,
}

/// <summary>
/// Changes a member's address, which is the key to the account: the member asks with the password, the address until now allows it, and
/// the new one confirms it. Then all sessions end.
/// </summary>
public sealed class ChangeEmail
{
    private static readonly EmailTokenPurpose[] Purposes = [EmailTokenPurpose.LeaveAddress, EmailTokenPurpose.TakeAddress];
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly StepUp _stepUp;
    private readonly EmailTokens _tokens;
    private readonly MemberMails _mails;
    private readonly NewPassword _newPassword;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal ChangeEmail(
        IDbContextFactory<ExchangeDbContext> contexts, StepUp stepUp, EmailTokens tokens, MemberMails mails, NewPassword newPassword,
        IAuditLog audit, TimeProvider time)
    {
        (_contexts, _stepUp, _tokens, _mails) = (contexts, stepUp, tokens, mails);
        (_newPassword, _audit, _time) = (newPassword, audit, time);
    }

    /// <summary>Asks both addresses, or says why not and changes nothing. An earlier change that waits is dropped.</summary>
    public async Task<ChangeEmailRejectReason> AskAsync(
        MemberId member, string? email, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(email, out var wanted)) return ChangeEmailRejectReason.EmailInvalid;
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Members.AsNoTracking().SingleAsync(m => m.Id == member.Value, cancellationToken);
        if (row.NormalizedEmail == wanted.Key) return ChangeEmailRejectReason.Unchanged;
        var act = SensitiveAct.Of("member.email_change", wanted.Key);
        var approval = await _stepUp.ApproveAsync(member, act, proof, origin, cancellationToken);
        if (!proof.IsAsking)
        {
            db.Activities.Add(Activity.Of(
                row.Id, Activity.AccountTopic, Activity.EmailChangeRequest, approval.IsConfirmed, origin, _time.GetUtcNow()));
        }

        if (!approval.IsConfirmed)
        {
            await db.SaveChangesAsync(cancellationToken);
            return RefusalOf(approval.Verdict);
        }

        if (!await _mails.MayAddAsync(db, row.Email!, MemberMails.ChangeAddressOld, cancellationToken))
            return ChangeEmailRejectReason.TooMany;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await _stepUp.UseAsync(db, member, act, proof, approval, cancellationToken))
            return ChangeEmailRejectReason.PasswordMissing;
        await AskBothAsync(db, row, wanted, origin, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ChangeEmailRejectReason.None;
    }

    /// <summary>What a link would do, without using it; <see cref="ChangeEmailProgress.Waiting"/> when it is good.</summary>
    public async Task<(ChangeEmailProgress Progress, string? NewEmail)> LookAsync(string? key, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var (problem, token) = await _tokens.LookAsync(db, key, Purposes, cancellationToken);
        return (ProgressOf(problem), problem == EmailTokenProblem.None ? token!.Email : null);
    }

    /// <summary>Uses the link of one address; with both used, the address is changed.</summary>
    public async Task<ChangeEmailProgress> ConfirmAsync(string? key, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (seen, found) = await _tokens.LookAsync(db, key, Purposes, cancellationToken);
        if (seen != EmailTokenProblem.None) return ProgressOf(seen);
        // The member's row makes the two yeses of one change take turns: each must see the other.
        var member = await db.Members.FromSql($"select * from members where \"Id\" = {found!.MemberId} for update")
            .SingleAsync(cancellationToken);
        var (problem, token) = await _tokens.UseAsync(db, key, Purposes, cancellationToken);
        if (problem != EmailTokenProblem.None) return ProgressOf(problem);
        var isComplete = await db.EmailTokens.AnyAsync(
            t => t.MemberId == token!.MemberId && t.Purpose != token.Purpose && Purposes.Contains(t.Purpose)
                && t.Email == token.Email && t.UsedAt != null,
            cancellationToken);
        if (isComplete && !await TryApplyAsync(db, member, token!.Email, origin, cancellationToken)) return ChangeEmailProgress.Unknown;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (!isComplete) return ChangeEmailProgress.Waiting;
        _newPassword.Forget(member.MemberId);
        return ChangeEmailProgress.Changed;
    }

    private static ChangeEmailRejectReason RefusalOf(StepUpVerdict verdict) => verdict switch
    {
        StepUpVerdict.Confirmed or StepUpVerdict.Missing => ChangeEmailRejectReason.PasswordMissing,
        StepUpVerdict.Wrong => ChangeEmailRejectReason.PasswordWrong,
        StepUpVerdict.CodeMissing => ChangeEmailRejectReason.CodeMissing,
        StepUpVerdict.CodeWrong => ChangeEmailRejectReason.CodeWrong,
    };

    private async Task AskBothAsync(
        ExchangeDbContext db, Member member, EmailAddress wanted, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var (leave, until) = await _tokens.IssueAsync(
            db, member.Id, EmailTokenPurpose.LeaveAddress, wanted.Value, cancellationToken);
        var (take, _) = await _tokens.IssueAsync(db, member.Id, EmailTokenPurpose.TakeAddress, wanted.Value, cancellationToken);
        var moment = MemberMails.Moment(until);
        await _mails.NotifyAsync(
            db, member, MemberMails.ChangeAddressOld, origin, cancellationToken,
            ("token", leave), ("until", moment), ("new", wanted.Value));
        var key = wanted.Key;
        var owner = await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.NormalizedEmail == key, cancellationToken);
        if (owner is null)
        {
            _mails.AddTo(
                db, member, wanted.Value, MemberMails.ChangeAddressNew, origin, ("token", take), ("until", moment));
        }
        else if (await _mails.MayAddAsync(db, owner.Email!, MemberMails.AddressTaken, cancellationToken))
        {
            _mails.Add(db, owner, MemberMails.AddressTaken, origin);
        }
    }

    private async Task<bool> TryApplyAsync(
        ExchangeDbContext db, Member member, string wanted, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(wanted, out var address)) return false;
        var before = member.Email!;
        member.Email = member.UserName = address.Value;
        member.NormalizedEmail = member.NormalizedUserName = address.Key;
        try
        {
            await _newPassword.EndSessionsAsync(db, member, sessionToKeep: null, cancellationToken);
        }
        catch (DbUpdateException e) when (UniqueViolation.Is(e))
        {
            return false; // somebody has signed up with it meanwhile
        }

        await EmailTokens.RevokeOthersAsync(db, member.Id, cancellationToken);
        _mails.AddTo(db, member, before, MemberMails.AddressChanged, origin, ("new", address.Value));
        await _mails.NotifyAsync(db, member, MemberMails.AddressChanged, origin, cancellationToken, ("new", address.Value));
        var now = _time.GetUtcNow();
        db.Activities.Add(Activity.Of(member.Id, Activity.AccountTopic, Activity.EmailChange, succeeded: true, origin, now));
        await _audit.AppendAsync(
            db,
            new AuditRecord(member.Id, "member.email_change", member.Uid)
            {
                Before = before,
                After = address.Value,
                Address = origin.Address,
            },
            cancellationToken);
        return true;
    }

    private static ChangeEmailProgress ProgressOf(EmailTokenProblem problem) => problem switch
    {
        EmailTokenProblem.None => ChangeEmailProgress.Waiting,
        EmailTokenProblem.Unknown => ChangeEmailProgress.Unknown,
        EmailTokenProblem.Expired => ChangeEmailProgress.Expired,
        EmailTokenProblem.Used => ChangeEmailProgress.Used,
    };
}
