using System.Globalization;
using System.Security.Claims;
using Exchange.Core.Primitives;

namespace Exchange.Core.Members;

/// <summary>What a copy of a key is compared by.</summary>
internal readonly record struct ApiKeyMark(int Version, MemberState State, int Level, string Role)
{
    public bool OwnerMaySignIn => State is MemberState.Active or MemberState.Pending;
}

/// <summary>A key in memory, with everything that a request needs made ready.</summary>
internal sealed class KnownApiKey
{
    private long _usedTicks;
    private long _expiryTicks;

    public required string Kid { get; init; }

    public required byte[] Secret { get; init; }

    public required MemberId Owner { get; init; }

    public required ApiKeyScopes Scopes { get; init; }

    public required AddressList Addresses { get; init; }

    public required ApiKeyMark Mark { get; init; }

    public required ClaimsPrincipal Principal { get; init; }

    public bool SignsWholeRequest { get; private init; }

    public bool UsesNonceOnce { get; private init; }

    public bool IsActiveAt(DateTimeOffset now) => now.UtcTicks < _expiryTicks;

    /// <summary>True for one caller per period.</summary>
    public bool TryClaimUseRecord(DateTimeOffset now, TimeSpan precision)
    {
        var used = Interlocked.Read(ref _usedTicks);
        return now.UtcTicks - used >= precision.Ticks
            && Interlocked.CompareExchange(ref _usedTicks, now.UtcTicks, used) == used;
    }

    public static KnownApiKey Of(ApiKey key, Member member, byte[] secret)
    {
        var standing = new MemberStanding(
            member.MemberId, member.Uid, member.Email!, member.State, member.Level, member.Role);
        if (!AddressList.TryParse(key.Addresses, out var addresses))
            throw new InvariantViolation($"The addresses of the API key {key.Kid} cannot be read.");
        return new KnownApiKey
        {
            Kid = key.Kid,
            Secret = secret,
            Owner = standing.Id,
            Scopes = key.Scopes,
            Addresses = addresses,
            Mark = new ApiKeyMark(key.Version, member.State, member.Level, member.Role),
            Principal = standing.ToPrincipal(ApiKeyVerifier.Scheme, ClaimsOf(key)),
            SignsWholeRequest = key.SignsWholeRequest,
            UsesNonceOnce = key.UsesNonceOnce,
            _usedTicks = key.LastUsedAt?.UtcTicks ?? 0,
            _expiryTicks = !key.IsActive ? 0 : key.ExpiresAt?.UtcTicks ?? long.MaxValue,
        };
    }

    private static IEnumerable<Claim> ClaimsOf(ApiKey key) =>
    [
        new(MemberClaims.ApiKeyId, key.Kid),
        new(MemberClaims.ApiKeyVersion, key.Version.ToString(CultureInfo.InvariantCulture)),
        .. ApiKeyScopeNames.Of(key.Scopes).Select(name => new Claim(MemberClaims.Scope, name)),
    ];
}
