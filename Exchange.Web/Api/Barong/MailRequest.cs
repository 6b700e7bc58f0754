using Exchange.Core.Members;
using Exchange.Web.Identity;

namespace Exchange.Web.Api;

/// <summary>A mail that anyone may ask for by naming an address.</summary>
internal static class MailRequest
{
    /// <summary>Asks for it. Always 201 past limits and captcha: nobody learns who has an account.</summary>
    public static async Task TakeAsync(
        HttpContext http, IdentityGuard guard, Func<string?, RequestOrigin, CancellationToken, Task> ask)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "identity.user");
        var email = checks.Required("email");
        var captcha = checks.Text("captcha_response");
        if ((read.Error ?? checks.Error ?? await guard.MailErrorAsync(http, captcha)) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        await ask(email, BrowserSession.OriginOf(http), http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status201Created;
    }
}
