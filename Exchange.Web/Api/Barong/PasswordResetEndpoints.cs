using Exchange.Core.Members;
using Exchange.Web.Identity;

namespace Exchange.Web.Api;

/// <summary>POST /identity/users/password/generate_code and confirm_code: another password by mail.</summary>
internal sealed class PasswordResetEndpoints(PasswordReset reset, IdentityGuard guard)
{
    private static readonly ApiError DoNotMatch = ApiError.Of(422, "identity.user.passwords_doesnt_match");
    private static readonly ApiError Weak = ApiError.Of(422, "password.weak");
    private static readonly ApiError Requirements = ApiError.Of(422, "password.requirements");

    public Task GenerateAsync(HttpContext http) => MailRequest.TakeAsync(http, guard, reset.AskAsync);

    public async Task ConfirmAsync(HttpContext http)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "identity.user");
        var token = RequiredAs(checks, "reset_password_token", "pass_token");
        var (password, repeated) = (checks.Required("password"), checks.Required("confirm_password"));
        var error = read.Error ?? checks.Error ?? (password == repeated ? null : DoNotMatch) ?? guard.LinkError(http);
        if (error is not null)
        {
            await error.WriteAsync(http);
            return;
        }

        var outcome = await reset.ExecuteAsync(token, password, BrowserSession.OriginOf(http), http.RequestAborted);
        if (RefusalOf(outcome) is { } refusal) await refusal.WriteAsync(http);
        else http.Response.StatusCode = StatusCodes.Status201Created;
    }

    /// <summary>The contract names this parameter otherwise in its refusal.</summary>
    private static string? RequiredAs(ParameterChecks checks, string name, string shown)
    {
        if (checks.Text(name) is { Length: > 0 } text) return text;
        checks.Refuse($"identity.user.missing_{shown}");
        return null;
    }

    private static ApiError? RefusalOf(PasswordResetOutcome outcome) => outcome.Reason switch
    {
        PasswordResetRejectReason.None => null,
        PasswordResetRejectReason.PasswordRefused => outcome.Password == PasswordProblem.Common ? Weak : Requirements,
        PasswordResetRejectReason.LinkRefused => outcome.Link switch
        {
            EmailTokenProblem.Used => EmailConfirmationEndpoints.UtilizedToken,
            EmailTokenProblem.Expired => EmailConfirmationEndpoints.ExpiredToken,
            _ => EmailConfirmationEndpoints.UnknownToken,
        },
    };
}
