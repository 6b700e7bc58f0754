using System.Globalization;
using System.Text.RegularExpressions;

namespace Exchange.Core.Screening;

/// <summary>Reads days of birth as lists write them: <c>10 Dec 1948</c>, <c>Apr 1957</c>, <c>circa 1961</c>, <c>1957 to 1960</c>.</summary>
internal static partial class BirthDates
{
    private static readonly string[] Days = ["dd MMM yyyy", "d MMM yyyy", "yyyy-MM-dd", "dd/MM/yyyy"];
    private static readonly string[] Months = ["MMM yyyy", "yyyy-MM"];

    /// <summary>All that can be read, once each. What cannot be is left out: it says nothing.</summary>
    public static IReadOnlyList<BirthRange> All(IEnumerable<string?> texts) => [.. texts.Select(Parse).OfType<BirthRange>().Distinct()];

    /// <summary>A day, month, year, or the time between two of them.</summary>
    public static BirthRange? Parse(string? text)
    {
        if (ListText.Plain(text) is not { } plain) return null;
        var isApproximate = About().IsMatch(plain);
        var ends = To().Split(About().Replace(plain, ""));
        return ends.Length is 1 or 2 && One(ends[0]) is { } first && One(ends[^1]) is { } last && first.From <= last.To
            ? new BirthRange(first.From, last.To, isApproximate)
            : null;
    }

    /// <summary>A year, or the years between two.</summary>
    public static BirthRange? Years(string? from, string? to, bool isApproximate) =>
        One(from) is { } first && One(to) is { } last && first.From <= last.To
            ? new BirthRange(first.From, last.To, isApproximate)
            : null;

    private static (DateOnly From, DateOnly To)? One(string? text)
    {
        var plain = text?.Trim();
        if (IsDay(plain, Days, out var day)) return (day, day);
        if (IsDay(plain, Months, out var month)) return (month, month.AddMonths(1).AddDays(-1));
        return IsDay(plain, ["yyyy"], out var year) ? (year, new DateOnly(year.Year, 12, 31)) : null;
    }

    private static bool IsDay(string? text, string[] formats, out DateOnly day) =>
        DateOnly.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && day.Year is >= 1800 and < 9999;

    [GeneratedRegex(@"\b(?:circa|approximately|about|c\.)\s*", RegexOptions.IgnoreCase)]
    private static partial Regex About();

    [GeneratedRegex(@"\s+(?:to|and)\s+", RegexOptions.IgnoreCase)]
    private static partial Regex To();
}
