using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Tower;

namespace Exchange.Web.Tower;

/// <summary>The audit log as a file.</summary>
internal static class AuditExport
{
    /// <summary>Where it is.</summary>
    public const string Path = "/tower/audit.csv";

    /// <summary>Maps the download. The gate lets in who may read the log.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, WriteAsync).WithMetadata(new TowerPageAttribute(Permission.AuditRead)).RequireAuthorization(policy =>
            policy.AddAuthenticationSchemes(Sessions.Scheme).RequireAuthenticatedUser());

    /// <summary>The filter and place of an address of the audit page; what cannot be read filters nothing.</summary>
    public static AuditRequest RequestOf(IQueryCollection query)
    {
        TowerTexts.TryField(query["from"], out var from);
        TowerTexts.TryField(query["to"], out var to);
        return new AuditRequest
        {
            ActorName = query["actor"],
            Action = query["action"],
            Target = query["target"],
            From = from,
            To = to,
            OlderThan = Number(query["older"]),
            NewerThan = Number(query["newer"]),
        };
    }

    private static async Task WriteAsync(HttpContext context, ReadAudit audit)
    {
        var actor = TowerVisit.Of(context).Actor;
        var answer = await audit.ExportAsync(actor, RequestOf(context.Request.Query), context.RequestAborted);
        if (answer.Value is not { } csv)
        {
            context.Features.Set(new TowerRefusal(answer.Verdict));
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"audit.csv\"";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(csv, context.RequestAborted);
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
