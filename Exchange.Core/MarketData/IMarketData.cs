using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.MarketData;

/// <summary>The door of the MarketData room: public trades, tickers and candles. Safe for any thread.</summary>
public interface IMarketData
{
    /// <summary>The last 24 hours of a market.</summary>
    Ticker Ticker(MarketId market);

    /// <summary>The newest trades, newest first; at most <see cref="MaxRecentTrades"/> are kept at hand.</summary>
    IReadOnlyList<PublicTrade> RecentTrades(MarketId market, int limit);

    /// <summary>
    /// Candles in ascending time, the running one included. With both bounds, all between them (at most <see
    /// cref="MaxCandles"/>); else the last <paramref name="limit"/>. Periods without a trade repeat the last close with
    /// volume 0.
    /// </summary>
    ValueTask<IReadOnlyList<Candle>> CandlesAsync(
        MarketId market, CandlePeriod period, DateTimeOffset? from, DateTimeOffset? to, int limit,
        CancellationToken cancellationToken);

    /// <summary>How many trades a market keeps at hand.</summary>
    const int MaxRecentTrades = 1000;

    /// <summary>Most candles in one answer.</summary>
    const int MaxCandles = 10_000;
}

/// <summary>The length of a candle.</summary>
/// <param name="Minutes">1, 5, 15, 30, 60, 120, 240, 360, 720, 1440, 4320 or 10080.</param>
public readonly record struct CandlePeriod(int Minutes)
{
    /// <summary>All lengths that are kept.</summary>
    public static readonly IReadOnlyList<CandlePeriod> All =
        CandleTime.PeriodMinutes.Select(minutes => new CandlePeriod(minutes)).ToArray();

    /// <summary>True when this length is one of <see cref="All"/>.</summary>
    public bool IsKept => All.Contains(this);

    /// <summary>The name used in streams and URLs: <c>1m</c>, <c>4h</c>, <c>1d</c>, <c>1w</c>.</summary>
    public string Name => Minutes switch
    {
        < 60 => $"{Minutes}m",
        < 1440 => $"{Minutes / 60}h",
        < 10080 => $"{Minutes / 1440}d",
        _ => "1w",
    };

    /// <summary>Start of the period that holds a moment, in unix seconds. Weeks start on Monday.</summary>
    public long OpenTimeSeconds(long unixSeconds) => CandleTime.Open(Minutes, unixSeconds);
}

/// <summary>A trade as the public sees it.</summary>
/// <param name="Id">The trade.</param>
/// <param name="Market">Its market.</param>
/// <param name="Price">The maker's price.</param>
/// <param name="Quantity">How much.</param>
/// <param name="TakerSide">Who came to whom.</param>
/// <param name="AtMicroseconds">When, microseconds since 1970 UTC.</param>
public sealed record PublicTrade(
    TradeId Id, MarketId Market, Price Price, Quantity Quantity, Side TakerSide, long AtMicroseconds);

/// <summary>Open, high, low and close of a period, with the quantity traded in it.</summary>
/// <param name="OpenTimeSeconds">Start of the period, unix seconds.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Sum of quantities.</param>
public sealed record Candle(long OpenTimeSeconds, Price Open, Price High, Price Low, Price Close, Quantity Volume);

/// <summary>
/// A market's last 24 hours, counted in whole minutes. With no trade in them all is zero but <see cref="Last"/>.
/// </summary>
/// <param name="Market">Which.</param>
/// <param name="Last">Price of the last trade ever; unset before the first.</param>
/// <param name="Open">First price of the window.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="BaseVolume">Sum of quantities.</param>
/// <param name="QuoteVolume">Sum of price times quantity.</param>
public sealed record Ticker(
    MarketId Market, Price Last, Price Open, Price High, Price Low, Quantity BaseVolume, Amount QuoteVolume)
{
    /// <summary>Change from open to last, in hundredths of a percent, rounded towards zero; 0 without trades.</summary>
    public long ChangeBasisPoints => Open.IsSet ? (long)((Int128)(Last.Ticks - Open.Ticks) * 10_000 / Open.Ticks) : 0;
}
