using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Privacy;
using Exchange.Web.Identity;

namespace Exchange.Web.Api;

/// <summary>DELETE /resource/users/me: closes the account. Who has a second factor brings password and code.</summary>
internal sealed class CloseEndpoint(CloseAccount close, IdentityLimiter limiter)
{
    private const string Prefix = "resource.user";
    private static readonly ApiError PasswordInvalid = Of("invalid_password");
    private static readonly ApiError CodeMissing = Of("missing_otp_code");
    private static readonly ApiError CodeEmpty = Of("empty_otp_code");
    private static readonly ApiError CodeInvalid = Of("invalid_otp");

    public async Task HandleAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var (password, code) = (checks.Required("password"), checks.Text("otp_code"));
        var error = read.Error ?? checks.Error ?? (limiter.Confirm(member) is { } wait ? IdentityLimiter.Refusal(wait) : null);
        if (error is null)
        {
            var proof = StepUpProof.Of(password, http.User) with { Code = code, TakesFreshSignIn = false };
            error = RefusalOf(
                await close.ExecuteAsync(member, reason: null, proof, BrowserSession.OriginOf(http), http.RequestAborted), code);
        }

        if (error is not null) await error.WriteAsync(http);
    }

    private static ApiError? RefusalOf(CloseRejectReason reason, string? code) => reason switch
    {
        CloseRejectReason.None => null,
        CloseRejectReason.PasswordMissing or CloseRejectReason.PasswordWrong => PasswordInvalid,
        CloseRejectReason.CodeMissing => code is null ? CodeMissing : CodeEmpty,
        CloseRejectReason.CodeWrong => CodeInvalid,
        CloseRejectReason.OpenOrders => Of("open_orders"),
        CloseRejectReason.BalanceLeft => Of("balance_left"),
        CloseRejectReason.ReasonInvalid or CloseRejectReason.LastSuperadmin or CloseRejectReason.NotOpen => Of("not_closable"),
    };

    private static ApiError Of(string code) => ApiError.Of(422, $"{Prefix}.{code}");
}
