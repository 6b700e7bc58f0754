using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Web.Identity;
using Microsoft.Extensions.Options;

namespace Exchange.Web.Api;

/// <summary>Ping, time, configuration and the strength of passwords, under /identity and /public.</summary>
internal sealed class IdentityServiceEndpoints(TimeProvider time, ICaptcha captcha, IOptions<SmsOptions> sms, Outbox outbox)
{
    private static readonly string PasswordPattern = string.Create(
        CultureInfo.InvariantCulture, $"^.{{{PasswordPolicy.MinLength},{PasswordPolicy.MaxLength}}}$");

    /// <summary>Barong's words for who sends codes, and one for nobody.</summary>
    private string PhoneType => sms.Value.Provider == SmsOptions.Twilio ? "twilio_sms" : outbox.HasSms ? "mock" : "none";

    public static Task PingAsync(HttpContext http) => ApiResponse.WriteAsync(http, 200, 0, static (json, _) =>
    {
        json.WriteStartObject();
        json.WriteString("ping"u8, "pong"u8);
        json.WriteEndObject();
    });

    public Task TimeAsync(HttpContext http) =>
        ApiResponse.WriteAsync(http, 200, time.GetUtcNow().ToUnixTimeSeconds(), static (json, seconds) =>
        {
            json.WriteStartObject();
            json.WriteNumber("time"u8, seconds);
            json.WriteEndObject();
        });

    public Task ConfigsAsync(HttpContext http) => ApiResponse.WriteAsync(http, 200, (captcha.Type, PhoneType), static (json, types) =>
    {
        json.WriteStartObject();
        json.WriteNumber("session_expire_time"u8, (int)MemberSession.IdleLimit.TotalSeconds);
        json.WriteString("captcha_type"u8, types.Type);
        json.WriteString("phone_verification_type"u8, types.PhoneType);
        json.WriteNumber("password_min_entropy"u8, PasswordStrength.LeastBits);
        json.WriteString("password_regexp"u8, PasswordPattern);
        json.WriteEndObject();
    });

    public static async Task ValidatePasswordAsync(HttpContext http)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "identity.password");
        var password = checks.Required("password");
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        await ApiResponse.WriteAsync(http, 201, PasswordStrength.Bits(password!), static (json, bits) =>
        {
            json.WriteStartObject();
            json.WriteNumber("entropy"u8, bits);
            json.WriteEndObject();
        });
    }
}
