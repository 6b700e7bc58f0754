using Exchange.Web.Identity;

namespace Exchange.Web.Feeds;

/// <summary>
/// Refuses sockets to pages of other sites: a browser always says where a script comes from. A program that sends no Origin may
/// connect, but not with the cookie of a page: no browser does that.
/// </summary>
internal static class FeedOrigins
{
    /// <summary>Middleware for the paths of the feeds.</summary>
    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var isAllowed = IsAllowed(context.Request)
            && (context.Request.Headers.Origin.Count > 0 || !context.WebSockets.IsWebSocketRequest
                || !SessionCookie.IsOfPage(context));
        if (isAllowed) await next(context);
        else context.Response.StatusCode = StatusCodes.Status403Forbidden;
    }

    /// <summary>Whether a request comes from no page, or from one of ours.</summary>
    public static bool IsAllowed(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
