using System.Globalization;
using System.Security.Claims;
using System.Text;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// Checks requests signed with an API key, as Barong does, or with a signature that covers the whole request. Keys are kept in memory
/// for less than five seconds; those in use are compared with the table twice a second by <see cref="RecheckAsync"/>, so a key that
/// any process changes is refused within a second everywhere, and at once in the process that changed it.
/// </summary>
public sealed class ApiKeyVerifier
{
    /// <summary>The name of the authentication scheme.</summary>
    public const string Scheme = "ApiKey";

    /// <summary>How far the nonce may be from the server's time; exactly this far is too far.</summary>
    public const long NonceWindowMilliseconds = 5000;

    /// <summary>Most digits of a nonce: every positive 64-bit number.</summary>
    public const int MaxNonceLength = 19;

    /// <summary>How often <see cref="RecheckAsync"/> is to be called.</summary>
    public static readonly TimeSpan RecheckInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>How exact the time of last use is; saves a write per request.</summary>
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(1);

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly ApiKeySecrets _secrets;
    private readonly TimeProvider _time;
    private readonly ShortLivedCache<string, KnownApiKey> _keys;
    private readonly UsedNonces _nonces;

    internal ApiKeyVerifier(IDbContextFactory<ExchangeDbContext> contexts, ApiKeySecrets secrets, TimeProvider time)
    {
        _contexts = contexts;
        _secrets = secrets;
        _time = time;
        _keys = new ShortLivedCache<string, KnownApiKey>(time, LoadAsync);
        _nonces = new UsedNonces(NonceWindowMilliseconds, time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    /// <summary>Checks what a request brings. Completes at once for a key in use.</summary>
    public ValueTask<ApiKeyVerdict> VerifyAsync(in ApiKeyProof proof)
    {
        if (string.IsNullOrWhiteSpace(proof.Kid) || string.IsNullOrWhiteSpace(proof.Nonce)
            || string.IsNullOrWhiteSpace(proof.Signature))
            return new(new ApiKeyVerdict(ApiKeyRejectReason.InvalidHeaders, null));
        if (proof.Kid.Length != ApiKey.KidDigits) return new(new ApiKeyVerdict(ApiKeyRejectReason.UnknownKey, null));
        var load = _keys.GetAsync(proof.Kid);
        if (!load.IsCompletedSuccessfully) return SlowAsync(load, proof);
        var key = load.GetAwaiter().GetResult();
        var now = _time.GetUtcNow();
        var verdict = Decide(key, in proof, now);
        return NeedsUseRecorded(key, verdict, now)
            ? RecordUseAsync(proof.Kid, verdict, now)
            : new ValueTask<ApiKeyVerdict>(verdict);
    }

    /// <summary>What a signature of the whole request covers: method, target as it was sent, and a hash of the body.</summary>
    public static byte[] WholeRequest(string method, string target, ReadOnlySpan<byte> body) =>
        ApiKeySignature.WholeRequest(method, target, body);

    /// <summary>Forgets a key, after a change.</summary>
    public void Invalidate(string kid) => _keys.Invalidate(kid);

    /// <summary>Forgets all keys, after a change that ends all of a member's.</summary>
    internal void InvalidateAll() => _keys.InvalidateAll();

    /// <summary>
    /// Compares the keys in memory with the table, in one question, and forgets those that have changed. Says the same of others: the
    /// version of each key of <paramref name="kids"/> that may still be used.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, int>> RecheckAsync(
        IReadOnlyCollection<string> kids, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        _nonces.Sweep(now.ToUnixTimeMilliseconds());
        var known = _keys.Loaded();
        string[] all = [.. known.Select(k => k.Key).Union(kids)];
        if (all.Length == 0) return new Dictionary<string, int>();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var marks = await db.ApiKeys.AsNoTracking().Where(k => all.Contains(k.Kid))
            .Join(db.Members, k => k.MemberId, m => m.Id,
                (k, m) => new { k.Kid, k.IsActive, k.ExpiresAt, Mark = new ApiKeyMark(k.Version, m.State, m.Level, m.Role) })
            .ToDictionaryAsync(k => k.Kid, cancellationToken);
        foreach (var (kid, key) in known)
            if (!marks.TryGetValue(kid, out var found) || found.Mark != key.Mark) _keys.Invalidate(kid);
        return kids.Distinct()
            .Where(kid => marks.TryGetValue(kid, out var found) && found.IsActive && found.Mark.OwnerMaySignIn
                && !(found.ExpiresAt <= now))
            .ToDictionary(kid => kid, kid => marks[kid].Mark.Version);
    }

    private async ValueTask<ApiKeyVerdict> SlowAsync(ValueTask<KnownApiKey?> load, ApiKeyProof proof)
    {
        var key = await load;
        var now = _time.GetUtcNow();
        var verdict = Decide(key, in proof, now);
        return NeedsUseRecorded(key, verdict, now) ? await RecordUseAsync(proof.Kid!, verdict, now) : verdict;
    }

    private ApiKeyVerdict Decide(KnownApiKey? key, in ApiKeyProof proof, DateTimeOffset now)
    {
        if (key is null) return new ApiKeyVerdict(ApiKeyRejectReason.UnknownKey, null);
        var reason = CheckNonce(proof.Nonce!, now, out var nonce);
        if (reason == ApiKeyRejectReason.None && !SignatureMatches(key, in proof)) reason = ApiKeyRejectReason.InvalidSignature;
        if (reason == ApiKeyRejectReason.None && !key.IsActiveAt(now)) reason = ApiKeyRejectReason.KeyNotActive;
        if (reason == ApiKeyRejectReason.None && !key.Mark.OwnerMaySignIn) reason = ApiKeyRejectReason.OwnerNotActive;
        if (reason == ApiKeyRejectReason.None && !key.Addresses.Admits(proof.Address)) reason = ApiKeyRejectReason.AddressNotAllowed;
        // Last, so that nobody without the secret can use up a nonce.
        if (reason == ApiKeyRejectReason.None && key.UsesNonceOnce && !_nonces.TryUse(key.Kid, nonce))
            reason = ApiKeyRejectReason.NonceUsed;
        return reason == ApiKeyRejectReason.None
            ? new ApiKeyVerdict(reason, key.Principal) { Member = key.Owner, Scopes = key.Scopes }
            : new ApiKeyVerdict(reason, null);
    }

    private static bool SignatureMatches(KnownApiKey key, in ApiKeyProof proof) => proof.WholeRequest is { } request
        ? ApiKeySignature.MatchesWhole(key.Secret, key.Kid, proof.Nonce!, request, proof.Signature!)
        : !key.SignsWholeRequest && ApiKeySignature.Matches(key.Secret, key.Kid, proof.Nonce!, proof.Signature!);

    private static ApiKeyRejectReason CheckNonce(string nonce, DateTimeOffset now, out long milliseconds)
    {
        if (!long.TryParse(nonce, NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds)
            || milliseconds <= 0 || nonce.Length > MaxNonceLength)
            return ApiKeyRejectReason.NonceNotTimestamp;
        var distance = now.ToUnixTimeMilliseconds() - milliseconds;
        return distance is > -NonceWindowMilliseconds and < NonceWindowMilliseconds
            ? ApiKeyRejectReason.None
            : ApiKeyRejectReason.NonceExpired;
    }

    private static bool NeedsUseRecorded(KnownApiKey? key, ApiKeyVerdict verdict, DateTimeOffset now) =>
        key is not null && verdict.Reason == ApiKeyRejectReason.None && key.TryClaimUseRecord(now, UsePrecision);

    private async ValueTask<ApiKeyVerdict> RecordUseAsync(string kid, ApiKeyVerdict verdict, DateTimeOffset now)
    {
        DateTimeOffset? at = now;
        await using var db = await _contexts.CreateDbContextAsync();
        await db.ApiKeys.Where(k => k.Kid == kid).ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, at));
        return verdict;
    }

    private async Task<KnownApiKey?> LoadAsync(string kid)
    {
        await using var db = await _contexts.CreateDbContextAsync();
        var row = await db.ApiKeys.AsNoTracking().Where(k => k.Kid == kid)
            .Join(db.Members, k => k.MemberId, m => m.Id, (k, m) => new { Key = k, Member = m }).SingleOrDefaultAsync();
        return row is null
            ? null
            : KnownApiKey.Of(row.Key, row.Member, Encoding.UTF8.GetBytes(_secrets.Unprotect(row.Key.ProtectedSecret)));
    }
}
