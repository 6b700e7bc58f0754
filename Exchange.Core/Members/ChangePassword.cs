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

    /// <summary>The member has a second factor, and gave no code.</summary>
    CodeMissing,

    /// <summary>The code is wrong or was used before, or there were too many wrong ones.</summary>
    CodeWrong,
}

/// <summary>What became of a change of password.</summary>
/// <param name="Reason">None when changed.</param>
/// <param name="Problem">What is wrong with the new password.</param>
public sealed record ChangePasswordOutcome(ChangePasswordRejectReason Reason, PasswordProblem Problem = PasswordProblem.None);

/// <summary>Gives a member another password. All their sessions end, except the one that asked.</summary>
public sealed class ChangePassword
{
    private static readonly SensitiveAct Act = SensitiveAct.Of("member.password_change");
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly SignIn _signIn;
    private readonly StepUp _stepUp;
    private readonly MemberEvents _events;
    private readonly NewPassword _newPassword;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal ChangePassword(
        IDbContextFactory<ExchangeDbContext> contexts, SignIn signIn, StepUp stepUp, MemberEvents events, NewPassword newPassword,
        IAuditLog audit, TimeProvider time)
    {
        (_contexts, _signIn, _stepUp, _events) = (contexts, signIn, stepUp, events);
        (_newPassword, _audit, _time) = (newPassword, audit, time);
    }

    /// <summary>
    /// Changes the password, or says why not and changes nothing. The proof holds the old password, a code where there is a second
    /// factor, and the session that goes on.
    /// </summary>
    public async Task<ChangePasswordOutcome> ExecuteAsync(
        MemberId member, StepUpProof proof, string newPassword, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (proof.Password == newPassword) return new(ChangePasswordRejectReason.Unchanged);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Members.AsNoTracking().SingleAsync(m => m.Id == member.Value, cancellationToken);
        var problem = PasswordPolicy.Check(newPassword, EmailAddress.TryParse(row.Email, out var owner) ? owner : null);
        if (problem != PasswordProblem.None) return new(ChangePasswordRejectReason.NewPasswordRefused, problem);
        var isOwner = await _signIn.ConfirmPasswordAsync(member, proof.Password, cancellationToken);
        // The old password always, and a code beside it where there is a second factor.
        var approval = isOwner && row.TwoFactorEnabled
            ? await _stepUp.ApproveAsync(member, Act, proof, origin, cancellationToken)
            : null;
        var reason = isOwner ? ReasonOf(approval) : ChangePasswordRejectReason.OldPasswordWrong;
        if (reason == ChangePasswordRejectReason.None
            && !await TrySaveAsync(db, member, newPassword, proof, approval, origin, cancellationToken))
            reason = ChangePasswordRejectReason.CodeMissing;
        if (reason != ChangePasswordRejectReason.None && !proof.IsAsking) await RecordFailureAsync(db, member, origin, cancellationToken);
        return new(reason);
    }

    private static ChangePasswordRejectReason ReasonOf(StepUpOutcome? approval) => approval switch
    {
        null or { IsConfirmed: true } => ChangePasswordRejectReason.None,
        { Verdict: StepUpVerdict.CodeMissing } => ChangePasswordRejectReason.CodeMissing,
        _ => ChangePasswordRejectReason.CodeWrong,
    };

    private async Task RecordFailureAsync(
        ExchangeDbContext db, MemberId member, RequestOrigin origin, CancellationToken cancellationToken)
    {
        db.Activities.Add(Activity.Of(
            member.Value, Activity.PasswordTopic, Activity.PasswordChange, succeeded: false, origin, _time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<bool> TrySaveAsync(
        ExchangeDbContext db, MemberId member, string password, StepUpProof proof, StepUpOutcome? approval, RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (approval is not null && !await _stepUp.UseAsync(db, member, Act, proof, approval, cancellationToken)) return false;
        db.Activities.Add(Activity.Of(
            member.Value, Activity.PasswordTopic, Activity.PasswordChange, succeeded: true, origin, _time.GetUtcNow()));
        var row = await db.Members.SingleAsync(m => m.Id == member.Value, cancellationToken);
        await _newPassword.SetAsync(db, row, password, proof.SessionId, origin, cancellationToken);
        _events.Add(db, MemberEvents.PasswordChange, row);
        await _audit.AppendAsync(
            db, new AuditRecord(member.Value, "member.password_change", row.Uid) { Address = origin.Address }, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _newPassword.Forget(member);
        return true;
    }
}
