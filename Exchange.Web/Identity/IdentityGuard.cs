using Exchange.Web.Api;

namespace Exchange.Web.Identity;

/// <summary>What forms and endpoints that anyone can send must get past before any work is done for them: limits and captcha.</summary>
internal sealed class IdentityGuard(IdentityLimiter limiter, ICaptcha captcha)
{
    public static readonly ApiError CaptchaRequired = ApiError.Of(400, "identity.captcha.required");
    public static readonly ApiError CaptchaFailed = ApiError.Of(422, "identity.captcha.verification_failed");

    /// <summary>Before a sign-up by a form: what to say instead, or null.</summary>
    public async Task<string?> SignUpRefusalAsync(HttpContext http, string? captchaResponse) =>
        limiter.SignUp(http.Connection.RemoteIpAddress) is { } wait
            ? IdentityLimiter.Refuse(http, wait)
            : await CaptchaRefusalAsync(http, captchaResponse);

    /// <summary>Before a mail that someone asks for by a form: what to say instead, or null.</summary>
    public async Task<string?> MailRefusalAsync(HttpContext http, string? captchaResponse) =>
        limiter.Mail(http.Connection.RemoteIpAddress) is { } wait
            ? IdentityLimiter.Refuse(http, wait)
            : await CaptchaRefusalAsync(http, captchaResponse);

    /// <summary>Before a link is tried by a form: what to say instead, or null.</summary>
    public string? LinkRefusal(HttpContext http) =>
        limiter.Link(http.Connection.RemoteIpAddress) is { } wait ? IdentityLimiter.Refuse(http, wait) : null;

    /// <summary>Before a sign-up by a program.</summary>
    public async Task<ApiError?> SignUpErrorAsync(HttpContext http, string? captchaResponse) =>
        limiter.SignUp(http.Connection.RemoteIpAddress) is { } wait
            ? IdentityLimiter.Refusal(wait)
            : await CaptchaErrorAsync(http, captchaResponse);

    /// <summary>Before a mail that a program asks for.</summary>
    public async Task<ApiError?> MailErrorAsync(HttpContext http, string? captchaResponse) =>
        limiter.Mail(http.Connection.RemoteIpAddress) is { } wait
            ? IdentityLimiter.Refusal(wait)
            : await CaptchaErrorAsync(http, captchaResponse);

    /// <summary>Before a link is tried by a program.</summary>
    public ApiError? LinkError(HttpContext http) =>
        limiter.Link(http.Connection.RemoteIpAddress) is { } wait ? IdentityLimiter.Refusal(wait) : null;

    private async Task<string?> CaptchaRefusalAsync(HttpContext http, string? response)
    {
        if (await captcha.CheckAsync(response, http.RequestAborted) == CaptchaVerdict.Passed) return null;
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return CaptchaField.Refused;
    }

    private async Task<ApiError?> CaptchaErrorAsync(HttpContext http, string? response) =>
        await captcha.CheckAsync(response, http.RequestAborted) switch
        {
            CaptchaVerdict.Passed => null,
            CaptchaVerdict.Missing => CaptchaRequired,
            CaptchaVerdict.Failed => CaptchaFailed,
        };
}
