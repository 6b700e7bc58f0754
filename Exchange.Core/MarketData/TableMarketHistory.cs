using System.Data;
using Exchange.Core.Primitives;
using Exchange.Core.Projections;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.MarketData;

/// <summary>Reads the past from the tables <c>trades</c> and <c>candles</c>.</summary>
internal sealed class TableMarketHistory(IDbContextFactory<ExchangeDbContext> contexts) : IMarketHistory
{
    private const string ProjectionName = "tables";

    /// <inheritdoc/>
    public async Task<MarketHistories> LoadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // One snapshot of the database: position and rows must belong together.
        await using var snapshot =
            await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var sequence = await db.ProjectionPositions.AsNoTracking().Where(p => p.Name == ProjectionName)
            .Select(p => p.Sequence).SingleOrDefaultAsync(cancellationToken);
        var longest = CandlePeriod.All.Max(p => p.Minutes);
        var markets = await db.Candles.AsNoTracking().Where(c => c.PeriodMinutes == longest)
            .Select(c => c.MarketIndex).Distinct().OrderBy(i => i).ToListAsync(cancellationToken);
        var histories = new List<MarketHistory>(markets.Count);
        foreach (var index in markets) histories.Add(await LoadMarketAsync(db, index, now, cancellationToken));
        return new MarketHistories(sequence, histories);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Candle>> CandlesAsync(
        MarketId market, CandleRange range, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (period, first, last) = (range.Period.Minutes, range.First, range.Last);
        var rows = db.Candles.AsNoTracking().Where(c => c.MarketIndex == market.Index && c.PeriodMinutes == period);
        var before = await rows.Where(c => c.OpenTimeSeconds < first).OrderByDescending(c => c.OpenTimeSeconds)
            .FirstOrDefaultAsync(cancellationToken);
        var within = await rows.Where(c => c.OpenTimeSeconds >= first && c.OpenTimeSeconds <= last)
            .OrderBy(c => c.OpenTimeSeconds).ToListAsync(cancellationToken);
        if (before is not null) within.Insert(0, before);
        return [.. within.Select(ToCandle)];
    }

    private static async Task<MarketHistory> LoadMarketAsync(
        ExchangeDbContext db, int index, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var market = new MarketId(index);
        var trades = await db.Trades.AsNoTracking().Where(t => t.MarketIndex == index).OrderByDescending(t => t.Id)
            .Take(IMarketData.MaxRecentTrades).ToListAsync(cancellationToken);
        trades.Reverse();
        var from = now.ToUnixTimeSeconds() - TickerWindow.Minutes * 60L;
        var minutes = await db.Candles.AsNoTracking()
            .Where(c => c.MarketIndex == index && c.PeriodMinutes == 1 && c.OpenTimeSeconds > from)
            .OrderBy(c => c.OpenTimeSeconds).ToListAsync(cancellationToken);
        var candles = new List<(CandlePeriod, Candle)>();
        foreach (var period in CandlePeriod.All)
        {
            var newest = await db.Candles.AsNoTracking()
                .Where(c => c.MarketIndex == index && c.PeriodMinutes == period.Minutes)
                .OrderByDescending(c => c.OpenTimeSeconds).FirstOrDefaultAsync(cancellationToken);
            if (newest is not null) candles.Add((period, ToCandle(newest)));
        }

        return new MarketHistory(
            market, trades.Count > 0 ? new Price(trades[^1].PriceTicks) : default, [.. trades.Select(ToTrade)],
            [.. minutes.Select(m => new MinuteHistory(ToCandle(m), m.QuoteVolume))], candles);
    }

    private static Candle ToCandle(CandleRow row) => new(
        row.OpenTimeSeconds, new Price(row.OpenTicks), new Price(row.HighTicks), new Price(row.LowTicks),
        new Price(row.CloseTicks), new Quantity(row.VolumeLots));

    private static PublicTrade ToTrade(TradeRow row) => new(
        new TradeId(row.Id), new MarketId(row.MarketIndex), new Price(row.PriceTicks), new Quantity(row.QuantityLots),
        row.TakerSide, row.AtMicroseconds);
}
