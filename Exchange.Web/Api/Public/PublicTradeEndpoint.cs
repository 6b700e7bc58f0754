using Exchange.Core.MarketData;
using Exchange.Core.Markets;

namespace Exchange.Web.Api;

/// <summary>
/// GET /public/markets/:market/trades, newest first. As in the original, only <c>limit</c> has an effect.
/// </summary>
internal sealed class PublicTradeEndpoint(IMarketData data, IMarketCatalog catalog)
{
    private const int DefaultLimit = 100;

    public Task ListAsync(HttpContext http)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "public.trade");
        var limit = checks.Integer("limit", DefaultLimit, 1, IMarketData.MaxRecentTrades);
        checks.Moment("timestamp");
        checks.Descending("order_by", absent: true);
        if (!PublicMarket.TryFind(http, catalog, out var market)) return PublicMarket.Unknown.WriteAsync(http);
        if ((read.Error ?? checks.Error) is { } error) return error.WriteAsync(http);

        var trades = data.RecentTrades(market.Id, limit);
        return ApiResponse.WriteAsync(http, 200, (Trades: trades, market), static (json, state) =>
        {
            json.WriteStartArray();
            foreach (var trade in state.Trades)
            {
                json.WriteStartObject();
                json.WriteNumber("id"u8, trade.Id.Value);
                json.WriteRawNumber("price"u8, state.market.AmountOf(trade.Price));
                json.WriteRawNumber("amount"u8, state.market.AmountOf(trade.Quantity));
                json.WriteRawNumber("total"u8, state.market.Notional(trade.Price, trade.Quantity));
                json.WriteString("market"u8, state.market.Code);
                json.WriteNumber("created_at"u8, trade.AtMicroseconds / 1_000_000);
                json.WriteString("taker_type"u8, OrderJson.SideName(trade.TakerSide));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
