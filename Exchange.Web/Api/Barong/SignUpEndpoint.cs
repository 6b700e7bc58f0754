using Exchange.Core.Members;
using Exchange.Web.Identity;

namespace Exchange.Web.Api;

/// <summary>
/// POST /identity/users: makes a member, who may enter when the address is confirmed. The answer is the same when the address has an
/// account already, so it names no member.
/// </summary>
internal sealed class SignUpEndpoint(
    SignUp signUp, SetMemberData setData, IdentityLimiter limiter)
{
    public async Task HandleAsync(HttpContext http)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "identity.user");
        var (email, password) = (checks.Required("email"), checks.Required("password"));
        var data = checks.Text("data");
        var asksForLater = checks.Text("username") is not null || checks.Text("refid") is not null;
        if (data is not null && UserJson.CodeOf(SetMemberData.Check(data)) is { } code) checks.Refuse(code);
        if (RefusalOf(http, read.Error ?? checks.Error, asksForLater) is { } refusal)
        {
            await refusal.WriteAsync(http);
            return;
        }

        var outcome = await signUp.ExecuteAsync(email, password, BrowserSession.OriginOf(http), http.RequestAborted);
        if (outcome.Reason != SignUpRejectReason.None)
        {
            await ApiError.Of(422, CodeOf(outcome.Reason)).WriteAsync(http);
            return;
        }

        if (data is not null) await setData.ExecuteAsync(outcome.Member, data, http.RequestAborted);
        await UserJson.WritePendingAsync(http, email!, data);
    }

    /// <summary>Who asks for a name or names a referrer would not get it, so they get nothing.</summary>
    private ApiError? RefusalOf(HttpContext http, ApiError? error, bool asksForLater)
    {
        if (error is not null) return error;
        if (asksForLater) return ApiError.NotImplemented;
        return limiter.SignUp(http.Connection.RemoteIpAddress) is { } wait ? IdentityLimiter.Refusal(wait) : null;
    }

    private static string CodeOf(SignUpRejectReason reason) => reason switch
    {
        SignUpRejectReason.EmailInvalid => "email.invalid",
        SignUpRejectReason.EmailTaken => "email.taken",
        SignUpRejectReason.PasswordCommon => "password.weak",
        _ => "password.requirements",
    };
}
