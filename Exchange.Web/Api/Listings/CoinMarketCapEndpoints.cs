using System.Text.Json;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>GET /coinmarketcap/…: what CoinMarketCap collects.</summary>
internal sealed class CoinMarketCapEndpoints(IMarketCatalog catalog, IMarketData data, IEngineReadState live, TimeProvider time)
{
    private const int MaxDepth = 500;
    private static readonly TimeSpan TradesSince = TimeSpan.FromHours(24);

    /// <summary>GET /coinmarketcap/summary.</summary>
    public Task SummaryAsync(HttpContext http) => ApiResponse.WriteAsync(http, 200, (Self: this, catalog.Markets), static (json, state) =>
    {
        json.WriteStartArray();
        foreach (var market in state.Markets) state.Self.WriteSummary(json, market);
        json.WriteEndArray();
    });

    /// <summary>GET /coinmarketcap/assets. Nothing can be deposited or withdrawn yet, and it says so.</summary>
    public Task AssetsAsync(HttpContext http) => ApiResponse.WriteAsync(http, 200, catalog.Currencies, static (json, currencies) =>
    {
        json.WriteStartObject();
        foreach (var currency in currencies)
        {
            json.WriteStartObject(ListingPairs.Code(currency));
            json.WriteString("name"u8, currency.Name);
            json.WriteBoolean("can_withdraw"u8, false);
            json.WriteBoolean("can_deposit"u8, false);
            json.WriteDecimal("min_withdraw"u8, Amount.Zero);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    /// <summary>GET /coinmarketcap/ticker.</summary>
    public Task TickerAsync(HttpContext http) => ApiResponse.WriteAsync(http, 200, (Self: this, catalog.Markets), static (json, state) =>
    {
        json.WriteStartObject();
        foreach (var market in state.Markets) state.Self.WriteTicker(json, market);
        json.WriteEndObject();
    });

    /// <summary>GET /coinmarketcap/orderbook/:market_pair.</summary>
    public Task OrderBookAsync(HttpContext http)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "coinmarketcap.market_depth");
        var depth = checks.Integer("depth", 0, 0, MaxDepth);
        if ((read.Error ?? checks.Error) is { } error) return error.WriteAsync(http);
        if (!TryPair(http, out var market)) return ApiError.NotFound.WriteAsync(http);
        var book = live.Depth(market.Id, ListingPairs.LevelsOf(depth));
        return ApiResponse.WriteAsync(http, 200, (book, market, Now: time.GetUtcNow().ToUnixTimeMilliseconds()), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteNumber("timestamp"u8, state.Now);
            BookJson.WriteSides(json, state.book, state.market);
            json.WriteEndObject();
        });
    }

    /// <summary>GET /coinmarketcap/trades/:market_pair: the last day's, as far as they are at hand, newest first.</summary>
    public Task TradesAsync(HttpContext http)
    {
        if (!TryPair(http, out var market)) return ApiError.NotFound.WriteAsync(http);
        var since = Clock.ToMicroseconds(time.GetUtcNow() - TradesSince);
        var trades = data.RecentTrades(market.Id, IMarketData.MaxRecentTrades).Where(t => t.AtMicroseconds >= since);
        return ApiResponse.WriteAsync(http, 200, (trades, market), static (json, state) =>
        {
            json.WriteStartArray();
            foreach (var trade in state.trades)
            {
                json.WriteStartObject();
                json.WriteNumber("trade_id"u8, trade.Id.Value);
                json.WriteRawNumber("price"u8, state.market.AmountOf(trade.Price));
                json.WriteRawNumber("base_volume"u8, state.market.AmountOf(trade.Quantity));
                json.WriteRawNumber("quote_volume"u8, state.market.Notional(trade.Price, trade.Quantity));
                json.WriteNumber("timestamp"u8, trade.AtMicroseconds / 1000);
                json.WriteString("type"u8, OrderJson.SideName(trade.TakerSide));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private bool TryPair(HttpContext http, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Market? market) =>
        ListingPairs.TryFind(catalog, (string)http.Request.RouteValues["market_pair"]!, out market);

    private void WriteTicker(Utf8JsonWriter json, Market market)
    {
        var ticker = data.Ticker(market.Id);
        var trades = catalog.StateOf(market.Id) is MarketState.Open or MarketState.Auction;
        json.WriteStartObject(ListingPairs.Of(market));
        json.WriteDecimal("last_price"u8, market.AmountOf(ticker.Last));
        json.WriteDecimal("base_volume"u8, market.AmountOf(ticker.BaseVolume));
        json.WriteDecimal("quote_volume"u8, ticker.QuoteVolume);
        json.WriteNumber("isFrozen"u8, trades ? 0 : 1);
        json.WriteEndObject();
    }

    private void WriteSummary(Utf8JsonWriter json, Market market)
    {
        var ticker = data.Ticker(market.Id);
        var best = live.Depth(market.Id, 1);
        json.WriteStartObject();
        json.WriteString("trading_pairs"u8, ListingPairs.Of(market));
        json.WriteString("base_currency"u8, ListingPairs.Code(market.Base));
        json.WriteString("quote_currency"u8, ListingPairs.Code(market.Quote));
        json.WriteDecimal("last_price"u8, market.AmountOf(ticker.Last));
        json.WriteDecimal("lowest_ask"u8, BookJson.Best(best.Asks, market));
        json.WriteDecimal("highest_bid"u8, BookJson.Best(best.Bids, market));
        json.WriteDecimal("base_volume"u8, market.AmountOf(ticker.BaseVolume));
        json.WriteDecimal("quote_volume"u8, ticker.QuoteVolume);
        json.WriteDecimal("price_change_percent_24h"u8, Amount.SmallestStep(2).Times(ticker.ChangeBasisPoints));
        json.WriteDecimal("highest_price_24h"u8, market.AmountOf(ticker.High));
        json.WriteDecimal("lowest_price_24h"u8, market.AmountOf(ticker.Low));
        json.WriteEndObject();
    }
}
