using Exchange.Core.Primitives;
using Exchange.Web.Identity;

namespace Exchange.Web.Api;

/// <summary>GET /identity/captcha: the question that sign-ups and mails must answer, in place of a service's site key.</summary>
internal sealed class CaptchaEndpoint(ICaptcha captcha)
{
    public Task ShowAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return ApiResponse.WriteAsync(http, 200, (captcha.Type, Question: captcha.NewChallenge()), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, state.Type);
            if (state.Question is { } question)
            {
                json.WriteString("challenge"u8, question.Text);
                json.WriteNumber("difficulty"u8, question.Difficulty);
                json.WriteMoment("expires_at"u8, Clock.ToMicroseconds(question.ExpiresAt));
            }

            json.WriteEndObject();
        });
    }
}
