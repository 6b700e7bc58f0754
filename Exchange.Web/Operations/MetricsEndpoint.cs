using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Exchange.Web.Operations;

/// <summary>
/// <c>GET /metrics</c>: for a scraper on the same machine, or from anywhere with the token of
/// <c>Metrics:BearerToken</c>. For everyone else it does not exist.
/// </summary>
internal static class MetricsEndpoint
{
    public const string TokenKey = "Metrics:BearerToken";

    /// <summary>A shorter token is not a secret.</summary>
    public const int MinTokenLength = 16;

    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Map(WebApplication app)
    {
        var token = app.Configuration[TokenKey];
        app.MapGet("/metrics", (HttpContext context, MetricsCollector metrics) =>
            IsAllowed(context, token) ? Results.Text(metrics.Write(), ContentType) : Results.NotFound());
    }

    /// <summary>
    /// A proxy on this machine also connects from loopback; the header it adds gives the outsider away.
    /// </summary>
    public static bool IsAllowed(HttpContext context, string? token)
    {
        var remote = context.Connection.RemoteIpAddress;
        var isLocal = remote is not null && IPAddress.IsLoopback(remote);
        var isForwarded = context.Request.Headers.ContainsKey("X-Forwarded-For")
            || context.Request.Headers.ContainsKey("Forwarded");
        if (isLocal && !isForwarded) return true;
        if (token is null || token.Length < MinTokenLength) return false;
        var given = Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString());
        return CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes("Bearer " + token));
    }
}
