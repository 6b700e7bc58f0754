using Exchange.Core.MarketData;
using Exchange.Core.Markets;

namespace Exchange.Web.Feeds;

/// <summary>Names of the streams that Ranger offers.</summary>
internal static class RangerStreams
{
    public const string Tickers = "global.tickers";
    public const string Order = "order";
    public const string Trade = "trade";
    public const string Balances = "balances";

    private const string BookSuffix = ".ob-inc";
    private const string AuctionSuffix = ".auction";

    public static string Book(Market market) => market.Code + BookSuffix;

    public static string Trades(Market market) => market.Code + ".trades";

    public static string Auction(Market market) => market.Code + AuctionSuffix;

    public static string Candle(Market market, CandlePeriod period) => $"{market.Code}.kline-{period.Name}";

    /// <summary>A stream whose name has no dot belongs to one member.</summary>
    public static bool IsPrivate(string stream) => !stream.Contains('.', StringComparison.Ordinal);

    /// <summary>The market code of a book stream.</summary>
    public static bool TryBookMarket(string stream, out string marketCode) => TryMarket(stream, BookSuffix, out marketCode);

    /// <summary>The market code of an auction stream.</summary>
    public static bool TryAuctionMarket(string stream, out string marketCode) => TryMarket(stream, AuctionSuffix, out marketCode);

    private static bool TryMarket(string stream, string suffix, out string marketCode)
    {
        var matches = stream.EndsWith(suffix, StringComparison.Ordinal);
        marketCode = matches ? stream[..^suffix.Length] : "";
        return matches;
    }
}
