using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>A member in the shape of Barong's User, as the staff sees it; what is asked besides comes before its end.</summary>
internal static class AdminUserJson
{
    public static void Begin(Utf8JsonWriter json, MemberRow member)
    {
        json.WriteStartObject();
        json.WriteString("email"u8, member.Email);
        json.WriteString("uid"u8, member.Uid);
        json.WriteString("role"u8, member.Role);
        json.WriteNumber("level"u8, member.Level);
        json.WriteBoolean("otp"u8, member.HasSecondFactor);
        json.WriteString("state"u8, MemberStanding.StateName(member.State));
        json.WriteNull("referral_uid"u8);
        json.WriteNull("username"u8);
    }

    public static void End(Utf8JsonWriter json, MemberRow member)
    {
        json.WriteMoment("created_at"u8, Clock.ToMicroseconds(member.CreatedAt));
        json.WriteMoment("updated_at"u8, Clock.ToMicroseconds(member.UpdatedAt));
        json.WriteEndObject();
    }

    /// <summary>A note: Barong's comment.</summary>
    public static void Write(Utf8JsonWriter json, MemberNoteView note)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, note.Id);
        json.WriteString("author_uid"u8, note.AuthorUid);
        json.WriteString("title"u8, note.Title);
        json.WriteString("data"u8, note.Text);
        json.WriteMoment("created_at"u8, Clock.ToMicroseconds(note.CreatedAt));
        json.WriteMoment("updated_at"u8, Clock.ToMicroseconds(note.UpdatedAt));
        json.WriteEndObject();
    }
}
