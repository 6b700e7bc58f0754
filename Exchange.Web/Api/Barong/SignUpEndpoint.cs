using Exchange.Core.Members;
using Exchange.Web.Identity;

namespace Exchange.Web.Api;

/// <summary>
/// POST /identity/users: makes a member, who may enter when the address is confirmed. The answer is the same when the address has an
/// account already, so it names no member.
/// </summary>
internal sealed class SignUpEndpoint(
    SignUp signUp, SetMemberData setData, IdentityGuard guard)
{
    public async Task HandleAsync(HttpContext http)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "identity.user");
        var (email, password) = (checks.Required("email"), checks.Required("password"));
        var data = checks.Text("data");
        var asksForLater = checks.Text("username") is not null || checks.Text("refid") is not null;
        if (data is not null && UserJson.CodeOf(SetMemberData.Check(data)) is { } code) checks.Refuse(code);
        var captcha = checks.Text("captcha_response");
        if (await RefusalAsync(http, read.Error ?? checks.Error, asksForLater, captcha) is { } refusal)
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
    private async Task<ApiError?> RefusalAsync(HttpContext http, ApiError? error, bool asksForLater, string? captcha) =>
        error ?? (asksForLater ? ApiError.NotImplemented : await guard.SignUpErrorAsync(http, captcha));

    private static string CodeOf(SignUpRejectReason reason) => reason switch
    {
        SignUpRejectReason.EmailInvalid => "email.invalid",
        SignUpRejectReason.EmailTaken => "email.taken",
        SignUpRejectReason.PasswordCommon => "password.weak",
        SignUpRejectReason.Closed => "identity.user.sign_up_closed",
        _ => "password.requirements",
    };
}
