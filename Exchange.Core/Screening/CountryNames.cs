using System.Collections.Frozen;
using Exchange.Core.Members;

namespace Exchange.Core.Screening;

/// <summary>Finds the country that a list means: by two or three letters, by its English name, or by how lists call it.</summary>
internal static class CountryNames
{
    private static readonly FrozenDictionary<string, string> ByName = Country.All
        .Select(c => (c.Name, c.Alpha2))
        .Concat(
        [
            ("Russia", "RU"), ("Russian Federation", "RU"), ("Iran", "IR"), ("Iran (Islamic Republic of)", "IR"), ("Syria", "SY"),
            ("Syrian Arab Republic", "SY"), ("Korea, North", "KP"), ("North Korea", "KP"), ("Democratic People's Republic of Korea", "KP"),
            ("Korea, South", "KR"), ("South Korea", "KR"), ("Republic of Korea", "KR"), ("Burma", "MM"), ("Venezuela", "VE"),
            ("Bolivia", "BO"), ("Vietnam", "VN"), ("Viet Nam", "VN"), ("Laos", "LA"), ("Moldova", "MD"), ("Tanzania", "TZ"),
            ("Congo, Democratic Republic of the", "CD"), ("Democratic Republic of the Congo", "CD"), ("Congo, Republic of the", "CG"),
            ("Cote d Ivoire", "CI"), ("Côte d'Ivoire", "CI"), ("United States of America", "US"), ("United States", "US"),
            ("United Kingdom", "GB"), ("United Kingdom of Great Britain and Northern Ireland", "GB"), ("Turkey", "TR"), ("Türkiye", "TR"),
            ("Turkiye", "TR"), ("Czech Republic", "CZ"), ("Macedonia", "MK"), ("Palestinian", "PS"), ("State of Palestine", "PS"),
            ("West Bank", "PS"), ("Region: Gaza", "PS"), ("Libyan Arab Jamahiriya", "LY"), ("Taiwan", "TW"), ("Hong Kong", "HK"),
            ("Macau", "MO"), ("Brunei", "BN"), ("Cape Verde", "CV"), ("Swaziland", "SZ"), ("Bosnia", "BA"), ("UAE", "AE"),
        ])
        .GroupBy(c => c.Item1, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(g => g.Key, g => g.First().Item2, StringComparer.OrdinalIgnoreCase);

    /// <summary>The country in two letters, or null when it is none that is known.</summary>
    public static string? Find(string? text) =>
        ListText.Plain(text) is { } plain ? Country.Find(plain)?.Alpha2 ?? ByName.GetValueOrDefault(plain) : null;
}
