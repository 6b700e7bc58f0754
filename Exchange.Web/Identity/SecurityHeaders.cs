namespace Exchange.Web.Identity;

/// <summary>What every answer tells browsers about what they must not do with it.</summary>
internal static class SecurityHeaders
{
    private const string PermissionsPolicy =
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()";

    /// <summary>A year.</summary>
    private const string TransportSecurity = "max-age=31536000";

    /// <summary>Call first, after the forwarded headers: error pages must have them too.</summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        var secureOnly = !app.Environment.IsDevelopment();
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Write(context, secureOnly);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    /// <summary>What the answer to a program needs: those about pages, frames and scripts mean nothing to it.</summary>
    public static void WriteForPrograms(HttpContext context, bool secureOnly)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (secureOnly && context.Request.IsHttps) context.Response.Headers.StrictTransportSecurity = TransportSecurity;
    }

    private static void Write(HttpContext context, bool secureOnly)
    {
        var headers = context.Response.Headers;
        var isPage = context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
        // What serves others' files has a policy of its own, which forbids more; that of the framework for pages forbids less.
        if (isPage || headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = PolicyFor(context.Request);
        headers.XContentTypeOptions = "nosniff";
        if (isPage || headers.XFrameOptions.Count == 0) headers.XFrameOptions = "DENY";
        // Not no-referrer: with it browsers send "Origin: null" with forms.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = PermissionsPolicy;
        if (secureOnly && context.Request.IsHttps) headers.StrictTransportSecurity = TransportSecurity;
        var isPersonal = context.User.Identity is { IsAuthenticated: true };
        if (isPersonal && (isPage || headers.CacheControl.Count == 0)) headers.CacheControl = "no-store";
    }

    /// <summary>
    /// 'unsafe-inline' for styles only: Blazor components and the chart set style attributes. WebSockets are named
    /// beside 'self', which older browsers do not apply to them.
    /// </summary>
    private static string PolicyFor(HttpRequest request) =>
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + $"font-src 'self' data:; connect-src 'self'{WebSocketSource(request)}; object-src 'none'; base-uri 'self'; "
        + "frame-ancestors 'none'; form-action 'self'";

    private static string WebSocketSource(HttpRequest request)
    {
        var host = request.Host.Value ?? "";
        var clean = host.Length > 0
            && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '[' or ']');
        return clean ? $" {(request.IsHttps ? "wss" : "ws")}://{host}" : "";
    }
}
