using Exchange.Core.Members;
using Exchange.Web.Identity;

namespace Exchange.Web.Tower;

/// <summary>
/// Lets the staff into Tower. It goes by what an endpoint is marked with, not by its path, so that no way of writing a path leads around
/// it. What is done there is checked again, in Core.
/// </summary>
internal static class TowerGate
{
    /// <summary>Everything of Tower is under here.</summary>
    public const string Home = "/tower";

    /// <summary>Call after authorisation.</summary>
    public static void UseTowerGate(this WebApplication app) => app.Use(next => context =>
        context.GetEndpoint()?.Metadata.GetMetadata<TowerPageAttribute>() is { } page ? EnterAsync(context, page, next) : next(context));

    private static async Task EnterAsync(HttpContext context, TowerPageAttribute page, RequestDelegate next)
    {
        var verdict = PermissionVerdict.SessionEnded;
        if (Actor.Of(context.User, BrowserSession.OriginOf(context)) is { } actor)
        {
            var checks = context.RequestServices.GetRequiredService<PermissionChecks>();
            var target = context.Request.Path.Value ?? Home;
            (verdict, var standing) = await checks.EnterAsync(actor, target, context.RequestAborted);
            if (verdict == PermissionVerdict.Granted && page.Permission is { } permission && !standing.May(permission))
                verdict = await checks.CheckAsync(actor, permission, target, context.RequestAborted);
            context.Features.Set(new TowerVisit(actor, standing));
        }

        if (verdict == PermissionVerdict.Granted)
        {
            await next(context);
            return;
        }

        context.Features.Set(new TowerRefusal(verdict));
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
    }
}
