using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Why a password was not changed, in the order of the checks.</summary>
public enum ChangePasswordRejectReason
{
    /// <summary>Changed.</summary>
    None = 0,

    /// <summary>The new password is the old one.</summary>
    Unchanged,

    /// <summary>The policy refuses the new password; the outcome says why.</summary>
    NewPasswordRefused,

    /// <summary>Not the old password, or too many wrong ones.</summary>
    OldPasswordWrong,
}

/// <summary>What became of a change of password.</summary>
/// <param name="Reason">None when changed.</param>
/// <param name="Problem">What is wrong with the new password.</param>
public sealed record ChangePasswordOutcome(ChangePasswordRejectReason Reason, PasswordProblem Problem = PasswordProblem.None);

/// <summary>Gives a member another password. All their sessions end, except the one that asked.</summary>
public sealed class ChangePassword
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly SignIn _signIn;
    private readonly MemberEvents _events;
    private readonly NewPassword _newPassword;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal ChangePassword(
        IDbContextFactory<ExchangeDbContext> contexts, SignIn signIn, MemberEvents events, NewPassword newPassword,
        IAuditLog audit, TimeProvider time)
    {
        (_contexts, _signIn, _events) = (contexts, signIn, events);
        (_newPassword, _audit, _time) = (newPassword, audit, time);
    }

    /// <summary>Changes the password, or says why not and changes nothing.</summary>
    public async Task<ChangePasswordOutcome> ExecuteAsync(
        MemberId member, string oldPassword, string newPassword, long? sessionToKeep, RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        if (oldPassword == newPassword) return new(ChangePasswordRejectReason.Unchanged);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var email = await db.Members.Where(m => m.Id == member.Value).Select(m => m.Email).SingleAsync(cancellationToken);
        var problem = PasswordPolicy.Check(newPassword, EmailAddress.TryParse(email, out var owner) ? owner : null);
        if (problem != PasswordProblem.None) return new(ChangePasswordRejectReason.NewPasswordRefused, problem);
        var isOwner = await _signIn.ConfirmPasswordAsync(member, oldPassword, cancellationToken);
        await SaveAsync(db, member, isOwner ? newPassword : null, sessionToKeep, origin, cancellationToken);
        return new(isOwner ? ChangePasswordRejectReason.None : ChangePasswordRejectReason.OldPasswordWrong);
    }

    /// <summary>Null records a try that failed.</summary>
    private async Task SaveAsync(
        ExchangeDbContext db, MemberId member, string? password, long? sessionToKeep, RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        db.Activities.Add(Activity.Of(
            member.Value, Activity.PasswordTopic, Activity.PasswordChange, password is not null, origin, _time.GetUtcNow()));
        if (password is null)
        {
            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var row = await db.Members.SingleAsync(m => m.Id == member.Value, cancellationToken);
        await _newPassword.SetAsync(db, row, password, sessionToKeep, origin, cancellationToken);
        _events.Add(db, MemberEvents.PasswordChange, row);
        await _audit.AppendAsync(
            db, new AuditRecord(member.Value, "member.password_change", row.Uid) { Address = origin.Address }, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _newPassword.Forget(member);
    }
}
