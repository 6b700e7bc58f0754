using Exchange.Core.Primitives;

namespace Exchange.Core.MarketData;

/// <summary>
/// The newest candles of one market in every period, as trades make them. Keeps <see cref="CandlesKept"/> per period,
/// so that a projector that is behind leaves no hole between the table and here. Not for several threads; its owner
/// locks.
/// </summary>
internal sealed class CandleBook
{
    /// <summary>Candles with trades kept per period.</summary>
    public const int CandlesKept = 64;

    private readonly Dictionary<CandlePeriod, Queue<Candle>> _older = [];
    private readonly Dictionary<CandlePeriod, Candle> _running = [];

    /// <summary>Puts in a candle from the table. Candles come in ascending time.</summary>
    public void Seed(CandlePeriod period, Candle candle) => Begin(period, candle);

    /// <summary>Counts one trade in every period.</summary>
    public void Add(long unixSeconds, Price price, Quantity quantity)
    {
        foreach (var period in CandlePeriod.All) Add(period, period.OpenTimeSeconds(unixSeconds), price, quantity);
    }

    /// <summary>The newest candle with a trade, or null before the first trade.</summary>
    public Candle? Running(CandlePeriod period) => _running.GetValueOrDefault(period);

    /// <summary>The candles at hand, ascending.</summary>
    public IReadOnlyList<Candle> Newest(CandlePeriod period) =>
        Running(period) is { } running ? [.. OlderOf(period), running] : [];

    private void Add(CandlePeriod period, long openTime, Price price, Quantity quantity)
    {
        var running = Running(period);
        if (running is null || running.OpenTimeSeconds < openTime)
        {
            Begin(period, new Candle(openTime, price, price, price, price, quantity));
            return;
        }

        // The engine's time never goes back, so a trade belongs to the running candle or to a new one.
        _running[period] = running with
        {
            High = price > running.High ? price : running.High,
            Low = price < running.Low ? price : running.Low,
            Close = price,
            Volume = running.Volume + quantity,
        };
    }

    private void Begin(CandlePeriod period, Candle candle)
    {
        if (Running(period) is { } finished)
        {
            var older = OlderOf(period);
            older.Enqueue(finished);
            if (older.Count >= CandlesKept) older.Dequeue();
        }

        _running[period] = candle;
    }

    private Queue<Candle> OlderOf(CandlePeriod period)
    {
        if (!_older.TryGetValue(period, out var older)) _older[period] = older = new Queue<Candle>();
        return older;
    }
}
