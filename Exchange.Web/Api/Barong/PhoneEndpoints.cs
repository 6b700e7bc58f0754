using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>/resource/phones: a member's telephone and its verification.</summary>
internal sealed class PhoneEndpoints(PhoneVerification phones, MemberQueries members)
{
    private const string Prefix = "resource.phone";
    private const string Sms = "sms";

    public async Task ListAsync(HttpContext http, MemberId member)
    {
        var phone = await phones.FindAsync(member, http.RequestAborted);
        await ApiResponse.WriteAsync(http, 200, phone, static (json, found) =>
        {
            json.WriteStartArray();
            if (found is not null) Write(json, found);
            json.WriteEndArray();
        });
    }

    public Task CreateAsync(HttpContext http, MemberId member) => SendAsync(http, member, phones.AddAsync);

    public Task SendCodeAsync(HttpContext http, MemberId member) => SendAsync(http, member, phones.ResendAsync);

    public async Task VerifyAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var (number, code) = (checks.Required("phone_number"), checks.Required("verification_code"));
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var outcome = await phones.VerifyAsync(member, number, code, http.RequestAborted);
        if (RefusalOf(outcome) is { } refusal) await refusal.WriteAsync(http);
        else if (await members.ProfileAsync(member, http.RequestAborted) is { } profile)
            await UserJson.WriteAsync(http, 201, member, profile);
        else await ApiError.NotFound.WriteAsync(http);
    }

    /// <summary>One telephone in the contract's shape.</summary>
    internal static void Write(Utf8JsonWriter json, PhoneView phone)
    {
        json.WriteStartObject();
        json.WriteString("country"u8, phone.Country);
        json.WriteString("number"u8, phone.Masked);
        if (phone.ValidatedAt is { } at) json.WriteMoment("validated_at"u8, Clock.ToMicroseconds(at));
        else json.WriteNull("validated_at"u8);
        json.WriteEndObject();
    }

    private static async Task SendAsync(
        HttpContext http, MemberId member, Func<MemberId, string?, CancellationToken, Task<PhoneOutcome>> send)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var number = checks.Required("phone_number");
        if ((checks.Text("channel") ?? Sms) != Sms) checks.Refuse($"{Prefix}.invalid_channel");
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        if (RefusalOf(await send(member, number, http.RequestAborted)) is { } refusal)
        {
            await refusal.WriteAsync(http);
            return;
        }

        await ApiResponse.WriteAsync(http, 201, 0, static (json, _) =>
        {
            json.WriteStartObject();
            json.WriteString("message"u8, "Code was sent successfully via sms"u8);
            json.WriteEndObject();
        });
    }

    private static ApiError? RefusalOf(PhoneOutcome outcome) => outcome.Reason switch
    {
        PhoneRejectReason.None => null,
        PhoneRejectReason.NumberInvalid => ApiError.Of(400, "resource.phone.invalid_num"),
        PhoneRejectReason.NotAvailable => ApiError.Of(503, "resource.phone.not_available"),
        PhoneRejectReason.AlreadyVerified => ApiError.Of(400, "resource.phone.exists"),
        PhoneRejectReason.NumberUnknown => ApiError.Of(404, "resource.phone.doesnt_exist"),
        PhoneRejectReason.NumberTaken => ApiError.Of(400, "resource.phone.number_exist"),
        PhoneRejectReason.TooManyCodes => ApiError.WithRetry(
            429, Math.Max(1, (int)Math.Ceiling(outcome.Wait.TotalSeconds)), "resource.phone.too_many_codes"),
        PhoneRejectReason.CodeInvalid => ApiError.Of(404, "resource.phone.verification_invalid"),
    };
}
