using System.Globalization;
using System.Security.Claims;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Trade;

/// <summary>Reads who is signed in.</summary>
internal static class SignedInMember
{
    /// <summary>The member of an identity; null when no one is signed in.</summary>
    public static MemberId? Of(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true }
        && long.TryParse(
            user.FindFirst(MemberClaims.MemberId)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && id > 0
            ? new MemberId(id)
            : null;
}
