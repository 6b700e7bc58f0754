using Exchange.Core.Members;
using Exchange.Web.Api;

namespace Exchange.Web.Identity;

/// <summary>
/// The way of programs. A request to the API that is signed with a key turns off here, before sessions, cookies, pages and the
/// framework's routing, none of which it needs: find the endpoint, check the signature and the key's scope, go.
/// </summary>
internal sealed class SignedApi(
    RequestDelegate next, ApiSignatures signatures, RouteTable routes, RequestLimiter limiter, bool secureOnly)
{
    private readonly PathString[] _prefixes = [.. routes.Modules.Select(module => (PathString)module.Prefix)];

    /// <summary>Call after the forwarded headers and before everything that is for people.</summary>
    public static void Use(WebApplication app)
    {
        var signatures = app.Services.GetRequiredService<ApiSignatures>();
        var routes = app.Services.GetRequiredService<RouteTable>();
        var limiter = app.Services.GetRequiredService<RequestLimiter>();
        var secureOnly = !app.Environment.IsDevelopment();
        app.Use(next => new SignedApi(next, signatures, routes, limiter, secureOnly).InvokeAsync);
    }

    private Task InvokeAsync(HttpContext context)
    {
        if (!ApiSignatures.AreIn(context.Request.Headers) || !IsOurs(context.Request.Path)) return next(context);
        SecurityHeaders.WriteForPrograms(context, secureOnly);
        if (routes.Find(context.Request) is not { } route) return routes.AnswerUnmatched(context);
        // As behind Barong's gateway: who asks for the time to mend a nonce is not asked for a good nonce.
        if (route.Scope is not { } scope) return route.Handle(context);
        var check = signatures.CheckAsync(context);
        return check.IsCompletedSuccessfully
            ? DispatchAsync(context, route, scope, check.Result)
            : SlowAsync(context, route, scope, check);
    }

    private bool IsOurs(PathString path)
    {
        foreach (var prefix in _prefixes)
            if (path.StartsWithSegments(prefix)) return true;
        return false;
    }

    private async Task SlowAsync(
        HttpContext context, ApiRoute route, ApiKeyScopes scope, ValueTask<CheckedSignature> check) =>
        await DispatchAsync(context, route, scope, await check);

    private Task DispatchAsync(HttpContext context, ApiRoute route, ApiKeyScopes scope, in CheckedSignature signature)
    {
        if (signature.Refusal is { } refusal)
        {
            var admitted = limiter.AdmitsAddress(context);
            return (admitted ? refusal : RequestLimiter.TooManyRequests).WriteAsync(context);
        }

        var isPermitted = scope != ApiKeyScopes.None && (signature.Verdict.Scopes & scope) == scope;
        return isPermitted
            ? route.HandleForMember(context, signature.Verdict.Member)
            : ApiGate.InvalidPermission.WriteAsync(context);
    }
}
