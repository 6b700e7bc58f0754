using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>A member in the shape of Barong's UserWithFullInfo.</summary>
internal static class UserJson
{
    /// <summary>Answers with a member; a new session's CSRF token comes with it.</summary>
    public static async Task WriteAsync(
        HttpContext http, int status, MemberId member, MemberProfile profile, string? csrfToken = null)
    {
        http.Response.Headers.CacheControl = "no-store";
        var verification = await UserVerification.ReadAsync(http, member);
        await ApiResponse.WriteAsync(http, status, (profile, verification, csrfToken), static (json, user) =>
            Write(json, user.profile, user.verification, user.csrfToken));
    }

    /// <summary>Answers a sign-up with what was typed: nothing else, or the answer would tell whether the address was known.</summary>
    public static Task WritePendingAsync(HttpContext http, string email, string? data)
    {
        http.Response.Headers.CacheControl = "no-store";
        return ApiResponse.WriteAsync(http, 201, (email, data), static (json, typed) =>
        {
            json.WriteStartObject();
            json.WriteString("email"u8, typed.email);
            json.WriteNull("uid"u8);
            json.WriteString("role"u8, Roles.Member);
            json.WriteNumber("level"u8, 0);
            json.WriteBoolean("otp"u8, false);
            json.WriteString("state"u8, MemberStanding.StateName(MemberState.Pending));
            json.WriteNull("referral_uid"u8);
            json.WriteString("data"u8, typed.data);
            json.WriteNull("username"u8);
            json.WriteEndObject();
        });
    }

    /// <summary>The code of what is wrong with a program's data, or null.</summary>
    public static string? CodeOf(MemberDataProblem problem) => problem switch
    {
        MemberDataProblem.None => null,
        MemberDataProblem.TooLong => "data.too_long",
        MemberDataProblem.NotJson => "data.invalid_format",
    };

    private static void Write(
        Utf8JsonWriter json, MemberProfile profile, UserVerification verification, string? csrfToken)
    {
        json.WriteStartObject();
        json.WriteString("email"u8, profile.Email);
        json.WriteString("uid"u8, profile.Uid);
        json.WriteString("role"u8, profile.Role);
        json.WriteNumber("level"u8, profile.Level);
        json.WriteBoolean("otp"u8, profile.HasSecondFactor);
        json.WriteString("state"u8, MemberStanding.StateName(profile.State));
        json.WriteNull("referral_uid"u8);
        json.WriteString("data"u8, profile.Data);
        json.WriteNull("username"u8);
        if (csrfToken is not null) json.WriteString("csrf_token"u8, csrfToken);
        verification.Write(json);
        WriteEmpty(json, "data_storages"u8); // nobody has any yet
        json.WriteMoment("created_at"u8, Clock.ToMicroseconds(profile.CreatedAt));
        json.WriteMoment("updated_at"u8, Clock.ToMicroseconds(profile.UpdatedAt));
        json.WriteEndObject();
    }

    private static void WriteEmpty(Utf8JsonWriter json, ReadOnlySpan<byte> name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }
}
