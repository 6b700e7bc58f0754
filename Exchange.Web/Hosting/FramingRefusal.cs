using Exchange.Web.Api;

namespace Exchange.Web.Hosting;

/// <summary>
/// Refuses requests that say in two ways where their body ends: a proxy in front may believe the other one, and take for the next
/// request what is the end of this one.
/// </summary>
internal static class FramingRefusal
{
    /// <summary>Where Kestrel keeps a length that came beside chunks; it closes such a connection after the answer.</summary>
    private const string LengthBesideChunks = "X-Content-Length";

    /// <summary>Call before everything that reads a body.</summary>
    public static void UseFramingRefusal(this WebApplication app) => app.Use(next => context =>
        context.Request.Headers.TransferEncoding.Count > 0 && context.Request.Headers.ContainsKey(LengthBesideChunks)
            ? ApiError.InvalidBody.WriteAsync(context)
            : next(context));
}
