using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Projections;

/// <summary>The running candle of every market and period.</summary>
internal sealed class CandleRows
{
    private readonly Dictionary<(int Market, int Period), CandleRow> _running = [];
    private readonly HashSet<CandleRow> _changed = [];

    public IReadOnlyCollection<CandleRow> Changed => _changed;

    public async Task LoadAsync(ExchangeDbContext db, CancellationToken cancellationToken)
    {
        var newest = await db.Candles.AsNoTracking()
            .GroupBy(c => new { c.MarketIndex, c.PeriodMinutes })
            .Select(g => g.OrderByDescending(c => c.OpenTimeSeconds).First())
            .ToListAsync(cancellationToken);
        Load(newest);
    }

    public void Load(IEnumerable<CandleRow> newest)
    {
        foreach (var row in newest) _running[(row.MarketIndex, row.PeriodMinutes)] = row;
    }

    public void Add(in EngineEvent trade)
    {
        foreach (var period in CandleTime.PeriodMinutes) Add(trade, period);
    }

    public void Written() => _changed.Clear();

    private void Add(in EngineEvent trade, int period)
    {
        var openTime = CandleTime.Open(period, trade.AtMicroseconds / 1_000_000);
        var key = (trade.Market.Index, period);
        if (!_running.TryGetValue(key, out var row) || row.OpenTimeSeconds != openTime)
            _running[key] = row = Start(trade, period, openTime);
        row.HighTicks = Math.Max(row.HighTicks, trade.Price.Ticks);
        row.LowTicks = Math.Min(row.LowTicks, trade.Price.Ticks);
        row.CloseTicks = trade.Price.Ticks;
        row.VolumeLots += trade.Quantity.Lots;
        row.QuoteVolume += trade.Amount;
        _changed.Add(row);
    }

    private static CandleRow Start(in EngineEvent trade, int period, long openTime) => new()
    {
        MarketIndex = trade.Market.Index,
        PeriodMinutes = period,
        OpenTimeSeconds = openTime,
        OpenTicks = trade.Price.Ticks,
        HighTicks = trade.Price.Ticks,
        LowTicks = trade.Price.Ticks,
    };
}
