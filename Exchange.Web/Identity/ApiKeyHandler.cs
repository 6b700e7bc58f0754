using System.Text.Encodings.Web;
using Exchange.Core.Members;
using Exchange.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Exchange.Web.Identity;

/// <summary>Knows programs by the signature in their headers, where requests come through the pipeline of the pages: the
/// sockets.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiSignatures signatures)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The refusal of a request whose key, signature or session is wrong, or null.</summary>
    public static ApiError? RefusalOf(HttpContext context) => context.Features.Get<ApiError>();

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var signature = await signatures.CheckAsync(Context);
        if (signature.Verdict.Principal is { } principal)
            return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
        // The framework forgets why a sign-in failed; the gate has to know.
        Context.Features.Set(signature.Refusal);
        return AuthenticateResult.Fail("API key refused.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        (RefusalOf(Context) ?? ApiError.InvalidSession).WriteAsync(Context);
}
