using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// What a member brings to show that it is really them, for acts that a stolen session must not do: a code or a passkey, when they have a
/// second factor; without one the password again, or else a session that has only just begun.
/// </summary>
/// <param name="Password">The password, or null when none was given.</param>
/// <param name="SessionId">The session of the request, or null.</param>
public sealed record StepUpProof(string? Password, long? SessionId = null)
{
    /// <summary>A code of the second factor, or null.</summary>
    public string? Code { get; init; }

    /// <summary>The talk with a passkey, or null. One that only asks is refused as if nothing were shown, and has its question.</summary>
    public PasskeyExchange? Passkey { get; init; }

    /// <summary>Whether a passkey is only to be asked: refused for that, nobody has failed at anything.</summary>
    internal bool IsAsking => Passkey is { IsAsking: true };

    /// <summary>An approval of the very act, given before, or null.</summary>
    public string? ApprovalKey { get; init; }

    /// <summary>Whether a session that has only just begun will do; not for pages that may lie open.</summary>
    public bool TakesFreshSignIn { get; init; } = true;

    /// <inheritdoc/>
    public override string ToString() => nameof(StepUpProof);

    /// <summary>A password, or the session of a signed-in member.</summary>
    public static StepUpProof Of(string? password, ClaimsPrincipal? principal) => new(
        password,
        long.TryParse(
            principal?.FindFirst(MemberClaims.SessionId)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null);
}

/// <summary>Whether a member has shown that it is really them.</summary>
public enum StepUpVerdict
{
    /// <summary>They have.</summary>
    Confirmed = 0,

    /// <summary>There was no password, and the sign-in is too long ago. Also an approval of something else, or a used one.</summary>
    Missing,

    /// <summary>The password is wrong, or there were too many wrong ones.</summary>
    Wrong,

    /// <summary>They have a second factor and gave no code, or a passkey is yet to answer.</summary>
    CodeMissing,

    /// <summary>The code or the passkey's answer is wrong or was used before, or there were too many wrong ones.</summary>
    CodeWrong,
}

/// <summary>What became of a step-up.</summary>
/// <param name="Verdict">Confirmed when there is a key.</param>
/// <param name="Key">Brings the approval to the act; the table knows only its hash.</param>
public sealed record StepUpOutcome(StepUpVerdict Verdict, string? Key = null)
{
    /// <summary>True when the act may go on.</summary>
    public bool IsConfirmed => Verdict == StepUpVerdict.Confirmed;

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(StepUpOutcome)} {Verdict}";
}

/// <summary>
/// Asks members for more than their session before they give power away. What they show becomes an approval of one act with all its
/// data; the act uses it up in its own transaction, so nothing else, and nothing twice, is done with it.
/// </summary>
public sealed class StepUp
{
    /// <summary>For so long after a sign-in its password is as good as given again.</summary>
    public static readonly TimeSpan FreshSignIn = TimeSpan.FromMinutes(5);

    /// <summary>For so long an approval can be used.</summary>
    public static readonly TimeSpan ApprovalLifetime = TimeSpan.FromMinutes(5);

    private const int KeyBytes = 32;
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly SignIn _signIn;
    private readonly SecondFactors _factors;
    private readonly TimeProvider _time;

    internal StepUp(
        IDbContextFactory<ExchangeDbContext> contexts, SignIn signIn, SecondFactors factors, TimeProvider time) =>
        (_contexts, _signIn, _factors, _time) = (contexts, signIn, factors, time);

    /// <summary>Checks a proof and approves the act. An approval that was given before is handed on; its use decides.</summary>
    public async Task<StepUpOutcome> ApproveAsync(
        MemberId member, SensitiveAct act, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (proof.ApprovalKey is { } given) return new StepUpOutcome(StepUpVerdict.Confirmed, given);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var verdict = await CheckAsync(db, member, act, proof, origin, cancellationToken);
        if (verdict != StepUpVerdict.Confirmed) return new StepUpOutcome(verdict);
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
        var now = _time.GetUtcNow();
        db.Approvals.Add(new Approval
        {
            KeyHash = HashOf(key),
            MemberId = member.Value,
            SessionId = proof.SessionId,
            Act = act.Name,
            DataHash = act.DataHash,
            NotBefore = now,
            ExpiresAt = now + ApprovalLifetime,
        });
        await db.SaveChangesAsync(cancellationToken);
        return new StepUpOutcome(StepUpVerdict.Confirmed, key);
    }

    /// <summary>
    /// Uses an approval up in the caller's transaction; false when it is not for this member, session, act and data, not for now, or
    /// was used. One statement decides, so of two acts at once one is the first.
    /// </summary>
    public async Task<bool> UseAsync(
        ExchangeDbContext db, MemberId member, SensitiveAct act, StepUpProof proof, StepUpOutcome outcome,
        CancellationToken cancellationToken)
    {
        if (outcome is not { IsConfirmed: true, Key.Length: KeyBytes * 2 }) return false;
        var (hash, session, name, data) = (HashOf(outcome.Key), proof.SessionId, act.Name, act.DataHash);
        var now = _time.GetUtcNow();
        return await db.Approvals
            .Where(a => a.KeyHash == hash && a.MemberId == member.Value && a.SessionId == session)
            .Where(a => a.Act == name && a.DataHash == data && a.UsedAt == null && a.NotBefore <= now && a.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.UsedAt, now), cancellationToken) == 1;
    }

    private async Task<StepUpVerdict> CheckAsync(
        ExchangeDbContext db, MemberId member, SensitiveAct act, StepUpProof proof, RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        if (await FactorChange.IsOnAsync(db, member, cancellationToken))
            return await CheckFactorAsync(member, act, proof, origin, cancellationToken);

        if (!string.IsNullOrEmpty(proof.Password))
        {
            return await _signIn.ConfirmPasswordAsync(member, proof.Password, cancellationToken)
                ? StepUpVerdict.Confirmed
                : StepUpVerdict.Wrong;
        }

        if (proof is not { TakesFreshSignIn: true, SessionId: { } session }) return StepUpVerdict.Missing;
        var since = _time.GetUtcNow() - FreshSignIn;
        var isFresh = await db.MemberSessions.AnyAsync(
            s => s.Id == session && s.MemberId == member.Value && s.CreatedAt > since, cancellationToken);
        return isFresh ? StepUpVerdict.Confirmed : StepUpVerdict.Missing;
    }

    private async Task<StepUpVerdict> CheckFactorAsync(
        MemberId member, SensitiveAct act, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (proof.Passkey is { IsAsking: true } asking)
        {
            asking.Question = await _factors.AskPasskeyAsync(member, proof.SessionId, act, cancellationToken);
            return StepUpVerdict.CodeMissing;
        }

        if (proof.Passkey is null && string.IsNullOrEmpty(proof.Code)) return StepUpVerdict.CodeMissing;
        var isRight = proof.Passkey is { } given
            ? await _factors.TakePasskeyAsync(member, proof.SessionId, act, given, cancellationToken) is not null
            : await _factors.TakeAsync(member.Value, proof.Code, origin, cancellationToken);
        return isRight ? StepUpVerdict.Confirmed : StepUpVerdict.CodeWrong;
    }

    private static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
