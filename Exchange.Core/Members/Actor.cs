using System.Globalization;
using System.Security.Claims;
using Exchange.Core.Primitives;

namespace Exchange.Core.Members;

/// <summary>
/// Who asks for an act of the staff: a person in a session of their own. API keys are none: what the staff does, a person does. Nothing
/// here is believed; <see cref="PermissionChecks"/> reads role, state and session from the tables each time.
/// </summary>
/// <param name="Member">The member.</param>
/// <param name="SessionId">The number of their session.</param>
/// <param name="Role">The role that the session was told; for showing, not for deciding.</param>
/// <param name="Origin">Where the request comes from.</param>
public sealed record Actor(MemberId Member, long SessionId, string Role, RequestOrigin Origin)
{
    /// <summary>The person behind a request, or null when it is not a person's.</summary>
    public static Actor? Of(ClaimsPrincipal? principal, RequestOrigin origin) =>
        principal?.Identity is { IsAuthenticated: true, AuthenticationType: Sessions.Scheme }
        && MemberClaims.MemberIdOf(principal) is { } member
        && long.TryParse(
            principal.FindFirst(MemberClaims.SessionId)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var session)
            ? new Actor(member, session, principal.FindFirst(MemberClaims.Role)?.Value ?? Roles.Member, origin)
            : null;
}
