using System.Globalization;
using Exchange.Core.Compliance;
using Exchange.Core.Members;

namespace Exchange.Web.Tower;

/// <summary>What a review shows of a member, in the order in which a reviewer compares it.</summary>
internal static class ReviewFields
{
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
