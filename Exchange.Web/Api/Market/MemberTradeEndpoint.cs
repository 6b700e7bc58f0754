using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>GET /market/trades.</summary>
internal sealed class MemberTradeEndpoint(TradeQueries trades, IMarketCatalog catalog)
{
    public async Task ListAsync(HttpContext http, MemberId member)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "market.trade");
        var page = ApiPage.Read(checks);
        var side = checks.OneOf("type", "buy", "sell");
        var filter = new TradeFilter(member)
        {
            Markets = MarketChoice.Read(checks, catalog),
            Side = side is { } buy ? (buy ? Side.Buy : Side.Sell) : null,
            From = checks.Moment("time_from"),
            To = checks.Moment("time_to"),
            Ascending = !checks.Descending("order_by", absent: true),
            Page = page.Number,
            Limit = page.Limit,
        };
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var list = await trades.ListAsync(filter, http.RequestAborted);
        page.SetHeaders(http);
        await ApiResponse.WriteAsync(http, 200, (list, catalog.Markets), static (json, state) =>
        {
            json.WriteStartArray();
            foreach (var trade in state.list) TradeJson.Write(json, trade, state.Markets[trade.Market.Index]);
            json.WriteEndArray();
        });
    }
}
