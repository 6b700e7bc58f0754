using Exchange.Core.Members;
using Exchange.Web.Identity;

namespace Exchange.Web.Api;

/// <summary>POST and DELETE /identity/sessions: a program signs in and out with an address and a password.</summary>
internal sealed class SessionEndpoints(SignIn signIn, ProgramSession session, MemberQueries members, IdentityLimiter limiter)
{
    private static readonly ApiError InvalidParameters = ApiError.Of(401, "identity.session.invalid_params");
    private static readonly ApiError Banned = ApiError.Of(401, "identity.session.banned");
    private static readonly ApiError Deleted = ApiError.Of(401, "identity.session.deleted");
    private static readonly ApiError NotActive = ApiError.Of(401, "identity.session.not_active");
    private static readonly ApiError CodeMissing = ApiError.Of(401, "identity.session.missing_otp");
    private static readonly ApiError CodeInvalid = ApiError.Of(403, "identity.session.invalid_otp");
    private static readonly ApiError NoSession = ApiError.Of(404, "identity.session.not_found");

    public async Task OpenAsync(HttpContext http)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "identity.session");
        var (email, password) = (checks.Required("email"), checks.Required("password"));
        var code = checks.Text("otp_code");
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        if (limiter.SignIn(http.Connection.RemoteIpAddress, email) is { } wait)
        {
            await IdentityLimiter.Refusal(wait).WriteAsync(http);
            return;
        }

        var outcome = await signIn.ExecuteAsync(email, password, code, BrowserSession.OriginOf(http), http.RequestAborted);
        if (outcome.Reason != SignInRejectReason.None)
        {
            await RefusalOf(outcome).WriteAsync(http);
            return;
        }

        var token = await session.StartAsync(http, outcome.Member, outcome.HasSecondFactor);
        var profile = await members.ProfileAsync(outcome.Member, http.RequestAborted);
        await UserJson.WriteAsync(http, 200, outcome.Member, profile!, token);
    }

    public async Task CloseAsync(HttpContext http)
    {
        if (!await session.EndAsync(http)) await NoSession.WriteAsync(http);
    }

    private static ApiError RefusalOf(SignInOutcome outcome) => outcome.Reason switch
    {
        SignInRejectReason.SecondFactorMissing => CodeMissing,
        SignInRejectReason.SecondFactorWrong => CodeInvalid,
        SignInRejectReason.NotActive => outcome.State switch
        {
            MemberState.Banned => Banned,
            MemberState.Deleted => Deleted,
            _ => NotActive,
        },
        _ => InvalidParameters,
    };
}
