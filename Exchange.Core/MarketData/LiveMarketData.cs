using System.Collections.Concurrent;
using Exchange.Core.Engine;
using Exchange.Core.Primitives;

namespace Exchange.Core.MarketData;

/// <summary>
/// Public market data in memory, kept by <see cref="MarketDataFollower"/>. Readers never wait for the database but for
/// candles older than those at hand.
/// </summary>
internal sealed class LiveMarketData(IMarketHistory history, TimeProvider time) : IMarketData, ILiveCandles
{
    private ConcurrentDictionary<MarketId, MarketSeries> _markets = new();

    /// <inheritdoc/>
    public Ticker Ticker(MarketId market) => Find(market)?.Ticker(time.GetUtcNow().ToUnixTimeSeconds() / 60)
        ?? new Ticker(market, default, default, default, default, default, default);

    /// <inheritdoc/>
    public IReadOnlyList<PublicTrade> RecentTrades(MarketId market, int limit) => Find(market)?.Newest(limit) ?? [];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Candle>> CandlesAsync(
        MarketId market, CandlePeriod period, DateTimeOffset? from, DateTimeOffset? to, int limit,
        CancellationToken cancellationToken)
    {
        if (!period.IsKept) return [];
        var range = CandleRange.For(period, from, to, limit, time.GetUtcNow());
        if (range.IsEmpty) return [];
        var stored = await history.CandlesAsync(market, range, cancellationToken);
        return CandleSeries.Merge(range, stored, Find(market)?.NewestCandles(period) ?? []);
    }

    /// <inheritdoc/>
    public Candle? Running(MarketId market, CandlePeriod period)
    {
        if (Find(market)?.Running(period) is not { } newest) return null;
        var now = period.OpenTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        return newest.OpenTimeSeconds >= now
            ? newest
            : new Candle(now, newest.Close, newest.Close, newest.Close, newest.Close, Quantity.Zero);
    }

    /// <summary>Starts anew from the tables.</summary>
    internal void Seed(MarketHistories histories)
    {
        var markets = new ConcurrentDictionary<MarketId, MarketSeries>();
        foreach (var market in histories.Markets)
        {
            var series = new MarketSeries(market.Market);
            series.Seed(market);
            markets[market.Market] = series;
        }

        Volatile.Write(ref _markets, markets);
    }

    /// <summary>Counts the trades of a batch that come after <paramref name="afterSequence"/>.</summary>
    internal void Apply(EventBatch batch, long afterSequence)
    {
        foreach (ref readonly var e in batch.Events.Span)
        {
            if (e.Kind != EventKind.Traded || e.Sequence <= afterSequence) continue;
            _markets.GetOrAdd(e.Market, static market => new MarketSeries(market)).Add(in e);
        }
    }

    private MarketSeries? Find(MarketId market) => Volatile.Read(ref _markets).GetValueOrDefault(market);
}
