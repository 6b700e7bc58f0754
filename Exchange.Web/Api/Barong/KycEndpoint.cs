using Exchange.Core.Compliance;
using Microsoft.AspNetCore.Http.Features;

namespace Exchange.Web.Api;

/// <summary>POST /public/kyc: the provider of identity checks says what it found, signed as Standard Webhooks.</summary>
internal sealed partial class KycEndpoint(ReceiveVerdict verdicts, ILogger<KycEndpoint> logger)
{
    /// <summary>Not signed by who has our secret, or not now.</summary>
    public static readonly ApiError NotGenuine = ApiError.Of(401, "public.kyc.invalid_signature");

    public async Task HandleAsync(HttpContext http)
    {
        if (!verdicts.IsOn)
        {
            await ApiError.NotFound.WriteAsync(http);
            return;
        }

        var body = await BodyAsync(http);
        var reception = body is null
            ? VerdictReception.Malformed
            : await verdicts.ExecuteAsync(HeadersOf(http.Request), body.Value, http.RequestAborted);
        LogReceived(reception);
        if (body is null) await ApiError.BodyTooLarge.WriteAsync(http);
        else if (RefusalOf(reception) is { } refusal) await refusal.WriteAsync(http);
        else http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>The body byte by byte; null when it is larger than any message.</summary>
    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength > ReceiveVerdict.MaxBytes) return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = ReceiveVerdict.MaxBytes;
        using var kept = new MemoryStream();
        await http.Request.Body.CopyToAsync(kept, http.RequestAborted);
        return kept.Length > ReceiveVerdict.MaxBytes ? null : kept.GetBuffer().AsMemory(0, (int)kept.Length);
    }

    /// <summary>A header that is there twice is none.</summary>
    private static WebhookHeaders HeadersOf(HttpRequest request)
    {
        string? Only(string name) => request.Headers[name] is [var only] ? only : null;
        return new WebhookHeaders(
            Only(StandardWebhook.IdHeader), Only(StandardWebhook.TimestampHeader), Only(StandardWebhook.SignatureHeader));
    }

    private static ApiError? RefusalOf(VerdictReception reception) => reception switch
    {
        VerdictReception.Taken or VerdictReception.Stale => null,
        VerdictReception.Off or VerdictReception.Unknown => ApiError.NotFound,
        VerdictReception.NotGenuine => NotGenuine,
        VerdictReception.Malformed => ApiError.InvalidBody,
    };

    [LoggerMessage(9501, LogLevel.Information, "A message of the provider of identity checks: {Reception}")]
    private partial void LogReceived(VerdictReception reception);
}
