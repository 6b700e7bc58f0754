using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>The part of Barong's UserWithFullInfo that tells how far a member is verified.</summary>
internal sealed record UserVerification(IReadOnlyList<LabelView> Labels, PhoneView? Phone, ProfileView? Profile)
{
    /// <summary>Reads it for a member.</summary>
    public static async Task<UserVerification> ReadAsync(HttpContext http, MemberId member)
    {
        var services = http.RequestServices;
        return new UserVerification(
            await services.GetRequiredService<Labels>().ListAsync(member, http.RequestAborted),
            await services.GetRequiredService<PhoneVerification>().FindAsync(member, http.RequestAborted),
            await services.GetRequiredService<Profiles>().FindAsync(member, http.RequestAborted));
    }

    /// <summary>Writes the three lists.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("labels"u8);
        foreach (var label in Labels) LabelEndpoints.Write(json, label);
        json.WriteEndArray();
        json.WriteStartArray("phones"u8);
        if (Phone is not null) PhoneEndpoints.Write(json, Phone);
        json.WriteEndArray();
        json.WriteStartArray("profiles"u8);
        if (Profile is not null) ProfileEndpoints.Write(json, Profile);
        json.WriteEndArray();
    }
}
