using Exchange.Core.Members;
using Exchange.Core.Storage;
using Exchange.Web.Api;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Exchange.Web.Identity;

/// <summary>Reads what a signed request brings and has it checked.</summary>
internal sealed class ApiSignatures(ApiKeyVerifier verifier)
{
    public const string KeyHeader = "X-Auth-Apikey";
    public const string NonceHeader = "X-Auth-Nonce";
    public const string SignatureHeader = "X-Auth-Signature";

    /// <summary>Says which kind of signature a request brings; Barong's when it is not there.</summary>
    public const string VersionHeader = "X-Auth-Signature-Version";

    /// <summary>Of nonce and key, as in Barong.</summary>
    private const string OfNonce = "1";

    /// <summary>Of the whole request.</summary>
    private const string OfWholeRequest = "2";

    private static readonly Dictionary<ApiKeyRejectReason, ApiError> Refusals = Enum.GetValues<ApiKeyRejectReason>()
        .Where(reason => reason != ApiKeyRejectReason.None)
        .Select(reason => new ApiKeyVerdict(reason, null))
        .ToDictionary(verdict => verdict.Reason, verdict => ApiError.Of(verdict.HttpStatus, verdict.ErrorCode));

    /// <summary>
    /// Any of the three headers makes a request one with an API key, as in Barong: a torn one is refused, never
    /// downgraded.
    /// </summary>
    public static bool AreIn(IHeaderDictionary headers) =>
        headers.ContainsKey(KeyHeader) || headers.ContainsKey(NonceHeader) || headers.ContainsKey(SignatureHeader);

    /// <summary>Checks a request. Completes at once when the key is known and the signature does not cover the body.</summary>
    public ValueTask<CheckedSignature> CheckAsync(HttpContext context)
    {
        var version = context.Request.Headers[VersionHeader];
        if (version.Count > 0 && version != OfNonce) return CheckWholeAsync(context, version);
        var check = verifier.VerifyAsync(ProofOf(context, null));
        return check.IsCompletedSuccessfully ? new(Of(check.Result)) : SlowAsync(check);
    }

    private static ApiKeyProof ProofOf(HttpContext context, byte[]? wholeRequest)
    {
        var headers = context.Request.Headers;
        return new ApiKeyProof(
            Single(headers[KeyHeader]), Single(headers[NonceHeader]), Single(headers[SignatureHeader]),
            context.Connection.RemoteIpAddress, wholeRequest);
    }

    /// <summary>The body is read before it is known who sends it, so not more of it than an endpoint takes.</summary>
    private async ValueTask<CheckedSignature> CheckWholeAsync(HttpContext context, StringValues version)
    {
        if (version != OfWholeRequest) return new(Refusals[ApiKeyRejectReason.InvalidHeaders], default);
        var body = Array.Empty<byte>();
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true)
        {
            if (await RequestParameters.ReadBodyAsync(context.Request) is not { } read) return new(ApiError.BodyTooLarge, default);
            body = read;
            context.Request.Body = new MemoryStream(body, writable: false);
        }

        var request = ApiKeyVerifier.WholeRequest(context.Request.Method, TargetOf(context), body);
        return await SlowAsync(verifier.VerifyAsync(ProofOf(context, request)));
    }

    /// <summary>Path and query as they were sent: what the framework has decoded cannot be encoded again in one way only.</summary>
    private static string TargetOf(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var request = context.Request;
        return string.IsNullOrEmpty(target) ? request.PathBase + request.Path + request.QueryString : target;
    }

    private static async ValueTask<CheckedSignature> SlowAsync(ValueTask<ApiKeyVerdict> check)
    {
        try
        {
            return Of(await check);
        }
        catch (Exception e) when (DatabaseFailure.IsAway(e))
        {
            // Nobody can tell now whose request it is.
            return new CheckedSignature(ApiError.EngineUnavailable, default);
        }
    }

    private static CheckedSignature Of(ApiKeyVerdict verdict) =>
        new(verdict.Principal is null ? Refusals[verdict.Reason] : null, verdict);

    private static string? Single(StringValues values) => values.Count == 1 ? values[0] : null;
}

/// <summary>What became of a signed request: refused with an answer, or whose it is and what it may do.</summary>
internal readonly record struct CheckedSignature(ApiError? Refusal, ApiKeyVerdict Verdict);
