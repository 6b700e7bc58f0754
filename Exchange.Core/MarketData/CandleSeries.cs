using Exchange.Core.Primitives;

namespace Exchange.Core.MarketData;

/// <summary>Which candles are wanted: opening times from first to last, both included, one period apart.</summary>
/// <param name="Period">The length.</param>
/// <param name="First">First opening time, unix seconds.</param>
/// <param name="Last">Last opening time, unix seconds.</param>
internal readonly record struct CandleRange(CandlePeriod Period, long First, long Last)
{
    /// <summary>True when no candle is wanted.</summary>
    public bool IsEmpty => Last < First;

    /// <summary>
    /// The range that a request means; no candle is wanted of the future, nor more than a request may have.
    /// </summary>
    public static CandleRange For(
        CandlePeriod period, DateTimeOffset? from, DateTimeOffset? to, int limit, DateTimeOffset now)
    {
        var length = period.Minutes * 60L;
        var end = to is { } t && t < now ? t : now;
        var last = period.OpenTimeSeconds(end.ToUnixTimeSeconds());
        var first = from is { } f ? RoundedUp(period, f.ToUnixTimeSeconds()) : long.MinValue;
        var count = from is not null && to is not null ? IMarketData.MaxCandles : limit;
        count = Math.Clamp(count, 0, IMarketData.MaxCandles);
        return new CandleRange(period, Math.Max(first, last - (count - 1) * length), last);
    }

    private static long RoundedUp(CandlePeriod period, long unixSeconds)
    {
        var start = period.OpenTimeSeconds(unixSeconds);
        return start < unixSeconds ? start + period.Minutes * 60L : start;
    }
}

/// <summary>Puts candles of the table and live ones together without gaps.</summary>
internal static class CandleSeries
{
    /// <summary>
    /// The candles of a range. Where both sources have one, that with more volume counts: a candle only ever grows, so
    /// it is the newer. Empty periods repeat the close before them; before the first trade there is nothing.
    /// </summary>
    /// <param name="range">What is wanted.</param>
    /// <param name="stored">From the table, ascending; may begin with the last one before the range.</param>
    /// <param name="live">From the followed events, ascending.</param>
    public static IReadOnlyList<Candle> Merge(
        CandleRange range, IReadOnlyList<Candle> stored, IReadOnlyList<Candle> live)
    {
        if (range.IsEmpty) return [];
        var byTime = new SortedDictionary<long, Candle>();
        foreach (var candle in stored.Concat(live))
        {
            if (candle.OpenTimeSeconds > range.Last) continue;
            if (byTime.TryGetValue(candle.OpenTimeSeconds, out var known) && known.Volume >= candle.Volume) continue;
            byTime[candle.OpenTimeSeconds] = candle;
        }

        return Filled(range, byTime);
    }

    private static List<Candle> Filled(CandleRange range, SortedDictionary<long, Candle> byTime)
    {
        var filled = new List<Candle>();
        Price? close = null;
        foreach (var candle in byTime.Values.TakeWhile(c => c.OpenTimeSeconds < range.First)) close = candle.Close;
        for (var time = range.First; time <= range.Last; time += range.Period.Minutes * 60L)
        {
            if (byTime.TryGetValue(time, out var candle)) filled.Add(candle);
            else if (close is { } c) filled.Add(new Candle(time, c, c, c, c, Quantity.Zero));
            else continue;
            close = filled[^1].Close;
        }

        return filled;
    }
}
