using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Why a signed request was refused, in the order of the checks.</summary>
public enum ApiKeyRejectReason
{
    /// <summary>Accepted.</summary>
    None = 0,

    /// <summary>One of the three headers is missing, blank or there twice.</summary>
    InvalidHeaders,

    /// <summary>There is no such key.</summary>
    UnknownKey,

    /// <summary>The nonce is not a positive whole number.</summary>
    NonceNotTimestamp,

    /// <summary>The nonce is five seconds or more away from the server's time.</summary>
    NonceExpired,

    /// <summary>The signature is not that of the nonce and the key.</summary>
    InvalidSignature,

    /// <summary>The key is disabled.</summary>
    KeyNotActive,

    /// <summary>The owner is shut out.</summary>
    OwnerNotActive,
}

/// <summary>What became of a signed request.</summary>
/// <param name="Reason">None when accepted.</param>
/// <param name="Principal">Whose request it is; null when refused. The same object for every request of a key.</param>
public readonly record struct ApiKeyVerdict(ApiKeyRejectReason Reason, ClaimsPrincipal? Principal)
{
    /// <summary>Whose request it is, when accepted; for those who need no claims.</summary>
    public MemberId Member { get; init; }

    /// <summary>What the key may do, when accepted.</summary>
    public ApiKeyScopes Scopes { get; init; }

    /// <summary>The contract's error code.</summary>
    public string ErrorCode => Reason switch
    {
        ApiKeyRejectReason.None => "",
        ApiKeyRejectReason.InvalidHeaders => "authz.invalid_api_key_headers",
        ApiKeyRejectReason.UnknownKey => "authz.unexistent_apikey",
        ApiKeyRejectReason.NonceNotTimestamp => "authz.nonce_not_valid_timestamp",
        ApiKeyRejectReason.NonceExpired => "authz.nonce_expired",
        ApiKeyRejectReason.InvalidSignature => "authz.invalid_signature",
        ApiKeyRejectReason.KeyNotActive => "authz.apikey_not_active",
        ApiKeyRejectReason.OwnerNotActive => "authz.invalid_session",
    };

    /// <summary>The contract's HTTP status.</summary>
    public int HttpStatus => Reason switch
    {
        ApiKeyRejectReason.None => 200,
        ApiKeyRejectReason.InvalidHeaders => 422,
        _ => 401,
    };
}

/// <summary>
/// Checks requests signed with an API key, as Barong does: signature = lower-case hexadecimal HMAC-SHA256 of nonce and
/// key id, with the secret's text as key. Keys are kept in memory for less than five seconds, so a key disabled by any
/// process dies within five.
/// </summary>
public sealed class ApiKeyVerifier
{
    /// <summary>The name of the authentication scheme.</summary>
    public const string Scheme = "ApiKey";

    /// <summary>How far the nonce may be from the server's time; exactly this far is too far.</summary>
    public const long NonceWindowMilliseconds = 5000;

    /// <summary>Most digits of a nonce: every positive 64-bit number.</summary>
    public const int MaxNonceLength = 19;

    /// <summary>How exact the time of last use is; saves a write per request.</summary>
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(1);

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly ApiKeySecrets _secrets;
    private readonly TimeProvider _time;
    private readonly ShortLivedCache<string, KnownKey> _keys;

    internal ApiKeyVerifier(IDbContextFactory<ExchangeDbContext> contexts, ApiKeySecrets secrets, TimeProvider time)
    {
        _contexts = contexts;
        _secrets = secrets;
        _time = time;
        _keys = new ShortLivedCache<string, KnownKey>(time, LoadAsync);
    }

    /// <summary>Checks the three headers of a request.</summary>
    public ValueTask<ApiKeyVerdict> VerifyAsync(string? kid, string? nonce, string? signature)
    {
        if (string.IsNullOrWhiteSpace(kid) || string.IsNullOrWhiteSpace(nonce) || string.IsNullOrWhiteSpace(signature))
            return new(new ApiKeyVerdict(ApiKeyRejectReason.InvalidHeaders, null));
        if (kid.Length != ApiKey.KidDigits) return new(new ApiKeyVerdict(ApiKeyRejectReason.UnknownKey, null));
        var load = _keys.GetAsync(kid);
        if (!load.IsCompletedSuccessfully) return SlowAsync(load, kid, nonce, signature);
        var key = load.GetAwaiter().GetResult();
        var verdict = Decide(key, kid, nonce, signature);
        return NeedsUseRecorded(key, verdict) ? RecordUseAsync(kid, verdict) : new ValueTask<ApiKeyVerdict>(verdict);
    }

    /// <summary>Forgets a key, after a change.</summary>
    public void Invalidate(string kid) => _keys.Invalidate(kid);

    private async ValueTask<ApiKeyVerdict> SlowAsync(
        ValueTask<KnownKey?> load, string kid, string nonce, string signature)
    {
        var key = await load;
        var verdict = Decide(key, kid, nonce, signature);
        return NeedsUseRecorded(key, verdict) ? await RecordUseAsync(kid, verdict) : verdict;
    }

    private ApiKeyVerdict Decide(KnownKey? key, string kid, string nonce, string signature)
    {
        if (key is null) return new ApiKeyVerdict(ApiKeyRejectReason.UnknownKey, null);
        var reason = CheckNonce(nonce);
        if (reason == ApiKeyRejectReason.None && !SignatureMatches(key.Secret, kid, nonce, signature))
            reason = ApiKeyRejectReason.InvalidSignature;
        if (reason == ApiKeyRejectReason.None && !key.IsActive) reason = ApiKeyRejectReason.KeyNotActive;
        if (reason == ApiKeyRejectReason.None && !key.OwnerMaySignIn) reason = ApiKeyRejectReason.OwnerNotActive;
        return reason == ApiKeyRejectReason.None
            ? new ApiKeyVerdict(reason, key.Principal) { Member = key.Owner, Scopes = key.Scopes }
            : new ApiKeyVerdict(reason, null);
    }

    private ApiKeyRejectReason CheckNonce(string nonce)
    {
        if (!long.TryParse(nonce, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds <= 0 || nonce.Length > MaxNonceLength)
            return ApiKeyRejectReason.NonceNotTimestamp;
        var distance = _time.GetUtcNow().ToUnixTimeMilliseconds() - milliseconds;
        return distance is > -NonceWindowMilliseconds and < NonceWindowMilliseconds
            ? ApiKeyRejectReason.None
            : ApiKeyRejectReason.NonceExpired;
    }

    /// <summary>On the stack, and in a time that does not depend on where the signatures differ.</summary>
    internal static bool SignatureMatches(ReadOnlySpan<byte> secret, string kid, string nonce, string signature)
    {
        const int hashBytes = HMACSHA256.HashSizeInBytes;
        if (signature.Length != hashBytes * 2) return false;
        Span<byte> message = stackalloc byte[MaxNonceLength + ApiKey.KidDigits];
        if (!Encoding.ASCII.TryGetBytes(nonce, message, out var nonceLength)) return false;
        if (!Encoding.ASCII.TryGetBytes(kid, message[nonceLength..], out var kidLength)) return false;
        Span<byte> hash = stackalloc byte[hashBytes];
        HMACSHA256.HashData(secret, message[..(nonceLength + kidLength)], hash);
        Span<byte> expected = stackalloc byte[hashBytes * 2];
        Convert.TryToHexStringLower(hash, expected, out _);
        Span<byte> given = stackalloc byte[hashBytes * 2];
        return Encoding.ASCII.TryGetBytes(signature, given, out var length) && length == given.Length
            && CryptographicOperations.FixedTimeEquals(expected, given);
    }

    private bool NeedsUseRecorded(KnownKey? key, ApiKeyVerdict verdict) =>
        key is not null && verdict.Reason == ApiKeyRejectReason.None
        && key.TryClaimUseRecord(_time.GetUtcNow(), UsePrecision);

    private async ValueTask<ApiKeyVerdict> RecordUseAsync(string kid, ApiKeyVerdict verdict)
    {
        DateTimeOffset? now = _time.GetUtcNow();
        await using var db = await _contexts.CreateDbContextAsync();
        await db.ApiKeys.Where(k => k.Kid == kid)
            .ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, now));
        return verdict;
    }

    private async Task<KnownKey?> LoadAsync(string kid)
    {
        await using var db = await _contexts.CreateDbContextAsync();
        var row = await db.ApiKeys.AsNoTracking().Where(k => k.Kid == kid)
            .Join(db.Members, k => k.MemberId, m => m.Id, (k, m) => new { Key = k, Member = m }).SingleOrDefaultAsync();
        if (row is null) return null;
        var member = row.Member;
        var standing = new MemberStanding(
            member.MemberId, member.Uid, member.Email!, member.State, member.Level, member.Role);
        var claims = new List<Claim> { new(MemberClaims.ApiKeyId, kid) };
        if (row.Key.Scopes.HasFlag(ApiKeyScopes.Read)) claims.Add(new Claim(MemberClaims.Scope, "read"));
        if (row.Key.Scopes.HasFlag(ApiKeyScopes.Trade)) claims.Add(new Claim(MemberClaims.Scope, MemberClaims.TradeScope));
        return new KnownKey(row.Key.LastUsedAt)
        {
            Secret = Encoding.UTF8.GetBytes(_secrets.Unprotect(row.Key.ProtectedSecret)),
            IsActive = row.Key.IsActive,
            Owner = standing.Id,
            Scopes = row.Key.Scopes,
            OwnerMaySignIn = standing.MaySignIn,
            Principal = standing.ToPrincipal(Scheme, claims),
        };
    }

    private sealed class KnownKey(DateTimeOffset? lastUsedAt)
    {
        private long _usedTicks = lastUsedAt?.UtcTicks ?? 0;

        public required byte[] Secret { get; init; }

        public required bool IsActive { get; init; }

        public required MemberId Owner { get; init; }

        public required ApiKeyScopes Scopes { get; init; }

        public required bool OwnerMaySignIn { get; init; }

        public required ClaimsPrincipal Principal { get; init; }

        /// <summary>True for one caller per period.</summary>
        public bool TryClaimUseRecord(DateTimeOffset now, TimeSpan precision)
        {
            var used = Interlocked.Read(ref _usedTicks);
            return now.UtcTicks - used >= precision.Ticks
                && Interlocked.CompareExchange(ref _usedTicks, now.UtcTicks, used) == used;
        }
    }
}
