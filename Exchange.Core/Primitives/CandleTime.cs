namespace Exchange.Core.Primitives;

/// <summary>When candles begin.</summary>
public static class CandleTime
{
    private const int MinutesPerWeek = 10_080;

    /// <summary>The lengths of candles that are kept, in minutes: those of the Peatio contract.</summary>
    public static IReadOnlyList<int> PeriodMinutes { get; } = [1, 5, 15, 30, 60, 120, 240, 360, 720, 1440, 4320, MinutesPerWeek];

    private const long FirstMonday = 4 * 86_400; // 1970-01-05

    /// <summary>Start of the period of this many minutes that holds a moment, in unix seconds. Weeks start on
    /// Monday.</summary>
    public static long Open(int periodMinutes, long unixSeconds)
    {
        var length = periodMinutes * 60L;
        var offset = periodMinutes == MinutesPerWeek ? FirstMonday : 0;
        return (unixSeconds - offset) / length * length + offset;
    }
}
