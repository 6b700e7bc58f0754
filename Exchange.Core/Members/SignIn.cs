using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Why a sign-in was refused.</summary>
public enum SignInRejectReason
{
    /// <summary>Accepted.</summary>
    None = 0,

    /// <summary>
    /// Unknown address, wrong password, or too many wrong ones: one answer for all, so that nobody can ask who has an
    /// account.
    /// </summary>
    InvalidCredentials,

    /// <summary>The password is right, but the member is shut out.</summary>
    NotActive,
}

/// <summary>What became of a sign-in.</summary>
/// <param name="Reason">None when accepted.</param>
/// <param name="Member">Who signed in; nobody when refused.</param>
public sealed record SignInOutcome(SignInRejectReason Reason, MemberId Member)
{
    /// <summary>How a member is shut out; only told to who knows the password.</summary>
    public MemberState State { get; init; }
}

/// <summary>
/// Checks an address and a password. A guess is counted before the password is compared, in one statement, so that a
/// hundred guesses at once get no more comparisons than a hundred in a row: five, then none for fifteen minutes.
/// </summary>
public sealed class SignIn(
    IDbContextFactory<ExchangeDbContext> contexts, IPasswordHasher<Member> hasher, TimeProvider time)
{
    /// <summary>Wrong passwords before the account is locked.</summary>
    public const int MaxFailures = 5;

    /// <summary>How long it stays locked.</summary>
    public static readonly TimeSpan LockoutTime = TimeSpan.FromMinutes(15);

    private readonly Member _nobody = new();
    private readonly Lazy<string> _nobodysHash =
        new(() => hasher.HashPassword(new Member(), Guid.NewGuid().ToString()));

    /// <summary>
    /// Checks the credentials and records the attempt. Takes the same work whether the address is known or not.
    /// </summary>
    public async Task<SignInOutcome> ExecuteAsync(
        string? email, string? password, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var key = EmailAddress.TryParse(email, out var address) ? address.Key : "";
        var guess = password is { Length: <= PasswordPolicy.MaxLength } ? password : "";
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var member = await db.Members.AsNoTracking()
            .SingleOrDefaultAsync(m => m.NormalizedEmail == key, cancellationToken);
        if (member?.PasswordHash is null || !await MayGuessAsync(db, member.Id, cancellationToken))
        {
            hasher.VerifyHashedPassword(_nobody, _nobodysHash.Value, guess);
            if (member is not null) await RecordAsync(db, member.Id, succeeded: false, origin, cancellationToken);
            return new SignInOutcome(SignInRejectReason.InvalidCredentials, default);
        }

        var verdict = hasher.VerifyHashedPassword(member, member.PasswordHash, guess);
        if (verdict == PasswordVerificationResult.Failed)
        {
            await RecordAsync(db, member.Id, succeeded: false, origin, cancellationToken);
            return new SignInOutcome(SignInRejectReason.InvalidCredentials, default);
        }

        await ForgetFailuresAsync(db, member.Id, cancellationToken);
        await RecordAsync(db, member.Id, member.MaySignIn, origin, cancellationToken);
        // Who has not confirmed the address hears what a stranger hears.
        if (member.State == MemberState.Pending && !member.EmailConfirmed)
            return new SignInOutcome(SignInRejectReason.InvalidCredentials, default);
        return member.MaySignIn
            ? new SignInOutcome(SignInRejectReason.None, member.MemberId)
            : new SignInOutcome(SignInRejectReason.NotActive, default) { State = member.State };
    }

    /// <summary>
    /// Checks a signed-in member's password again, before something that a stolen session must not do.
    /// </summary>
    public async Task<bool> ConfirmPasswordAsync(MemberId member, string? password, CancellationToken cancellationToken)
    {
        if (password is not { Length: > 0 and <= PasswordPolicy.MaxLength }) return false;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Id == member.Value, cancellationToken);
        if (row?.PasswordHash is null || !await MayGuessAsync(db, row.Id, cancellationToken)) return false;
        var verdict = hasher.VerifyHashedPassword(row, row.PasswordHash, password);
        if (verdict == PasswordVerificationResult.Failed) return false;
        await ForgetFailuresAsync(db, row.Id, cancellationToken);
        return true;
    }

    private async Task<bool> MayGuessAsync(ExchangeDbContext db, long id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? until = now + LockoutTime;
        var counted = await db.Members
            .Where(m => m.Id == id && (m.LockoutEnd == null || m.LockoutEnd <= now))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(m => m.LockoutEnd,
                        m => m.LockoutEnd == null && m.AccessFailedCount + 1 >= MaxFailures ? until : null)
                    .SetProperty(m => m.AccessFailedCount, m => m.LockoutEnd != null ? 1 : m.AccessFailedCount + 1),
                cancellationToken);
        return counted == 1;
    }

    private static async Task ForgetFailuresAsync(ExchangeDbContext db, long id, CancellationToken cancellationToken) =>
        await db.Members.Where(m => m.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.AccessFailedCount, 0).SetProperty(m => m.LockoutEnd, (DateTimeOffset?)null),
            cancellationToken);

    private async Task RecordAsync(
        ExchangeDbContext db, long id, bool succeeded, RequestOrigin origin, CancellationToken cancellationToken)
    {
        db.Activities.Add(Activity.Of(id, Activity.SessionTopic, "login", succeeded, origin, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
    }
}
