using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Members;
using Exchange.Web.Api;
using Exchange.Web.Feeds;
using Microsoft.AspNetCore.Authorization;

namespace Exchange.Web.Identity;

/// <summary>
/// What a request to the API that comes through the pipeline of the pages must get past before its endpoint: a signature that was
/// brought must be right, its key must be allowed to read, a state-changing request with a session cookie must carry the session's CSRF
/// token, and none may come from a page of another site. Endpoints that are open to all ask for the last alone.
/// </summary>
internal static class ApiGate
{
    /// <summary>Where a script puts the token.</summary>
    public const string CsrfHeader = "X-CSRF-Token";

    /// <summary>The key lacks the scope.</summary>
    public static readonly ApiError InvalidPermission = ApiError.Of(401, "authz.invalid_permission");

    private static readonly PathString Sockets = "/api/v2/ranger";
    private static readonly PathString MembersSocket = "/api/v2/ranger/private";
    private static readonly ApiError MissingCsrfToken = ApiError.Of(401, "authz.missing_csrf_token");
    private static readonly ApiError CsrfTokenMismatch = ApiError.Of(401, "authz.csrf_token_mismatch");
    private static readonly ApiError OtherSite = ApiError.Of(403, "authz.origin_not_allowed");

    /// <summary>Call after authentication.</summary>
    public static void UseApiGate(this WebApplication app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments("/api"),
        api => api.Use(next => context => RefusalOf(context) is { } refusal ? refusal.WriteAsync(context) : next(context)));

    private static ApiError? RefusalOf(HttpContext context)
    {
        var changes = Changes(context.Request.Method);
        if (changes && !FeedOrigins.IsAllowed(context.Request)) return OtherSite;
        if (IsOpen(context)) return null;
        if (ApiKeyHandler.RefusalOf(context) is { } refusal) return refusal;
        if (context.User.Identity is not { IsAuthenticated: true } identity) return null;
        if (identity.AuthenticationType == ApiKeyVerifier.Scheme) return ScopeRefusal(context);
        return changes ? CsrfRefusal(context) : null;
    }

    private static bool IsOpen(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
        || (context.Request.Path.StartsWithSegments(Sockets) && !context.Request.Path.StartsWithSegments(MembersSocket));

    private static bool Changes(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private static ApiError? ScopeRefusal(HttpContext context) =>
        context.User.HasClaim(MemberClaims.Scope, MemberClaims.ReadScope) ? null : InvalidPermission;

    private static ApiError? CsrfRefusal(HttpContext context)
    {
        var brought = context.Request.Headers[CsrfHeader].ToString();
        if (brought.Length == 0) return MissingCsrfToken;
        var expected = context.User.FindFirst(MemberClaims.CsrfToken)?.Value ?? "";
        var equal = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(brought), Encoding.UTF8.GetBytes(expected));
        return equal ? null : CsrfTokenMismatch;
    }
}
