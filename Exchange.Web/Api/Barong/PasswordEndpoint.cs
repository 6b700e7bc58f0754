using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Web.Identity;

namespace Exchange.Web.Api;

/// <summary>PUT /resource/users/password. The other sessions end.</summary>
internal sealed class PasswordEndpoint(ChangePassword changePassword, IdentityLimiter limiter)
{
    private static readonly ApiError DoesNotMatch = ApiError.Of(422, "resource.password.doesnt_match");
    private static readonly ApiError OldIsWrong = ApiError.Of(400, "resource.password.prev_pass_not_correct");
    private static readonly ApiError Unchanged = ApiError.Of(400, "resource.password.no_change_provided");
    private static readonly ApiError Weak = ApiError.Of(422, "password.weak");
    private static readonly ApiError Requirements = ApiError.Of(422, "password.requirements");

    private static readonly ApiError CodeMissing = ApiError.Of(422, "resource.password.missing_totp");
    private static readonly ApiError CodeInvalid = ApiError.Of(422, "resource.password.invalid_totp");

    public async Task HandleAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "resource.password");
        var (old, chosen, repeated) =
            (checks.Required("old_password"), checks.Required("new_password"), checks.Required("confirm_password"));
        var code = checks.Text("totp_code");
        var error = read.Error ?? checks.Error ?? (chosen == repeated ? null : DoesNotMatch)
            ?? (limiter.Confirm(member) is { } wait ? IdentityLimiter.Refusal(wait) : null);
        if (error is not null)
        {
            await error.WriteAsync(http);
            return;
        }

        var proof = StepUpProof.Of(old, http.User) with { Code = code };
        var outcome = await changePassword.ExecuteAsync(
            member, proof, chosen!, BrowserSession.OriginOf(http), http.RequestAborted);
        if (RefusalOf(outcome) is { } refusal) await refusal.WriteAsync(http);
        else http.Response.StatusCode = StatusCodes.Status201Created;
    }

    private static ApiError? RefusalOf(ChangePasswordOutcome outcome) => outcome.Reason switch
    {
        ChangePasswordRejectReason.None => null,
        ChangePasswordRejectReason.Unchanged => Unchanged,
        ChangePasswordRejectReason.OldPasswordWrong => OldIsWrong,
        ChangePasswordRejectReason.CodeMissing => CodeMissing,
        ChangePasswordRejectReason.CodeWrong => CodeInvalid,
        ChangePasswordRejectReason.NewPasswordRefused => outcome.Problem == PasswordProblem.Common ? Weak : Requirements,
    };
}
