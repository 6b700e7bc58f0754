using Microsoft.AspNetCore.Diagnostics;
using Radzen;

namespace Exchange.Web.Layout;

/// <summary>Registers and maps the pages.</summary>
internal static class LayoutServiceCollectionExtensions
{
    /// <summary>Addresses that programs use: they get their own errors, never a page.</summary>
    private static readonly PathString[] Programs = ["/api", "/hubs", "/health", "/metrics", "/openapi", "/_blazor"];

    /// <summary>Adds Razor components, rendered on the server and interactive where a component asks for it.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        return services;
    }

    /// <summary>Shows the error page and the not-found page to people. Call it before other middleware.</summary>
    public static WebApplication UsePageErrors(this WebApplication app)
    {
        // On the application itself: a branch does not know its routing, and both pages would come out empty.
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            if (!IsForPeople(context) && context.Features.Get<IStatusCodePagesFeature>() is { } statusPages)
                statusPages.Enabled = false;
            return next(context);
        });
        return app;
    }

    /// <summary>Maps static files and pages. Call it after the middleware of authentication.</summary>
    public static WebApplication MapPages(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    private static bool IsForPeople(HttpContext context) =>
        !Array.Exists(Programs, path => context.Request.Path.StartsWithSegments(path));
}
