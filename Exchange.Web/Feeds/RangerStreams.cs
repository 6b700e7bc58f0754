using Exchange.Core.MarketData;
using Exchange.Core.Markets;

namespace Exchange.Web.Feeds;

/// <summary>What a stream tells of.</summary>
internal enum RangerTopic
{
    /// <summary>There is no such stream.</summary>
    None,

    /// <summary>A book, as a snapshot and numbered changes.</summary>
    Book,

    /// <summary>Checksums of a book, by the numbers of its changes.</summary>
    BookChecksum,

    /// <summary>A whole book, again and again.</summary>
    WholeBook,

    /// <summary>Trades of a market.</summary>
    Trades,

    /// <summary>The running candle of a market.</summary>
    Candle,

    /// <summary>State and call auction of a market.</summary>
    Auction,

    /// <summary>All markets in one look.</summary>
    Tickers,

    /// <summary>What belongs to one member.</summary>
    Private,
}

/// <summary>A stream by its parts.</summary>
/// <param name="Topic">What it tells of.</param>
/// <param name="Name">The name as messages have it.</param>
/// <param name="Market">The market, where it is of one.</param>
internal readonly record struct RangerStream(RangerTopic Topic, string Name, FeedMarket? Market);

/// <summary>Names of the streams that Ranger offers.</summary>
internal static class RangerStreams
{
    public const string Tickers = "global.tickers";
    public const string Order = "order";
    public const string Trade = "trade";
    public const string Balances = "balances";

    /// <summary>One currency per message, as AltMarkets has it.</summary>
    public const string Balance = "balance";

    /// <summary>In the contract; nothing is told of before there are deposits.</summary>
    public const string DepositAddress = "deposit_address";

    private const string CandlePrefix = "kline-";
    private static readonly HashSet<string> Own = [Order, Trade, Balances, Balance, DepositAddress];

    public static string Book(Market market) => market.Code + ".ob-inc";

    public static string BookChecksum(Market market) => market.Code + ".ob-sum";

    public static string WholeBook(Market market) => market.Code + ".update";

    public static string Trades(Market market) => market.Code + ".trades";

    public static string Auction(Market market) => market.Code + ".auction";

    public static string Candle(Market market, CandlePeriod period) => $"{market.Code}.{CandlePrefix}{period.Name}";

    /// <summary>A stream whose name has no dot belongs to one member.</summary>
    public static bool IsPrivate(string stream) => !stream.Contains('.', StringComparison.Ordinal);

    /// <summary>Finds a stream by its name, in any case.</summary>
    public static RangerStream Find(string name, FeedMarkets markets)
    {
        if (name.Length is 0 or > FeedLimits.MaxStreamNameLength) return default;
        name = name.ToLowerInvariant();
        if (name == Tickers) return new RangerStream(RangerTopic.Tickers, name, null);
        if (Own.Contains(name)) return new RangerStream(RangerTopic.Private, name, null);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || TopicOf(name[(dot + 1)..]) is not (not RangerTopic.None and var topic)) return default;
        return markets.TryFind(name[..dot], out var market)
            ? new RangerStream(topic, market.Market.Code + name[dot..], market)
            : default;
    }

    private static RangerTopic TopicOf(string suffix) => suffix switch
    {
        "ob-inc" => RangerTopic.Book,
        "ob-sum" => RangerTopic.BookChecksum,
        "update" => RangerTopic.WholeBook,
        "trades" => RangerTopic.Trades,
        "auction" => RangerTopic.Auction,
        _ => suffix.StartsWith(CandlePrefix, StringComparison.Ordinal)
            && CandlePeriod.All.Any(p => p.Name == suffix[CandlePrefix.Length..])
                ? RangerTopic.Candle
                : RangerTopic.None,
    };
}
