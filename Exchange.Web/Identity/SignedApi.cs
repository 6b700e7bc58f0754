using Exchange.Core.Members;
using Exchange.Web.Api;

namespace Exchange.Web.Identity;

/// <summary>
/// The way of programs. A request to the Peatio API that is signed with a key turns off here, before sessions, cookies, pages
/// and the framework's routing, none of which it needs: check the signature and the key's scope, find the endpoint, go.
/// </summary>
internal sealed class SignedApi(RequestDelegate next, ApiSignatures signatures, RouteTable routes, bool secureOnly)
{
    private static readonly PathString Prefix = PeatioApiRoutes.Prefix;

    /// <summary>Call after the forwarded headers and before everything that is for people.</summary>
    public static void Use(WebApplication app)
    {
        var signatures = app.Services.GetRequiredService<ApiSignatures>();
        var routes = app.Services.GetRequiredService<RouteTable>();
        var secureOnly = !app.Environment.IsDevelopment();
        app.Use(next => new SignedApi(next, signatures, routes, secureOnly).InvokeAsync);
    }

    private Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Prefix) || !ApiSignatures.AreIn(context.Request.Headers))
            return next(context);
        SecurityHeaders.WriteForPrograms(context, secureOnly);
        var check = signatures.CheckAsync(context.Request.Headers);
        return check.IsCompletedSuccessfully ? DispatchAsync(context, check.Result) : SlowAsync(context, check);
    }

    private async Task SlowAsync(HttpContext context, ValueTask<CheckedSignature> check) =>
        await DispatchAsync(context, await check);

    private Task DispatchAsync(HttpContext context, in CheckedSignature signature)
    {
        if (signature.Refusal is { } refusal) return refusal.WriteAsync(context);
        var mayTrade = signature.Verdict.Scopes.HasFlag(ApiKeyScopes.Trade);
        if (!mayTrade && ApiGate.Changes(context.Request.Method)) return ApiGate.InvalidPermission.WriteAsync(context);
        return routes.Find(context.Request) is { } route
            ? route.HandleForMember(context, signature.Verdict.Member)
            : routes.AnswerUnmatched(context);
    }
}
