using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Privacy;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Antiforgery;

namespace Exchange.Web.Account;

/// <summary>
/// The download of a member's data. One request asks, shows that it is the member and gets the archive: there is no link that could be
/// opened by somebody else, or later.
/// </summary>
internal static class PrivacyEndpoints
{
    /// <summary>Where it is asked for.</summary>
    public const string Export = "/account/privacy/export";

    /// <summary>The page that the form is on.</summary>
    public const string Page = "/account/privacy";

    /// <summary>Names why there is none, when it leads back to the page.</summary>
    public const string RefusedParameter = "refused";

    private const string ProofField = "export-proof";

    /// <summary>Maps it. Call after authentication and authorisation.</summary>
    public static void MapPrivacy(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Export, WriteAsync).DisableAntiforgery().RequireAuthorization(policy =>
            policy.AddAuthenticationSchemes(Sessions.Scheme).RequireAuthenticatedUser());

    /// <summary>The refusal of a slug; an unknown one is none.</summary>
    public static ExportRejectReason ReasonOf(string? slug) =>
        Enum.GetValues<ExportRejectReason>().FirstOrDefault(reason => SlugOf(reason) == slug);

    private static string SlugOf(ExportRejectReason reason) => JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString());

    private static async Task WriteAsync(
        HttpContext http, ExportMemberData exports, IAntiforgery antiforgery, IdentityLimiter limiter)
    {
        if (!http.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(http))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var member = MemberClaims.MemberIdOf(http.User)!.Value;
        if (limiter.Confirm(member) is not null)
        {
            SeeOther(http, ExportRejectReason.Busy);
            return;
        }

        var typed = (await http.Request.ReadFormAsync(http.RequestAborted))[ProofField].ToString();
        var proof = StepUpField.ProofOf(http, typed);
        var outcome = await exports.BeginAsync(member, proof, BrowserSession.OriginOf(http), http.RequestAborted);
        if (PasskeyForm.QuestionFor(http, ProofField) is { } question)
        {
            await PasskeyForm.WriteAsync(http, ProofField, question);
            return;
        }

        if (outcome.Export is not { } export)
        {
            SeeOther(http, outcome.Reason);
            return;
        }

        using (export)
        {
            http.Response.ContentType = "application/zip";
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{export.FileName}\"";
            http.Response.Headers.CacheControl = "no-store";
            await export.WriteAsync(http.Response.Body, http.RequestAborted);
        }
    }

    private static void SeeOther(HttpContext http, ExportRejectReason reason)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{Page}?{RefusedParameter}={SlugOf(reason)}#export";
    }
}
