using System.Globalization;
using System.Security.Claims;
using Exchange.Core.Primitives;

namespace Exchange.Core.Members;

/// <summary>The claims of a signed-in member, by session or API key.</summary>
public static class MemberClaims
{
    /// <summary>The member's number.</summary>
    public const string MemberId = "member_id";

    /// <summary>
    /// The member's number by its registered name (RFC 7519): what the framework binds the tokens of forms to. Without it they would
    /// be bound to all claims, and a form that was open while the member's level rose would be refused.
    /// </summary>
    public const string Subject = "sub";

    /// <summary>The member's public name.</summary>
    public const string Uid = "uid";

    /// <summary>The member's level.</summary>
    public const string Level = "level";

    /// <summary>The member's role; the role claim of the identity.</summary>
    public const string Role = "role";

    /// <summary>The member's state.</summary>
    public const string State = "state";

    /// <summary>The member's e-mail address; the name claim of the identity.</summary>
    public const string Email = "email";

    /// <summary>The session's number in its table; not the secret in the cookie.</summary>
    public const string SessionId = "session_id";

    /// <summary>There when the member has a second factor: step-up asks for it in place of the password.</summary>
    public const string HasSecondFactor = "otp";

    /// <summary>There when one of their second factors is an authenticator.</summary>
    public const string HasAuthenticator = "authenticator";

    /// <summary>There when one of their second factors is a passkey.</summary>
    public const string HasPasskey = "passkey";

    /// <summary>What a script must send back with a state-changing request that a session authenticates.</summary>
    public const string CsrfToken = "csrf_token";

    /// <summary>The id of the API key that signed the request.</summary>
    public const string ApiKeyId = "kid";

    /// <summary>How often the API key had been changed.</summary>
    public const string ApiKeyVersion = "kid_version";

    /// <summary>One thing that the API key may do.</summary>
    public const string Scope = "scope";

    /// <summary>The scope of a key that may see balances, orders and trades.</summary>
    public const string ReadScope = "read";

    /// <summary>The scope of a key that may withdraw.</summary>
    public const string WithdrawScope = "withdraw";

    /// <summary>The scope of a key that may place and cancel orders.</summary>
    public const string TradeScope = "trade";

    /// <summary>Who is signed in, or null.</summary>
    public static MemberId? MemberIdOf(ClaimsPrincipal? principal) =>
        long.TryParse(
            principal?.FindFirst(MemberId)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new MemberId(id)
            : null;
}

/// <summary>What the rest of the program needs to know of a member at every request; a copy, never tracked.</summary>
/// <param name="Id">The member.</param>
/// <param name="Uid">The public name.</param>
/// <param name="Email">The address.</param>
/// <param name="State">The state.</param>
/// <param name="Level">The level.</param>
/// <param name="Role">The role.</param>
public sealed record MemberStanding(MemberId Id, string Uid, string Email, MemberState State, int Level, string Role)
{
    /// <summary>True when the member may sign in.</summary>
    public bool MaySignIn => State is MemberState.Active or MemberState.Pending;

    /// <summary>The identity of the member, signed in by the named scheme, with more claims.</summary>
    public ClaimsPrincipal ToPrincipal(string scheme, params IEnumerable<Claim> more)
    {
        var identity = new ClaimsIdentity(scheme, MemberClaims.Email, MemberClaims.Role);
        var id = Id.Value.ToString(CultureInfo.InvariantCulture);
        identity.AddClaim(new Claim(MemberClaims.MemberId, id));
        identity.AddClaim(new Claim(MemberClaims.Subject, id));
        identity.AddClaim(new Claim(MemberClaims.Uid, Uid));
        identity.AddClaim(new Claim(MemberClaims.Email, Email));
        identity.AddClaim(new Claim(MemberClaims.Level, Level.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new Claim(MemberClaims.Role, Role));
        identity.AddClaim(new Claim(MemberClaims.State, StateName(State)));
        identity.AddClaims(more);
        return new ClaimsPrincipal(identity);
    }

    /// <summary>A state in Barong's words.</summary>
    public static string StateName(MemberState state) => state switch
    {
        MemberState.Pending => "pending",
        MemberState.Active => "active",
        MemberState.Banned => "banned",
        MemberState.Locked => "locked",
        MemberState.Deleted => "deleted",
    };
}
