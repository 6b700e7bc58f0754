using Exchange.Core.Compliance;
using Exchange.Core.Members;

namespace Exchange.Web.Tower;

/// <summary>
/// Members' documents, for reviewers. Each opening is in the audit log; nothing of it is kept by browsers or proxies, and what a file
/// contains is never run.
/// </summary>
internal static class DocumentFiles
{
    private const string Route = "/tower/documents/{id}";
    private const string PicturePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    /// <summary>Browsers show no paper in a sandbox. Papers that run anything were refused when they came.</summary>
    private const string PaperPolicy = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";

    /// <summary>Where a document is.</summary>
    public static string PathOf(Guid document) => $"/tower/documents/{document:D}";

    /// <summary>Maps them. The gate lets in reviewers.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Route, WriteAsync).WithMetadata(new TowerPageAttribute(Permission.KycReview)).RequireAuthorization(policy =>
            policy.AddAuthenticationSchemes(Sessions.Scheme).RequireAuthenticatedUser());

    private static async Task WriteAsync(HttpContext context, string id, ReadDocument documents)
    {
        if (!Guid.TryParseExact(id, "D", out var document)
            || await documents.ExecuteAsync(TowerVisit.Of(context).Actor, document, context.RequestAborted) is not { } file)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var isPicture = file.ContentType.StartsWith("image/", StringComparison.Ordinal);
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = isPicture ? PicturePolicy : PaperPolicy;
        headers.XFrameOptions = isPicture ? "DENY" : "SAMEORIGIN";
        headers.AcceptRanges = "none";
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Bytes.Length;
        headers.ContentDisposition = "inline; filename=\"document\"";
        await context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted);
    }
}
