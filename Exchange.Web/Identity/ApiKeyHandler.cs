using System.Text.Encodings.Web;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Exchange.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Exchange.Web.Identity;

/// <summary>Knows programs by the signature in their headers.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeyVerifier verifier)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string KeyHeader = "X-Auth-Apikey";
    public const string NonceHeader = "X-Auth-Nonce";
    public const string SignatureHeader = "X-Auth-Signature";

    private static readonly Dictionary<ApiKeyRejectReason, ApiError> Refusals = Enum.GetValues<ApiKeyRejectReason>()
        .Where(reason => reason != ApiKeyRejectReason.None)
        .Select(reason => new ApiKeyVerdict(reason, null))
        .ToDictionary(verdict => verdict.Reason, verdict => ApiError.Of(verdict.HttpStatus, verdict.ErrorCode));

    /// <summary>The refusal of a request whose key or signature is wrong, or null.</summary>
    public static ApiError? RefusalOf(HttpContext context) => context.Features.Get<ApiError>();

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        try
        {
            return await VerifyAsync(Request.Headers);
        }
        catch (Exception e) when (DatabaseFailure.IsAway(e))
        {
            // The gate answers 503: nobody can tell now whose request it is.
            return Refuse(ApiError.EngineUnavailable, e.Message);
        }
    }

    private async Task<AuthenticateResult> VerifyAsync(IHeaderDictionary headers)
    {
        var verdict = await verifier.VerifyAsync(
            Single(headers[KeyHeader]), Single(headers[NonceHeader]), Single(headers[SignatureHeader]));
        return verdict.Principal is { } principal
            ? AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name))
            : Refuse(Refusals[verdict.Reason], $"API key refused: {verdict.Reason}");
    }

    /// <summary>The framework forgets why a sign-in failed; the gate has to know.</summary>
    private AuthenticateResult Refuse(ApiError error, string reason)
    {
        Context.Features.Set(error);
        return AuthenticateResult.Fail(reason);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        (RefusalOf(Context) ?? ApiError.InvalidSession).WriteAsync(Context);

    private static string? Single(StringValues values) => values.Count == 1 ? values[0] : null;
}
