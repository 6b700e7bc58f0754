namespace Exchange.Core.Screening;

/// <summary>What the day of birth says about a hit.</summary>
internal static class BirthScore
{
    /// <summary>The same day.</summary>
    public const int Exact = 10;

    /// <summary>Within the year or the years that the list gives.</summary>
    public const int Within = 5;

    /// <summary>No day of the list is near.</summary>
    public const int Contradicts = -15;

    /// <summary>Years by which a day may be wrong without speaking against it: registers and memories are.</summary>
    public const int NearYears = 2;

    /// <summary>What "about" means, in years to either side.</summary>
    public const int ApproximateYears = 1;

    /// <summary>The reason, or null when one side knows nothing.</summary>
    public static ScoreReason? Of(DateOnly? born, IReadOnlyList<BirthRange> listed)
    {
        if (born is not { } day || listed.Count == 0) return null;
        if (listed.Any(r => r.From == r.To && r.From == day && !r.IsApproximate)) return new("birth", Exact, "The same day of birth");
        if (listed.FirstOrDefault(r => IsWithin(r, day)) is { } within) return new("birth", Within, $"Born within {within.ToWords()}");
        if (listed.Any(r => Contains(r, day, NearYears) || IsSwapped(r, day))) return new("birth", 0, "A day of birth that is near");
        return new("birth", Contradicts, "Another day of birth: " + string.Join(", ", listed.Select(r => r.ToWords())));
    }

    private static bool IsWithin(BirthRange range, DateOnly day) =>
        (range.From != range.To || range.IsApproximate) && Contains(range, day, range.IsApproximate ? ApproximateYears : 0);

    private static bool Contains(BirthRange range, DateOnly day, int years) =>
        day >= Add(range.From, -years) && day <= Add(range.To, years);

    /// <summary>Day and month in the other order.</summary>
    private static bool IsSwapped(BirthRange range, DateOnly day) =>
        range.From == range.To && range.From.Year == day.Year && range.From.Month == day.Day && range.From.Day == day.Month;

    private static DateOnly Add(DateOnly day, int years) =>
        day.Year + years < DateOnly.MinValue.Year ? DateOnly.MinValue
        : day.Year + years > DateOnly.MaxValue.Year ? DateOnly.MaxValue : day.AddYears(years);
}
