using Exchange.Core.Primitives;

namespace Exchange.Core.MarketData;

/// <summary>
/// The door for feeds that show a candle while it grows. Safe for any thread and never waits for the database.
/// </summary>
public interface ILiveCandles
{
    /// <summary>
    /// The candle of the running period; when it has no trade yet, the last close with volume 0. Null before the first
    /// trade.
    /// </summary>
    Candle? Running(MarketId market, CandlePeriod period);
}
