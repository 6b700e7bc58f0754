using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Exchange.Core.Members;

/// <summary>What a person says of themselves. Every field may be missing in a draft.</summary>
public sealed record ProfileFields
{
    /// <summary>Most characters of a name or city.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Most characters of an address.</summary>
    public const int MaxAddressLength = 255;

    /// <summary>Most characters of a postcode.</summary>
    public const int MaxPostcodeLength = 12;

    /// <summary>Most characters of <see cref="Metadata"/>.</summary>
    public const int MaxMetadataLength = 1024;

    /// <summary>Nobody younger may have an account.</summary>
    public const int MinAge = 18;

    /// <summary>Nobody is older.</summary>
    public const int MaxAge = 120;

    /// <summary>Given names.</summary>
    public string? FirstName { get; init; }

    /// <summary>Family name.</summary>
    public string? LastName { get; init; }

    /// <summary>Day of birth, <c>yyyy-MM-dd</c>.</summary>
    public string? DateOfBirth { get; init; }

    /// <summary>Street and house.</summary>
    public string? Address { get; init; }

    /// <summary>Postcode.</summary>
    public string? Postcode { get; init; }

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>Country, in two or three letters.</summary>
    public string? Country { get; init; }

    /// <summary>JSON of a program's own, or null.</summary>
    public string? Metadata { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(ProfileFields);

    /// <summary>The day of birth, when it is one.</summary>
    public DateOnly? Born => DateOnly.TryParseExact(
        DateOfBirth, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The names of the fields of which something is wrong; of missing ones only when all must be there.</summary>
    public IReadOnlyList<ProfileField> Wrong(bool mustBeComplete, DateOnly today)
    {
        var wrong = new List<ProfileField>();
        void Check(ProfileField field, string? value, bool isRight)
        {
            if (value is null ? mustBeComplete : !isRight) wrong.Add(field);
        }

        Check(ProfileField.FirstName, FirstName, IsName(FirstName));
        Check(ProfileField.LastName, LastName, IsName(LastName));
        Check(ProfileField.DateOfBirth, DateOfBirth, Born is { } born && born.AddYears(MinAge) <= today && born.AddYears(MaxAge) > today);
        Check(ProfileField.Address, Address, IsText(Address, MaxAddressLength));
        Check(ProfileField.Postcode, Postcode, IsPostcode(Postcode));
        Check(ProfileField.City, City, IsName(City));
        Check(ProfileField.Country, Country, Members.Country.Find(Country) is not null);
        if (Metadata is not null && !IsMetadata(Metadata)) wrong.Add(ProfileField.Metadata);
        return wrong;
    }

    /// <summary>The same with white space made plain, letters composed, and the country in two letters; what is empty is missing.</summary>
    public ProfileFields Normalised() => this with
    {
        FirstName = Plain(FirstName),
        LastName = Plain(LastName),
        DateOfBirth = Plain(DateOfBirth),
        Address = Plain(Address),
        Postcode = Plain(Postcode)?.ToUpperInvariant(),
        City = Plain(City),
        Country = Members.Country.Find(Country?.Trim())?.Alpha2 ?? Plain(Country),
        Metadata = string.IsNullOrEmpty(Metadata) ? null : Metadata,
    };

    /// <summary>These, and where they are missing, those before.</summary>
    public ProfileFields Over(ProfileFields before) => new()
    {
        FirstName = FirstName ?? before.FirstName,
        LastName = LastName ?? before.LastName,
        DateOfBirth = DateOfBirth ?? before.DateOfBirth,
        Address = Address ?? before.Address,
        Postcode = Postcode ?? before.Postcode,
        City = City ?? before.City,
        Country = Country ?? before.Country,
        Metadata = Metadata ?? before.Metadata,
    };

    /// <summary>As those see them who may not see everything: Barong's masks.</summary>
    public ProfileFields Masked() => this with
    {
        LastName = Hidden(LastName),
        DateOfBirth = DateOfBirth is { Length: 10 } day ? day[..8] + "**" : DateOfBirth,
        Address = Address is { Length: > 0 } address ? Mask(address, 2) : Address,
        Metadata = null,
    };

    /// <summary>All but the first character hidden.</summary>
    internal static string? Hidden(string? text) => string.IsNullOrEmpty(text) ? text : Mask(text, 1);

    private static string Mask(string text, int shown) =>
        text[..Math.Min(shown, text.Length)] + new string('*', Math.Max(0, text.Length - shown));

    /// <summary>Names of all scripts: letters, marks, spaces, hyphens, apostrophes and dots; at least one letter.</summary>
    internal static bool IsName(string? text) =>
        text is { Length: > 0 and <= MaxNameLength } && text.EnumerateRunes().Any(Rune.IsLetter)
        && text.EnumerateRunes().All(rune => Rune.IsLetter(rune) || IsMark(rune) || rune.Value is ' ' or '-' or '\'' or '’' or '.' or ',');

    /// <summary>One line of any script without controls, directions or markup.</summary>
    internal static bool IsText(string? text, int most) =>
        text is { Length: > 0 } && text.Length <= most && text.EnumerateRunes().Any(Rune.IsLetterOrDigit)
        && text.EnumerateRunes().All(rune => !IsHidden(rune) && rune.Value is not ('<' or '>'));

    private static bool IsPostcode(string? text) =>
        text is { Length: > 1 and <= MaxPostcodeLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-');

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsHidden(Rune rune) => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsMetadata(string text)
    {
        if (text.Length > MaxMetadataLength || text.Contains('\0', StringComparison.Ordinal)) return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Broken surrogates cannot be composed; they stay, and are refused as no name and no text.</summary>
    internal static string? Plain(string? text)
    {
        if (text is null) return null;
        var composed = text.EnumerateRunes().Contains(Rune.ReplacementChar) ? text : text.Normalize(NormalizationForm.FormC);
        var plain = string.Join(' ', composed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return plain.Length == 0 ? null : plain;
    }
}

/// <summary>A field of a profile.</summary>
public enum ProfileField
{
    /// <summary>Given names.</summary>
    FirstName,

    /// <summary>Family name.</summary>
    LastName,

    /// <summary>Day of birth.</summary>
    DateOfBirth,

    /// <summary>Street and house.</summary>
    Address,

    /// <summary>Postcode.</summary>
    Postcode,

    /// <summary>City.</summary>
    City,

    /// <summary>Country.</summary>
    Country,

    /// <summary>JSON of a program's own.</summary>
    Metadata,
}
