using System.Globalization;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Antiforgery;

namespace Exchange.Web.Verification;

/// <summary>What the pages of the verification send files to and fetch them from.</summary>
internal static class VerificationEndpoints
{
    /// <summary>Where a signed-in member sends a document.</summary>
    public const string Documents = "/account/verification/documents";

    /// <summary>Where another device sends one.</summary>
    public const string Upload = "/upload";

    /// <summary>The page that the answer leads back to.</summary>
    public const string Page = "/account/verification";

    /// <summary>The page of companies.</summary>
    public const string CompanyPage = "/account/verification/company";

    private const string AntiforgeryField = "__RequestVerificationToken";

    /// <summary>Maps them. Call after authentication and authorisation.</summary>
    public static void MapVerification(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Documents, TakeAsync).RequireAuthorization(ForSessions).DisableAntiforgery();
        routes.MapGet("/account/verification/links/{id}", WasUsedAsync).RequireAuthorization(ForSessions);
        routes.MapPost(Upload + "/{token}/file", TakeFromLinkAsync).DisableAntiforgery();
    }

    private static void ForSessions(Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder policy) =>
        policy.AddAuthenticationSchemes(Sessions.Scheme).RequireAuthenticatedUser();

    /// <summary>The framework would read the whole form to the disk to find its token; here it is the form's field.</summary>
    private static async Task TakeAsync(HttpContext http, UploadReader reader, UploadDocument upload, IAntiforgery antiforgery)
    {
        var member = MemberClaims.MemberIdOf(http.User)!.Value;
        var form = await reader.ReadAsync(http, files: 1);
        var token = form.Fields.FirstOrDefault(field => field.Key == AntiforgeryField).Value;
        http.Request.Headers["RequestVerificationToken"] = token ?? "";
        if (form.Problem == UploadProblem.None && (string.IsNullOrEmpty(token) || !await antiforgery.IsRequestValidAsync(http)))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var asked = UploadFields.Read(form);
        var outcome = form.Problem == UploadProblem.None
            ? await upload.ExecuteAsync(
                member, asked, form.Files.FirstOrDefault() ?? [], BrowserSession.OriginOf(http), http.RequestAborted)
            : null;
        var page = DocumentType.Find(asked.Type)?.Purpose == DocumentPurpose.Company ? CompanyPage : Page;
        var query = $"?type={Uri.EscapeDataString(asked.Type)}&upload={UploadTexts.SlugOf(form.Problem, outcome)}#documents";
        SeeOther(http, page + query);
    }

    private static async Task TakeFromLinkAsync(HttpContext http, string token, UploadReader reader, UploadLinks links)
    {
        var form = await reader.ReadAsync(http, files: 1);
        var outcome = form.Problem == UploadProblem.None
            ? await links.UploadAsync(token, form.Files.FirstOrDefault() ?? [], BrowserSession.OriginOf(http), http.RequestAborted)
            : null;
        SeeOther(http, $"{Upload}/{Uri.EscapeDataString(token)}?upload={UploadTexts.SlugOf(form.Problem, outcome)}");
    }

    private static async Task<IResult> WasUsedAsync(HttpContext http, string id, UploadLinks links)
    {
        var member = MemberClaims.MemberIdOf(http.User)!.Value;
        http.Response.Headers.CacheControl = "no-store";
        return await links.WasUsedAsync(member, KeyOf(id), http.RequestAborted) is { } used ? Results.Ok(new { used }) : Results.NotFound();
    }

    /// <summary>In one form only; anything else is nobody's key.</summary>
    private static Guid KeyOf(string id) => Guid.TryParseExact(id, "D", out var key) ? key : Guid.Empty;

    private static void SeeOther(HttpContext http, string where)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = where;
    }
}
