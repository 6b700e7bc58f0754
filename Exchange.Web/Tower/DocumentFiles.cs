using Exchange.Core.Compliance;
using Exchange.Core.Members;

namespace Exchange.Web.Tower;

/// <summary>
/// Members' documents, for reviewers. Each opening is in the audit log; nothing of it is kept by browsers or proxies, and what a file
/// contains is never run.
/// </summary>
internal static class DocumentFiles
{
    private const string Route = "/tower/documents/{id:guid}";
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

    /// <summary>Where a document is.</summary>
    public static string PathOf(Guid document) => $"/tower/documents/{document:D}";

    /// <summary>Maps them. The gate lets in reviewers.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Route, WriteAsync).WithMetadata(new TowerPageAttribute(Permission.KycReview)).RequireAuthorization(policy =>
            policy.AddAuthenticationSchemes(Sessions.Scheme).RequireAuthenticatedUser());

    private static async Task WriteAsync(HttpContext context, Guid id, ReadDocument documents)
    {
        if (await documents.ExecuteAsync(TowerVisit.Of(context).Actor, id, context.RequestAborted) is not { } file)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.OnStarting(() =>
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return Task.CompletedTask;
        });
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Bytes.Length;
        context.Response.Headers.ContentDisposition = "inline; filename=\"document\"";
        await context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted);
    }
}
