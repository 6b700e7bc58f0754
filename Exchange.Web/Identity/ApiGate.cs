using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Members;
using Exchange.Web.Api;

namespace Exchange.Web.Identity;

/// <summary>
/// What a request to the API must get past before its endpoint: a signature that was brought must be right, a key must
/// have the scope for what it does, and a state-changing request with a session cookie must carry the session's CSRF
/// token.
/// </summary>
internal static class ApiGate
{
    /// <summary>Where a script puts the token.</summary>
    public const string CsrfHeader = "X-CSRF-Token";

    /// <summary>The key lacks the scope.</summary>
    public static readonly ApiError InvalidPermission = ApiError.Of(401, "authz.invalid_permission");
    private static readonly ApiError MissingCsrfToken = ApiError.Of(401, "authz.missing_csrf_token");
    private static readonly ApiError CsrfTokenMismatch = ApiError.Of(401, "authz.csrf_token_mismatch");

    /// <summary>Call after authentication.</summary>
    public static void UseApiGate(this WebApplication app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments("/api"),
        api => api.Use(next => context => RefusalOf(context) is { } refusal ? refusal.WriteAsync(context) : next(context)));

    private static ApiError? RefusalOf(HttpContext context)
    {
        if (ApiKeyHandler.RefusalOf(context) is { } refusal) return refusal;
        if (!Changes(context.Request.Method) || context.User.Identity is not { IsAuthenticated: true } identity) return null;
        return identity.AuthenticationType == ApiKeyVerifier.Scheme ? ScopeRefusal(context) : CsrfRefusal(context);
    }

    /// <summary>Whether requests of a method may change something.</summary>
    public static bool Changes(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private static ApiError? ScopeRefusal(HttpContext context) =>
        context.User.HasClaim(MemberClaims.Scope, MemberClaims.TradeScope) ? null : InvalidPermission;

    private static ApiError? CsrfRefusal(HttpContext context)
    {
        var brought = context.Request.Headers[CsrfHeader].ToString();
        if (brought.Length == 0) return MissingCsrfToken;
        var expected = context.User.FindFirst(MemberClaims.CsrfToken)?.Value ?? "";
        var equal = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(brought), Encoding.UTF8.GetBytes(expected));
        return equal ? null : CsrfTokenMismatch;
    }
}
