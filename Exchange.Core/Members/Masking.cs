using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Exchange.Core.Audit;

namespace Exchange.Core.Members;

/// <summary>
/// What somebody of the staff sees of members. It is applied here in Core, before anything leaves it: no page can forget it. E-mail and
/// network addresses, and names beside those of listed persons, are shown to who holds <see cref="Permission.PiiRead"/>; the rest
/// is masked for everybody, and shown by an act that takes a reason.
/// </summary>
/// <param name="ShowsContacts">Whether e-mail and network addresses are shown.</param>
public sealed partial record Masking(bool ShowsContacts)
{
    private const string Hidden = "***";

    /// <summary>What a person sees.</summary>
    public static Masking For(StaffStanding standing) => new(standing.May(Permission.PiiRead));

    /// <summary>An e-mail address: the first character and the top of the domain.</summary>
    public string Email(string email)
    {
        if (ShowsContacts) return email;
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var dot = email.LastIndexOf('.');
        return at < 1 ? Hidden : $"{email[0]}{Hidden}@{Hidden}{(dot > at ? email[dot..] : "")}";
    }

    /// <summary>A network address: only its larger half, the same that tells whether two sign-ins come from one place.</summary>
    public string Address(string? address)
    {
        if (ShowsContacts || string.IsNullOrEmpty(address)) return address ?? "";
        if (!IPAddress.TryParse(address, out var parsed)) return Hidden;
        if (parsed.IsIPv4MappedToIPv6) parsed = parsed.MapToIPv4();
        var bytes = parsed.GetAddressBytes();
        return bytes.Length == 4 ? $"{bytes[0]}.{bytes[1]}.{Hidden}" : $"{parsed.ToString().Split(':')[0]}:{Hidden}";
    }

    /// <summary>A text that may hold e-mail and network addresses.</summary>
    public string? Text(string? text) => ShowsContacts || string.IsNullOrEmpty(text)
        ? text
        : Addresses().Replace(
            Emails().Replace(text, match => Email(match.Value)),
            match => IPAddress.TryParse(match.Value, out _) ? Address(match.Value) : match.Value);

    /// <summary>A name where somebody judges it: the first character of each word for who may not see contacts.</summary>
    public string Name(string name) => ShowsContacts
        ? name
        : string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ProfileFields.Hidden));

    /// <summary>A day of birth in such a place: year and month.</summary>
    public string? Born(DateOnly? day) =>
        day?.ToString(ShowsContacts ? "yyyy-MM-dd" : "yyyy-MM-**", CultureInfo.InvariantCulture);

    /// <summary>What a member says of themselves: of each field its beginning.</summary>
    public static ProfileFields Profile(ProfileFields fields) => fields.Masked() with
    {
        FirstName = ProfileFields.Hidden(fields.FirstName),
        Postcode = ProfileFields.Hidden(fields.Postcode),
        City = ProfileFields.Hidden(fields.City),
    };

    /// <summary>A sign-in, without what opens it.</summary>
    public MemberSession Of(MemberSession session) => new()
    {
        Id = session.Id,
        KeyHash = "",
        MemberId = session.MemberId,
        SecurityStamp = "",
        CsrfToken = "",
        IsBound = session.IsBound,
        SecondFactorAt = session.SecondFactorAt,
        Address = Address(session.Address),
        UserAgent = session.UserAgent,
        CreatedAt = session.CreatedAt,
        LastSeenAt = session.LastSeenAt,
        ExpiresAt = session.ExpiresAt,
    };

    /// <summary>An activity.</summary>
    public Activity Of(Activity activity) => new()
    {
        Id = activity.Id,
        MemberId = activity.MemberId,
        Topic = activity.Topic,
        Action = activity.Action,
        Result = activity.Result,
        Address = Address(activity.Address),
        UserAgent = activity.UserAgent,
        At = activity.At,
    };

    /// <summary>An API key.</summary>
    public ApiKeyView Of(ApiKeyView key) =>
        ShowsContacts ? key : key with { Terms = key.Terms with { Addresses = Text(key.Terms.Addresses) } };

    /// <summary>An entry of the audit log.</summary>
    public AuditEntry Of(AuditEntry entry) => ShowsContacts ? entry : new()
    {
        Id = entry.Id,
        ActorId = entry.ActorId,
        Action = entry.Action,
        Target = entry.Target,
        Before = Text(entry.Before),
        After = Text(entry.After),
        Reason = Text(entry.Reason),
        Address = Address(entry.Address),
        At = entry.At,
    };

    /// <summary>A member's name.</summary>
    public MemberName Of(MemberName name) => name with { Email = Email(name.Email) };

    [GeneratedRegex("""[^\s,;:"'<>|]+@[^\s,;:"'<>|]+""")]
    private static partial Regex Emails();

    [GeneratedRegex("(?:[0-9]{1,3}[.]){3}[0-9]{1,3}|[0-9A-Fa-f]*:[0-9A-Fa-f:]+")]
    private static partial Regex Addresses();
}
