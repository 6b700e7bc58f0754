using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;

namespace Exchange.Web.Api;

/// <summary>GET /public/markets/:market/order-book and …/depth.</summary>
internal sealed class BookEndpoints(IEngineReadState live, IMarketCatalog catalog, TimeProvider time)
{
    private const int DefaultOrders = 20;
    private const int MaxOrders = 200;
    private const int DefaultLevels = 300;
    private const int MaxLevels = 1000;

    public Task OrdersAsync(HttpContext http)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "public.order_book");
        var asks = checks.Integer("asks_limit", DefaultOrders, 1, MaxOrders, "ask_limit");
        var bids = checks.Integer("bids_limit", DefaultOrders, 1, MaxOrders, "bid_limit");
        if (!PublicMarket.TryFind(http, catalog, out var market)) return PublicMarket.Unknown.WriteAsync(http);
        if ((read.Error ?? checks.Error) is { } error) return error.WriteAsync(http);

        var state = (
            Asks: live.RestingOrders(market.Id, Side.Sell, asks),
            Bids: live.RestingOrders(market.Id, Side.Buy, bids), market);
        return ApiResponse.WriteAsync(http, 200, state, static (json, book) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("asks"u8);
            foreach (var order in book.Asks) OrderJson.WriteForPublic(json, order, book.market);
            json.WriteEndArray();
            json.WriteStartArray("bids"u8);
            foreach (var order in book.Bids) OrderJson.WriteForPublic(json, order, book.market);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public Task DepthAsync(HttpContext http)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "public.market_depth");
        var limit = checks.Integer("limit", DefaultLevels, 1, MaxLevels);
        if (!PublicMarket.TryFind(http, catalog, out var market)) return PublicMarket.Unknown.WriteAsync(http);
        if ((read.Error ?? checks.Error) is { } error) return error.WriteAsync(http);

        var state = (Depth: live.Depth(market.Id, limit), market, Now: time.GetUtcNow().ToUnixTimeSeconds());
        return ApiResponse.WriteAsync(http, 200, state, static (json, book) =>
        {
            json.WriteStartObject();
            json.WriteNumber("timestamp"u8, book.Now);
            BookJson.WriteSides(json, book.Depth, book.market);
            json.WriteEndObject();
        });
    }
}
