using System.Collections.Frozen;

namespace Exchange.Core.Members;

/// <summary>A country or territory of ISO 3166-1.</summary>
/// <param name="Alpha2">Two letters.</param>
/// <param name="Alpha3">Three letters.</param>
/// <param name="CallingCodes">What telephone numbers there begin with; none where another country's is used.</param>
/// <param name="Name">The English name.</param>
public sealed record Country(string Alpha2, string Alpha3, IReadOnlyList<string> CallingCodes, string Name)
{
    private static readonly FrozenDictionary<string, Country> ByCode = Load();

    private static readonly FrozenDictionary<string, Country> ByCallingCode =
        ByCode.Values.Distinct().SelectMany(c => c.CallingCodes.Select(code => KeyValuePair.Create(code, c))).ToFrozenDictionary();

    private static readonly int LongestCallingCode = ByCallingCode.Keys.Max(code => code.Length);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<Country> All { get; } =
        [.. ByCode.Values.Distinct().OrderBy(c => c.Name, StringComparer.Ordinal)];

    /// <summary>The country of two or three letters, of either case; or null.</summary>
    public static Country? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code.ToUpperInvariant());

    /// <summary>The country whose calling code the digits begin with, the longest first; or null.</summary>
    public static Country? OfNumber(ReadOnlySpan<char> digits)
    {
        for (var length = Math.Min(LongestCallingCode, digits.Length); length > 0; length--)
            if (ByCallingCode.TryGetValue(digits[..length].ToString(), out var country)) return country;
        return null;
    }

    private static FrozenDictionary<string, Country> Load()
    {
        using var stream = typeof(Country).Assembly.GetManifestResourceStream("countries.txt")!;
        using var reader = new StreamReader(stream);
        Dictionary<string, Country> all = [];
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('|');
            var codes = cells[2].Split(',', StringSplitOptions.RemoveEmptyEntries);
            var country = new Country(cells[0], cells[1], codes, cells[3]);
            (all[country.Alpha2], all[country.Alpha3]) = (country, country);
        }

        return all.ToFrozenDictionary();
    }
}
