using System.Net;
using System.Security.Claims;
using Exchange.Core.Primitives;

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

    /// <summary>The signature is not that of the nonce and the key, or of the whole request.</summary>
    InvalidSignature,

    /// <summary>The key is disabled or has expired.</summary>
    KeyNotActive,

    /// <summary>The owner is shut out.</summary>
    OwnerNotActive,

    /// <summary>The request comes from an address that the key does not name.</summary>
    AddressNotAllowed,

    /// <summary>The key counts each nonce once, and this one was used.</summary>
    NonceUsed,
}

/// <summary>What a request brings to show that it is signed with a key.</summary>
/// <param name="Kid">The key's id.</param>
/// <param name="Nonce">The client's time in milliseconds.</param>
/// <param name="Signature">The signature.</param>
/// <param name="Address">Where the request comes from.</param>
/// <param name="WholeRequest">Method, target and hash of the body, when the signature covers them; else null.</param>
public readonly record struct ApiKeyProof(
    string? Kid, string? Nonce, string? Signature, IPAddress? Address, byte[]? WholeRequest = null);

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
        ApiKeyRejectReason.AddressNotAllowed => "authz.address_not_allowed",
        ApiKeyRejectReason.NonceUsed => "authz.nonce_used",
    };

    /// <summary>The contract's HTTP status.</summary>
    public int HttpStatus => Reason switch
    {
        ApiKeyRejectReason.None => 200,
        ApiKeyRejectReason.InvalidHeaders => 422,
        ApiKeyRejectReason.AddressNotAllowed => 403,
        _ => 401,
    };
}
