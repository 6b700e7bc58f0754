using Exchange.Core.Primitives;

namespace Exchange.Core.MarketData;

/// <summary>A minute of the candle table with its volume in quote.</summary>
internal sealed record MinuteHistory(Candle Candle, Amount QuoteVolume);

/// <summary>What the tables know of one market. Everything ascends in time.</summary>
/// <param name="Market">Which.</param>
/// <param name="LastPrice">Price of the last trade ever; unset before the first.</param>
/// <param name="Trades">The newest trades, at most <see cref="IMarketData.MaxRecentTrades"/>.</param>
/// <param name="Minutes">The one-minute candles of the last 24 hours.</param>
/// <param name="Candles">The newest candle of every period.</param>
internal sealed record MarketHistory(
    MarketId Market, Price LastPrice, IReadOnlyList<PublicTrade> Trades, IReadOnlyList<MinuteHistory> Minutes,
    IReadOnlyList<(CandlePeriod Period, Candle Candle)> Candles);

/// <summary>All markets of the tables at one projector position.</summary>
/// <param name="Sequence">The last sequence whose trades are included.</param>
/// <param name="Markets">One entry per market that ever traded.</param>
internal sealed record MarketHistories(long Sequence, IReadOnlyList<MarketHistory> Markets);

/// <summary>Reads the past from where the projector wrote it.</summary>
internal interface IMarketHistory
{
    /// <summary>Everything needed to go on with live events, all at one position.</summary>
    Task<MarketHistories> LoadAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// The stored candles of a range, ascending, with the last one before it in front when there is one.
    /// </summary>
    ValueTask<IReadOnlyList<Candle>> CandlesAsync(
        MarketId market, CandleRange range, CancellationToken cancellationToken);
}
