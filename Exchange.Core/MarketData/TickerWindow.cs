using Exchange.Core.Primitives;

namespace Exchange.Core.MarketData;

/// <summary>
/// The last 24 hours of one market in 1440 buckets of a minute, used as a ring. A bucket carries its minute's number,
/// so old ones need no sweeping: a reader passes over those outside the window. Not for several threads; its owner
/// locks.
/// </summary>
internal sealed class TickerWindow(MarketId market)
{
    /// <summary>Minutes in the window, the running one included.</summary>
    public const int Minutes = 1440;

    private readonly Bucket[] _buckets = new Bucket[Minutes];
    private Price _last;
    private Ticker? _cached;
    private long _cachedMinute;

    /// <summary>Counts one trade.</summary>
    public void Add(long minute, Price price, Quantity quantity, Amount notional) =>
        Merge(minute, new Bucket(minute, price, price, price, quantity, notional), price);

    /// <summary>Counts a minute at once, as the candle table holds it. Minutes come in ascending order.</summary>
    public void AddMinute(long minute, Candle candle, Amount quoteVolume) => Merge(
        minute, new Bucket(minute, candle.Open, candle.High, candle.Low, candle.Volume, quoteVolume), candle.Close);

    /// <summary>Sets the last price from before the window.</summary>
    public void SetLast(Price price)
    {
        _last = price;
        _cached = null;
    }

    /// <summary>The ticker of the 1440 minutes that end with <paramref name="nowMinute"/>.</summary>
    public Ticker At(long nowMinute)
    {
        if (_cached is not null && _cachedMinute == nowMinute) return _cached;
        _cachedMinute = nowMinute;
        return _cached = Sum(nowMinute);
    }

    private void Merge(long minute, Bucket added, Price last)
    {
        ref var bucket = ref _buckets[minute % Minutes];
        if (bucket.Minute > minute) return; // a day older than what the ring holds
        bucket = bucket.IsOf(minute) ? bucket.With(added) : added;
        SetLast(last);
    }

    private Ticker Sum(long nowMinute)
    {
        var sum = default(Bucket);
        // Engine time may be ahead of this reader's clock by a moment: a minute that has not begun here still counts.
        var from = nowMinute - Minutes + 1;
        for (var minute = from; minute <= nowMinute + 1; minute++)
        {
            ref readonly var bucket = ref _buckets[minute % Minutes];
            if (!bucket.IsOf(minute)) continue;
            sum = sum.Volume.IsZero ? bucket : sum.With(bucket);
        }

        return new Ticker(market, _last, sum.Open, sum.High, sum.Low, sum.Volume, sum.QuoteVolume);
    }

    private readonly record struct Bucket(
        long Minute, Price Open, Price High, Price Low, Quantity Volume, Amount QuoteVolume)
    {
        public bool IsOf(long minute) => Minute == minute && !Volume.IsZero;

        public Bucket With(Bucket later) => this with
        {
            High = later.High > High ? later.High : High,
            Low = later.Low < Low ? later.Low : Low,
            Volume = Volume + later.Volume,
            QuoteVolume = QuoteVolume + later.QuoteVolume,
        };
    }
}
