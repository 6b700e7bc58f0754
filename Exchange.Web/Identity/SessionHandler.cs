using System.Text.Encodings.Web;
using Exchange.Core.Members;
using Exchange.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Exchange.Web.Identity;

/// <summary>Knows people by the key in their cookie.</summary>
internal sealed class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, Sessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Where people sign in.</summary>
    public const string SignInPath = "/signin";

    private static readonly ApiError ClientSessionMismatch = ApiError.Of(401, "authz.client_session_mismatch");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SessionCookie.Read(Context) is not { } key) return AuthenticateResult.NoResult();
        if (await sessions.FindAsync(key, Context.RequestAborted) is not { } session)
            return AuthenticateResult.Fail("The session has ended.");
        if (session.BoundTo is not { } place || place.IsNear(BrowserSession.OriginOf(Context)))
            return AuthenticateResult.Success(new AuthenticationTicket(session.Principal, Scheme.Name));

        // Someone has copied the cookie, or the program has moved: as in Barong, it signs in again.
        await sessions.CloseAsync(key, BrowserSession.OriginOf(Context), Context.RequestAborted);
        Context.Features.Set(ClientSessionMismatch);
        return AuthenticateResult.Fail("The session belongs to another place.");
    }

    /// <summary>Programs get the contract's refusal, people the sign-in page, which brings them back.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Request.Path.StartsWithSegments("/api")) return ApiError.InvalidSession.WriteAsync(Context);
        var back = Request.PathBase + Request.Path + Request.QueryString;
        Response.Redirect($"{SignInPath}?returnUrl={Uri.EscapeDataString(back)}");
        return Task.CompletedTask;
    }
}
