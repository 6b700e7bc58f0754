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

    /// <summary>The password is right, and the second factor is wanted.</summary>
    SecondFactorMissing,

    /// <summary>The password is right; the code or passkey is wrong, was used before, or there were too many wrong ones.</summary>
    SecondFactorWrong,

    /// <summary>The pause between password and code was too long, or the account has changed meanwhile: begin again.</summary>
    TicketInvalid,
}

/// <summary>What became of a sign-in.</summary>
/// <param name="Reason">None when accepted.</param>
/// <param name="Member">Who signed in; nobody when refused.</param>
public sealed record SignInOutcome(SignInRejectReason Reason, MemberId Member)
{
    /// <summary>How a member is shut out; only told to who knows the password.</summary>
    public MemberState State { get; init; }

    /// <summary>Whether a second factor was shown.</summary>
    public bool HasSecondFactor { get; init; }

    /// <summary>While only the second factor is missing: what stands for the password in <see cref="SignIn.ContinueAsync"/>.</summary>
    public string? Ticket { get; init; }

    /// <summary>Beside a ticket: what the member can go on with.</summary>
    public MemberFactors? Factors { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SignInOutcome)} {Reason} {Member}";
}

/// <summary>
/// Checks an address and a password, with the same work whether anyone has that address or not, and then the second factor of who has
/// one; or a passkey, which counts for both. Pages and programs come through here alike.
/// </summary>
public sealed class SignIn
{
    private static readonly SensitiveAct PasskeyAlone = SensitiveAct.Of("sign_in");
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly IPasswordHasher<Member> _hasher;
    private readonly PasswordGuesses _guesses;
    private readonly SecondFactors _factors;
    private readonly SignInTickets _tickets;
    private readonly DeviceAlerts _alerts;
    private readonly MemberEvents _events;
    private readonly TimeProvider _time;
    private readonly Member _nobody;

    internal SignIn(
        IDbContextFactory<ExchangeDbContext> contexts, IPasswordHasher<Member> hasher, PasswordGuesses guesses, SecondFactors factors,
        SignInTickets tickets, DeviceAlerts alerts, MemberEvents events, TimeProvider time)
    {
        (_contexts, _hasher, _guesses, _factors, _tickets) = (contexts, hasher, guesses, factors, tickets);
        (_alerts, _events, _time) = (alerts, events, time);
        _nobody = new Member { Id = 0, State = MemberState.Deleted };
        _nobody.PasswordHash = hasher.HashPassword(_nobody, Guid.NewGuid().ToString());
    }

    /// <summary>
    /// Checks the credentials and records the attempt; one with an unknown address as nobody's. The code may come at once, or later
    /// through <see cref="ContinueAsync"/>.
    /// </summary>
    public async Task<SignInOutcome> ExecuteAsync(
        string? email, string? password, string? code, RequestOrigin origin, CancellationToken cancellationToken)
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
            await RecordAsync(db, member, Activity.Login, succeeded: false, origin, cancellationToken);
            return new SignInOutcome(SignInRejectReason.InvalidCredentials, default);
        }

        await PasswordGuesses.ForgetAsync(db, key, cancellationToken);
        return await EnterAsync(
            db, member, string.IsNullOrEmpty(code) ? null : () => _factors.TakeAsync(member.Id, code, origin, cancellationToken), origin,
            cancellationToken);
    }

    /// <summary>Goes on with a code of the second factor, after a password that was right.</summary>
    public async Task<SignInOutcome> ContinueAsync(
        string? ticket, string? code, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await _tickets.FindAsync(db, ticket, cancellationToken) is { TwoFactorEnabled: true } member
            ? await EnterAsync(
                db, member, string.IsNullOrEmpty(code) ? null : () => _factors.TakeAsync(member.Id, code, origin, cancellationToken),
                origin, cancellationToken)
            : new SignInOutcome(SignInRejectReason.TicketInvalid, default);
    }

    /// <summary>Goes on with a passkey, after a password that was right. The question is for this ticket alone.</summary>
    public async Task<SignInOutcome> ContinueWithPasskeyAsync(
        string? ticket, PasskeyExchange passkey, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await _tickets.FindAsync(db, ticket, cancellationToken) is not { TwoFactorEnabled: true } member)
            return new SignInOutcome(SignInRejectReason.TicketInvalid, default);
        var act = SensitiveAct.Of("sign_in.second_factor", ticket!);
        if (!passkey.IsAsking) return await EnterAsync(db, member, TakeAsync, origin, cancellationToken);
        passkey.Question = await _factors.AskPasskeyAsync(member.MemberId, session: null, act, cancellationToken);
        return await WantsFactorAsync(db, member, SignInRejectReason.SecondFactorMissing, ticket!, cancellationToken);

        async Task<bool> TakeAsync() =>
            await _factors.TakePasskeyAsync(member.MemberId, session: null, act, passkey, cancellationToken) is not null;
    }

    /// <summary>Asks any passkey that knows this site; null when this site has none. It tells nothing of anybody.</summary>
    public Task<PasskeyQuestion?> AskPasskeyAsync(CancellationToken cancellationToken) =>
        _factors.AskPasskeyAsync(member: null, session: null, PasskeyAlone, cancellationToken);

    /// <summary>
    /// Signs in with a passkey alone: it is something that the member has, opened by what they know or are, and so counts for both
    /// factors.
    /// </summary>
    public async Task<SignInOutcome> WithPasskeyAsync(
        PasskeyExchange passkey, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var owner = await _factors.TakePasskeyAsync(member: null, session: null, PasskeyAlone, passkey, cancellationToken);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var member = owner is { } id
            ? await db.Members.AsNoTracking().SingleAsync(m => m.Id == id.Value, cancellationToken)
            : _nobody;
        if (member.MaySignIn) return await AcceptAsync(db, member, Activity.SecondFactorLogin, origin, cancellationToken);
        await RecordAsync(db, member, Activity.SecondFactorLogin, succeeded: false, origin, cancellationToken);
        // Who has not confirmed the address hears what a stranger hears.
        return member == _nobody || member.State == MemberState.Pending
            ? new SignInOutcome(SignInRejectReason.InvalidCredentials, default)
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

    /// <summary>What is left after a right password: the state, and the second factor of who has one.</summary>
    private async Task<SignInOutcome> EnterAsync(
        ExchangeDbContext db, Member member, Func<Task<bool>>? take, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!member.MaySignIn)
        {
            await RecordAsync(db, member, Activity.Login, succeeded: false, origin, cancellationToken);
            return new SignInOutcome(SignInRejectReason.NotActive, default) { State = member.State };
        }

        if (!member.TwoFactorEnabled) return await AcceptAsync(db, member, Activity.Login, origin, cancellationToken);
        if (take is not null && await take()) return await AcceptAsync(db, member, Activity.SecondFactorLogin, origin, cancellationToken);
        if (take is not null) await RecordAsync(db, member, Activity.SecondFactorLogin, succeeded: false, origin, cancellationToken);
        var reason = take is null ? SignInRejectReason.SecondFactorMissing : SignInRejectReason.SecondFactorWrong;
        return await WantsFactorAsync(db, member, reason, _tickets.Issue(member), cancellationToken);
    }

    private static async Task<SignInOutcome> WantsFactorAsync(
        ExchangeDbContext db, Member member, SignInRejectReason reason, string ticket, CancellationToken cancellationToken) =>
        new(reason, default) { Ticket = ticket, Factors = await SecondFactors.OfAsync(db, member.Id, cancellationToken) };

    private async Task<SignInOutcome> AcceptAsync(
        ExchangeDbContext db, Member member, string action, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await _alerts.AddAsync(db, member, origin, cancellationToken);
        _events.AddSession(db, member, origin);
        await RecordAsync(db, member, action, succeeded: true, origin, cancellationToken);
        return new SignInOutcome(SignInRejectReason.None, member.MemberId)
        {
            HasSecondFactor = action == Activity.SecondFactorLogin,
        };
    }

    private bool Matches(Member member, string guess) =>
        _hasher.VerifyHashedPassword(member, member.PasswordHash!, guess) != PasswordVerificationResult.Failed;

    private async Task RecordAsync(
        ExchangeDbContext db, Member member, string action, bool succeeded, RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        db.Activities.Add(Activity.Of(member.Id, Activity.SessionTopic, action, succeeded, origin, _time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
    }
}
