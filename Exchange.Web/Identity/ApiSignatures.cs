using Exchange.Core.Members;
using Exchange.Core.Storage;
using Exchange.Web.Api;
using Microsoft.Extensions.Primitives;

namespace Exchange.Web.Identity;

/// <summary>Reads the three headers of a signed request and has them checked.</summary>
internal sealed class ApiSignatures(ApiKeyVerifier verifier)
{
    public const string KeyHeader = "X-Auth-Apikey";
    public const string NonceHeader = "X-Auth-Nonce";
    public const string SignatureHeader = "X-Auth-Signature";

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

    /// <summary>Checks a request. Completes at once when the key is known.</summary>
    public ValueTask<CheckedSignature> CheckAsync(IHeaderDictionary headers)
    {
        var check = verifier.VerifyAsync(
            Single(headers[KeyHeader]), Single(headers[NonceHeader]), Single(headers[SignatureHeader]));
        return check.IsCompletedSuccessfully ? new(Of(check.Result)) : SlowAsync(check);
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
