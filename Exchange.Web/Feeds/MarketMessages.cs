using System.Text.Json.Serialization;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;

namespace Exchange.Web.Feeds;

/// <summary>The answer to <c>Watch</c>: everything needed to draw a market, as of one feed sequence number.</summary>
internal sealed record MarketSnapshot(
    string Market, long Seq, string State, IReadOnlyList<string[]> Bids, IReadOnlyList<string[]> Asks,
    IReadOnlyList<TradeMessage> Trades, TickerMessage Ticker)
{
    /// <summary>The call auction, while there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AuctionMessage? Auction { get; init; }
}

/// <summary>The event <c>update</c>: what changed since the message numbered <paramref name="From"/>.</summary>
internal sealed record UpdateMessage(
    string Market, long From, long Seq, IReadOnlyList<string[]> Bids, IReadOnlyList<string[]> Asks,
    IReadOnlyList<TradeMessage> Trades)
{
    /// <summary>The ticker, when it changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TickerMessage? Ticker { get; init; }

    /// <summary>The state, when it changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? State { get; init; }

    /// <summary>The call auction, when it changed and has not ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AuctionMessage? Auction { get; init; }
}

/// <summary>A call auction: when it trades in unix milliseconds, the server's time now, and what it would trade; price and
/// amount are zero for nothing.</summary>
internal sealed record AuctionMessage(long Ends, long At, string Price, string Amount)
{
    public static AuctionMessage? For(Market market, AuctionView? auction, DateTimeOffset now) => auction is { } a
        ? new AuctionMessage(a.EndsMicroseconds / 1000, now.ToUnixTimeMilliseconds(), market.Text(a.Price), market.Text(a.Quantity))
        : null;
}

/// <summary>A public trade; <paramref name="Side"/> is the taker's, <paramref name="At"/> unix milliseconds.</summary>
internal sealed record TradeMessage(long Id, string Price, string Amount, string Side, long At)
{
    public static TradeMessage For(Market market, PublicTrade trade) => new(
        trade.Id.Value, market.Text(trade.Price), market.Text(trade.Quantity), trade.TakerSide.Text(),
        trade.AtMicroseconds / 1000);
}

/// <summary>The last 24 hours; prices are zero before the first trade.</summary>
internal sealed record TickerMessage(
    string Last, string Open, string High, string Low, string Volume, string QuoteVolume, string ChangePercent, long At)
{
    public static TickerMessage For(Market market, Ticker ticker, DateTimeOffset now) => new(
        market.Text(ticker.Last), market.Text(ticker.Open), market.Text(ticker.High), market.Text(ticker.Low),
        market.Text(ticker.BaseVolume), ticker.QuoteVolume.Format(market.PricePrecision), ticker.ChangePercent(),
        now.ToUnixTimeMilliseconds());
}

/// <summary>One market in the event <c>tickers</c>.</summary>
internal sealed record TickerSummary(
    string Last, string ChangePercent, string Volume, string QuoteVolume, string State);

/// <summary>The event <c>candle</c>: the running candle as <c>[t,o,h,l,c,v]</c>.</summary>
internal sealed record CandleMessage(string Market, string Period, object[] Candle)
{
    /// <summary>A candle as an array: seconds, then decimal strings.</summary>
    public static object[] Row(Market market, Candle candle) =>
    [
        candle.OpenTimeSeconds, market.Text(candle.Open), market.Text(candle.High), market.Text(candle.Low),
        market.Text(candle.Close), market.Text(candle.Volume),
    ];
}

/// <summary>The event <c>beat</c>: the feed lives.</summary>
internal sealed record BeatMessage(long At);
