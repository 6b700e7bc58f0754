using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Why a password was not reset, in the order of the checks.</summary>
public enum PasswordResetRejectReason
{
    /// <summary>Reset.</summary>
    None = 0,

    /// <summary>The link does not work; the outcome says why.</summary>
    LinkRefused,

    /// <summary>The policy refuses the new password; the outcome says why. The link stays good.</summary>
    PasswordRefused,
}

/// <summary>What became of a reset.</summary>
/// <param name="Reason">None when reset.</param>
/// <param name="Link">What is wrong with the link.</param>
/// <param name="Password">What is wrong with the password.</param>
public sealed record PasswordResetOutcome(
    PasswordResetRejectReason Reason, EmailTokenProblem Link = EmailTokenProblem.None, PasswordProblem Password = PasswordProblem.None);

/// <summary>
/// Gives another password to who can read the member's mail. All sessions end. A second factor is not touched: it is asked for at the
/// next sign-in as ever.
/// </summary>
public sealed class PasswordReset
{
    private static readonly EmailTokenPurpose[] Purposes = [EmailTokenPurpose.ResetPassword];
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly EmailTokens _tokens;
    private readonly MemberMails _mails;
    private readonly AddressConfirmation _confirmation;
    private readonly MemberEvents _events;
    private readonly NewPassword _newPassword;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal PasswordReset(
        IDbContextFactory<ExchangeDbContext> contexts, EmailTokens tokens, MemberMails mails, AddressConfirmation confirmation,
        MemberEvents events, NewPassword newPassword, IAuditLog audit, TimeProvider time)
    {
        (_contexts, _tokens, _mails, _confirmation) = (contexts, tokens, mails, confirmation);
        (_events, _newPassword, _audit, _time) = (events, newPassword, audit, time);
    }

    /// <summary>Sends a link to an address, when a member has it. Nobody learns whether one does, nor by the work it takes.</summary>
    public async Task AskAsync(string? email, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var key = EmailAddress.TryParse(email, out var address) ? address.Key : "";
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var member = await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.NormalizedEmail == key, cancellationToken);
        var mayHave = member is { State: not (MemberState.Deleted or MemberState.Banned) };
        var mayMail = await _mails.MayAddAsync(db, member?.Email ?? key, MemberMails.ResetPassword, cancellationToken);
        var isSent = mayHave && mayMail;
        if (isSent)
        {
            var (link, until) = await _tokens.IssueAsync(
                db, member!.Id, EmailTokenPurpose.ResetPassword, member.Email!, cancellationToken);
            _mails.Add(db, member, MemberMails.ResetPassword, origin, ("token", link), ("until", MemberMails.Moment(until)));
        }
        else
        {
            await EmailTokens.RevokeAsync(db, member: 0, EmailTokenPurpose.ResetPassword, cancellationToken);
        }

        db.Activities.Add(Activity.Of(
            member?.Id ?? 0, Activity.PasswordTopic, Activity.PasswordResetRequest, isSent, origin, _time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What is wrong with a link, without using it.</summary>
    public async Task<EmailTokenProblem> LookAsync(string? key, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return (await _tokens.LookAsync(db, key, Purposes, cancellationToken)).Problem;
    }

    /// <summary>Uses a link.</summary>
    public async Task<PasswordResetOutcome> ExecuteAsync(
        string? key, string? password, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (problem, token) = await _tokens.LookAsync(db, key, Purposes, cancellationToken);
        if (problem != EmailTokenProblem.None) return new(PasswordResetRejectReason.LinkRefused, problem);
        var refused = PasswordPolicy.Check(password, EmailAddress.TryParse(token!.Email, out var owner) ? owner : null);
        if (refused != PasswordProblem.None) return new(PasswordResetRejectReason.PasswordRefused, Password: refused);
        (problem, _) = await _tokens.UseAsync(db, key, Purposes, cancellationToken);
        if (problem != EmailTokenProblem.None) return new(PasswordResetRejectReason.LinkRefused, problem);

        var member = await db.Members.SingleAsync(m => m.Id == token.MemberId, cancellationToken);
        await _confirmation.ApplyAsync(db, member, origin, cancellationToken);
        await _newPassword.SetAsync(db, member, password!, sessionToKeep: null, origin, cancellationToken);
        await PasswordGuesses.ForgetAsync(db, member.NormalizedEmail!, cancellationToken);
        db.Activities.Add(Activity.Of(
            member.Id, Activity.PasswordTopic, Activity.PasswordReset, succeeded: true, origin, _time.GetUtcNow()));
        _events.Add(db, MemberEvents.PasswordReset, member);
        await _audit.AppendAsync(
            db, new AuditRecord(member.Id, "member.password_reset", member.Uid) { Address = origin.Address }, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _newPassword.Forget(member.MemberId);
        return new(PasswordResetRejectReason.None);
    }
}
