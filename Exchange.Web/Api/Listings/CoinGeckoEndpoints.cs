using System.Globalization;
using System.Text.Json;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>GET /coingecko/…: what CoinGecko collects.</summary>
internal sealed class CoinGeckoEndpoints(IMarketCatalog catalog, IMarketData data, IEngineReadState live, TimeProvider time)
{
    private const int MaxDepth = 1000;

    /// <summary>Unix times from here on are milliseconds: as seconds they would be after the year 5000.</summary>
    private const long FirstMilliseconds = 100_000_000_000;

    /// <summary>GET /coingecko/pairs.</summary>
    public Task PairsAsync(HttpContext http) => ApiResponse.WriteAsync(http, 200, catalog.Markets, static (json, markets) =>
    {
        json.WriteStartArray();
        foreach (var market in markets)
        {
            json.WriteStartObject();
            json.WriteString("ticker_id"u8, ListingPairs.Of(market));
            json.WriteString("base"u8, ListingPairs.Code(market.Base));
            json.WriteString("target"u8, ListingPairs.Code(market.Quote));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>GET /coingecko/tickers.</summary>
    public Task TickersAsync(HttpContext http) => ApiResponse.WriteAsync(http, 200, (Self: this, catalog.Markets), static (json, state) =>
    {
        json.WriteStartArray();
        foreach (var market in state.Markets) state.Self.WriteTicker(json, market);
        json.WriteEndArray();
    });

    /// <summary>GET /coingecko/orderbook.</summary>
    public Task OrderBookAsync(HttpContext http)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "coingecko.market_depth");
        var name = checks.Required("ticker_id");
        var depth = checks.Integer("depth", 0, 0, MaxDepth);
        if ((read.Error ?? checks.Error) is { } error) return error.WriteAsync(http);
        if (!ListingPairs.TryFind(catalog, name!, out var market)) return ApiError.NotFound.WriteAsync(http);
        var book = live.Depth(market.Id, ListingPairs.LevelsOf(depth));
        return ApiResponse.WriteAsync(http, 200, (book, market, Now: time.GetUtcNow().ToUnixTimeMilliseconds()), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("ticker_id"u8, ListingPairs.Of(state.market));
            json.WriteNumber("timestamp"u8, state.Now);
            BookJson.WriteSides(json, state.book, state.market);
            json.WriteEndObject();
        });
    }

    /// <summary>GET /coingecko/historical_trades: those at hand, newest first, by the taker's side.</summary>
    public Task TradesAsync(HttpContext http)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "coingecko.historical_trades");
        var name = checks.Required("ticker_id");
        var buys = checks.OneOf("type", "buy", "sell");
        var limit = checks.Integer("limit", 0, 0, IMarketData.MaxRecentTrades);
        var from = Moment(checks, "start_time");
        var to = Moment(checks, "end_time");
        if ((read.Error ?? checks.Error) is { } error) return error.WriteAsync(http);
        if (!ListingPairs.TryFind(catalog, name!, out var market)) return ApiError.NotFound.WriteAsync(http);
        var trades = data.RecentTrades(market.Id, IMarketData.MaxRecentTrades)
            .Where(t => (buys is null || (t.TakerSide == Side.Buy) == buys)
                && (from is null || t.AtMicroseconds >= from) && (to is null || t.AtMicroseconds < to))
            .Take(limit == 0 ? IMarketData.MaxRecentTrades : limit).ToList();
        return ApiResponse.WriteAsync(http, 200, (trades, market), static (json, state) =>
        {
            json.WriteStartObject();
            WriteTrades(json, "buy"u8, state.trades.Where(t => t.TakerSide == Side.Buy), state.market);
            WriteTrades(json, "sell"u8, state.trades.Where(t => t.TakerSide == Side.Sell), state.market);
            json.WriteEndObject();
        });
    }

    private static void WriteTrades(Utf8JsonWriter json, ReadOnlySpan<byte> type, IEnumerable<PublicTrade> trades, Market market)
    {
        json.WriteStartArray(type);
        foreach (var trade in trades)
        {
            json.WriteStartObject();
            json.WriteNumber("trade_id"u8, trade.Id.Value);
            json.WriteRawNumber("price"u8, market.AmountOf(trade.Price));
            json.WriteRawNumber("base_volume"u8, market.AmountOf(trade.Quantity));
            json.WriteRawNumber("target_volume"u8, market.Notional(trade.Price, trade.Quantity));
            json.WriteNumber("trade_timestamp"u8, trade.AtMicroseconds / 1000);
            json.WriteString("type"u8, type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A moment in unix seconds or milliseconds as microseconds; both are in use.</summary>
    private static long? Moment(ParameterChecks checks, string name)
    {
        if (checks.Text(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= ParameterChecks.MaxUnixSeconds * 1000)
            return number < FirstMilliseconds ? number * 1_000_000 : number * 1000;
        checks.Refuse($"coingecko.historical_trades.non_integer_{name}");
        return null;
    }

    private void WriteTicker(Utf8JsonWriter json, Market market)
    {
        var ticker = data.Ticker(market.Id);
        var best = live.Depth(market.Id, 1);
        json.WriteStartObject();
        json.WriteString("ticker_id"u8, ListingPairs.Of(market));
        json.WriteString("base_currency"u8, ListingPairs.Code(market.Base));
        json.WriteString("target_currency"u8, ListingPairs.Code(market.Quote));
        json.WriteDecimal("last_price"u8, market.AmountOf(ticker.Last));
        json.WriteDecimal("base_volume"u8, market.AmountOf(ticker.BaseVolume));
        json.WriteDecimal("target_volume"u8, ticker.QuoteVolume);
        json.WriteDecimal("bid"u8, BookJson.Best(best.Bids, market));
        json.WriteDecimal("ask"u8, BookJson.Best(best.Asks, market));
        json.WriteDecimal("high"u8, market.AmountOf(ticker.High));
        json.WriteDecimal("low"u8, market.AmountOf(ticker.Low));
        json.WriteEndObject();
    }
}
