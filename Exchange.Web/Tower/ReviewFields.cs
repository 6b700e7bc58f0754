using System.Globalization;
using Exchange.Core.Compliance;
using Exchange.Core.Members;

namespace Exchange.Web.Tower;

/// <summary>What a review shows of a member, in the order in which a reviewer compares it.</summary>
internal static class ReviewFields
{
    /// <summary>Why things are accepted, to choose from.</summary>
    public static IReadOnlyList<string> ApproveReasons { get; } =
        ["Agrees with what they say", "Agrees with the register", "Asked back, and answered"];

    /// <summary>Why documents are not accepted, to choose from.</summary>
    public static IReadOnlyList<string> DocumentReasons { get; } =
    [
        "The picture is blurred. Please take another one in good light.",
        "A part of the document is cut off. All four corners must be seen.",
        "The document has expired.", "The name or day of birth differs from your profile.",
    ];

    /// <summary>Why profiles and companies are not accepted, to choose from.</summary>
    public static IReadOnlyList<string> ProfileReasons { get; } =
    [
        "The name differs from your document.", "The day of birth differs from your document.", "The address is not complete.",
    ];

    /// <summary>The fields of a profile, and of a company where there is one.</summary>
    public static IReadOnlyList<(string Label, string? Value)> Of(ProfileView? profile, CompanyView? company)
    {
        var fields = new List<(string, string?)>();
        if (profile?.Fields is { } person)
        {
            fields.AddRange([
                ("First name", person.FirstName), ("Last name", person.LastName), ("Born", person.DateOfBirth),
                ("Address", person.Address), ("Postcode", person.Postcode), ("City", person.City), ("Country", person.Country),
            ]);
        }

        if (company?.Fields is { } firm)
        {
            fields.AddRange([
                ("Company", firm.Name), ("Registered as", firm.RegistrationNumber), ("Registered in", firm.Country),
                ("Its address", firm.Address), ("Represented by", firm.Representative),
                .. firm.Shareholders.Select(s => ("Shareholder", (string?)Share(s))),
            ]);
        }

        return fields;
    }

    private static string Share(Shareholder one) => string.Create(CultureInfo.InvariantCulture, $"{one.Name}, {one.Percent} %");

    /// <summary>What an item is.</summary>
    public static string TitleOf(ReviewItemView item) => item.Document is { } document
        ? $"{document.Type}, {document.Side.Replace('_', ' ')}"
        : item.Item.Kind.ToString();
}
