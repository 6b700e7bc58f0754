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
    /// Unknown address, wrong password, too many wrong ones, or an address that waits to be confirmed: one answer for all, so that
    /// nobody can ask who has an account.
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

/// <summary>Checks an address and a password, with the same work whether anyone has that address or not.</summary>
public sealed class SignIn
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly IPasswordHasher<Member> _hasher;
    private readonly PasswordGuesses _guesses;
    private readonly DeviceAlerts _alerts;
    private readonly MemberEvents _events;
    private readonly TimeProvider _time;
    private readonly Member _nobody;

    internal SignIn(
        IDbContextFactory<ExchangeDbContext> contexts, IPasswordHasher<Member> hasher, PasswordGuesses guesses, DeviceAlerts alerts,
        MemberEvents events, TimeProvider time)
    {
        (_contexts, _hasher, _guesses) = (contexts, hasher, guesses);
        (_alerts, _events, _time) = (alerts, events, time);
        _nobody = new Member { Id = 0, State = MemberState.Deleted };
        _nobody.PasswordHash = hasher.HashPassword(_nobody, Guid.NewGuid().ToString());
    }

    /// <summary>Checks the credentials and records the attempt; one with an unknown address as nobody's.</summary>
    public async Task<SignInOutcome> ExecuteAsync(
        string? email, string? password, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var key = EmailAddress.TryParse(email, out var address) ? address.Key : "";
        var guess = password is { Length: <= PasswordPolicy.MaxLength } ? password : "";
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var member = await db.Members.AsNoTracking()
            .SingleOrDefaultAsync(m => m.NormalizedEmail == key, cancellationToken) ?? _nobody;
        var isCompared = await _guesses.TakeAsync(db, key, cancellationToken) && member.PasswordHash is not null;
        var isRight = Matches(isCompared ? member : _nobody, guess) && isCompared && member != _nobody;
        // Who has not confirmed the address hears what a stranger hears.
        if (!isRight || (member.State == MemberState.Pending && !member.EmailConfirmed))
        {
            await RecordAsync(db, member, succeeded: false, origin, cancellationToken);
            return new SignInOutcome(SignInRejectReason.InvalidCredentials, default);
        }

        await PasswordGuesses.ForgetAsync(db, key, cancellationToken);
        if (member.MaySignIn)
        {
            await _alerts.AddAsync(db, member, origin, cancellationToken);
            _events.AddSession(db, member, origin);
        }

        await RecordAsync(db, member, member.MaySignIn, origin, cancellationToken);
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
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Id == member.Value, cancellationToken);
        if (row?.PasswordHash is null || !await _guesses.TakeAsync(db, row.NormalizedEmail!, cancellationToken)) return false;
        if (!Matches(row, password)) return false;
        await PasswordGuesses.ForgetAsync(db, row.NormalizedEmail!, cancellationToken);
        return true;
    }

    private bool Matches(Member member, string guess) =>
        _hasher.VerifyHashedPassword(member, member.PasswordHash!, guess) != PasswordVerificationResult.Failed;

    private async Task RecordAsync(
        ExchangeDbContext db, Member member, bool succeeded, RequestOrigin origin, CancellationToken cancellationToken)
    {
        db.Activities.Add(Activity.Of(member.Id, Activity.SessionTopic, Activity.Login, succeeded, origin, _time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
    }
}
