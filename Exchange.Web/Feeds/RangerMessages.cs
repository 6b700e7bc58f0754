using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;
using Exchange.Web.Api;

namespace Exchange.Web.Feeds;

/// <summary>
/// Writes Ranger's messages as Peatio's clients expect them: numbers as text with at least one decimal.
/// </summary>
internal static class RangerMessages
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Success(string message, IEnumerable<string> streams) => Write(json =>
    {
        json.WriteStartObject("success");
        json.WriteString("message", message);
        json.WriteStartArray("streams");
        foreach (var stream in streams) json.WriteStringValue(stream);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Error(string message) => Write(json => json.WriteString("error", message));

    /// <summary>The book and the number of the last change in it; epoch and checksum are ours.</summary>
    public static ReadOnlyMemory<byte> Snapshot(FeedMarket feed, FeedView view) => Write(json =>
    {
        var market = feed.Market;
        json.WriteStartObject(market.Code + ".ob-snap");
        WriteLevels(json, "asks", market, view.Asks);
        WriteLevels(json, "bids", market, view.Bids);
        json.WriteString("epoch", feed.Epoch);
        json.WriteNumber("checksum", BookChecksum.Of(market, view));
        json.WriteNumber("sequence", view.LevelSequence);
        json.WriteEndObject();
    });

    /// <summary>One message per changed level, numbered on from the step before; those up to a number are left out.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Increments(FeedUpdate update, long after = 0)
    {
        var sequence = update.LevelSequenceBefore;
        var messages = new List<ReadOnlyMemory<byte>>(update.LevelChanges);
        foreach (var level in update.Asks) Add("asks", level);
        foreach (var level in update.Bids) Add("bids", level);
        return messages;

        void Add(string side, DepthLevel level)
        {
            if (++sequence > after) messages.Add(Increment(update.Market, side, level, sequence));
        }
    }

    /// <summary>What the book adds up to after a change.</summary>
    public static ReadOnlyMemory<byte> Checksum(Market market, FeedView view) => Write(json =>
    {
        json.WriteStartObject(RangerStreams.BookChecksum(market));
        json.WriteNumber("checksum", BookChecksum.Of(market, view));
        json.WriteNumber("sequence", view.LevelSequence);
        json.WriteEndObject();
    });

    /// <summary>The book without a number, as older clients know it.</summary>
    public static ReadOnlyMemory<byte> WholeBook(Market market, FeedView view) => Write(json =>
    {
        json.WriteStartObject(RangerStreams.WholeBook(market));
        WriteLevels(json, "asks", market, view.Asks);
        WriteLevels(json, "bids", market, view.Bids);
        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Trades(Market market, IReadOnlyList<PublicTrade> trades) => Write(json =>
    {
        json.WriteStartObject(RangerStreams.Trades(market));
        json.WriteStartArray("trades");
        foreach (var trade in trades)
        {
            json.WriteStartObject();
            json.WriteNumber("tid", trade.Id.Value);
            json.WriteString("taker_type", trade.TakerSide.Text());
            json.WriteNumber("date", trade.AtMicroseconds / 1_000_000);
            json.WriteString("price", Text(market.AmountOf(trade.Price)));
            json.WriteString("amount", Text(market.AmountOf(trade.Quantity)));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Candle(string stream, Market market, Candle candle) => Write(json =>
    {
        json.WriteStartArray(stream);
        json.WriteNumberValue(candle.OpenTimeSeconds);
        foreach (var price in new[] { candle.Open, candle.High, candle.Low, candle.Close })
            json.WriteRawValue(Text(market.AmountOf(price)));
        json.WriteRawValue(Text(market.AmountOf(candle.Volume)));
        json.WriteEndArray();
    });

    public static ReadOnlyMemory<byte> Tickers(
        IEnumerable<(Market, Ticker)> tickers, DateTimeOffset now) => Write(json =>
    {
        var at = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        json.WriteStartObject(RangerStreams.Tickers);
        foreach (var (market, ticker) in tickers)
        {
            var amount = market.AmountOf(ticker.BaseVolume);
            json.WriteStartObject(market.Code);
            json.WriteString("at", at);
            json.WriteString("avg_price", Text(FeedText.Average(ticker.QuoteVolume, amount, market.PricePrecision)));
            json.WriteString("high", Text(market.AmountOf(ticker.High)));
            json.WriteString("last", Text(market.AmountOf(ticker.Last)));
            json.WriteString("low", Text(market.AmountOf(ticker.Low)));
            json.WriteString("open", Text(market.AmountOf(ticker.Open)));
            json.WriteString("price_change_percent", ticker.ChangePercent() + "%");
            json.WriteString("volume", Text(ticker.QuoteVolume));
            json.WriteString("amount", Text(amount));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Order(Market market, OrderView order) => Write(json =>
    {
        var executed = market.AmountOf(order.Executed);
        var updated = order.UpdatedMicroseconds / 1_000_000;
        json.WriteStartObject(RangerStreams.Order);
        json.WriteNumber("id", order.Id.Value);
        json.WriteString("market", market.Code);
        json.WriteString("kind", order.Side == Side.Buy ? "bid" : "ask");
        json.WriteString("side", order.Side.Text());
        json.WriteString("ord_type", OrderWords.KindName(order));
        if (order.Type == OrderType.Limit) json.WriteString("price", Text(market.AmountOf(order.Price)));
        else json.WriteNull("price");
        json.WriteString("avg_price", Text(FeedText.Average(order.ExecutedNotional, executed, market.PricePrecision)));
        json.WriteString("state", order.IsOpen ? "wait" : order.Close == CloseReason.Filled ? "done" : "cancel");
        json.WriteString("origin_volume", Text(market.AmountOf(order.Quantity)));
        json.WriteString("remaining_volume", Text(market.AmountOf(order.Remaining)));
        json.WriteString("executed_volume", Text(executed));
        json.WriteNumber("at", order.CreatedMicroseconds / 1_000_000);
        json.WriteNumber("created_at", order.CreatedMicroseconds / 1_000_000);
        json.WriteNumber("updated_at", updated);
        json.WriteNumber("trades_count", order.TradeCount);
        OrderJson.WriteAdditions(json, order, market);
        json.WriteEndObject();
    });

    /// <summary>A market's state and what a call auction would trade; nulls where there is nothing.</summary>
    public static ReadOnlyMemory<byte> Auction(Market market, MarketState state, AuctionView? auction) => Write(json =>
    {
        json.WriteStartObject(RangerStreams.Auction(market));
        AuctionJson.Write(json, market, state, auction);
        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Trade(Market market, MemberTrade trade) => Write(json =>
    {
        json.WriteStartObject(RangerStreams.Trade);
        json.WriteNumber("id", trade.Id.Value);
        json.WriteString("price", Text(market.AmountOf(trade.Price)));
        json.WriteString("amount", Text(market.AmountOf(trade.Quantity)));
        json.WriteString("total", Text(trade.Notional));
        json.WriteString("market", market.Code);
        json.WriteString("side", trade.Side.Text());
        json.WriteString("taker_type", trade.TakerSide.Text());
        json.WriteNumber("created_at", trade.AtMicroseconds / 1_000_000);
        json.WriteNumber("order_id", trade.Order.Value);
        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Balances(
        IEnumerable<(string Code, BalanceView Balance)> balances) => Write(json =>
    {
        json.WriteStartObject(RangerStreams.Balances);
        foreach (var (code, balance) in balances)
        {
            json.WriteStartArray(code);
            json.WriteStringValue(Text(balance.Available));
            json.WriteStringValue(Text(balance.Locked));
            json.WriteEndArray();
        }

        json.WriteEndObject();
    });

    /// <summary>One currency alone, as AltMarkets tells of it.</summary>
    public static ReadOnlyMemory<byte> Balance(string code, BalanceView balance) => Write(json =>
    {
        json.WriteStartObject(RangerStreams.Balance);
        json.WriteString("currency", code);
        json.WriteString("balance", Text(balance.Available));
        json.WriteString("locked", Text(balance.Locked));
        json.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Increment(Market market, string side, DepthLevel level, long sequence) =>
        Write(json =>
        {
            json.WriteStartObject(RangerStreams.Book(market));
            json.WriteStartArray(side);
            WriteLevel(json, market, level);
            json.WriteEndArray();
            json.WriteNumber("sequence", sequence);
            json.WriteEndObject();
        });

    private static void WriteLevels(Utf8JsonWriter json, string side, Market market, IReadOnlyList<DepthLevel> levels)
    {
        json.WriteStartArray(side);
        foreach (var level in levels)
        {
            json.WriteStartArray();
            WriteLevel(json, market, level);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteLevel(Utf8JsonWriter json, Market market, DepthLevel level)
    {
        json.WriteStringValue(Text(market.AmountOf(level.Price)));
        json.WriteStringValue(level.Quantity.IsZero ? "0" : Text(market.AmountOf(level.Quantity)));
    }

    /// <summary>An amount as Peatio writes it.</summary>
    public static string Text(Amount amount) => amount.Format(1);

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
