using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>GET /market/orders and GET /market/orders/:id.</summary>
internal sealed class OrderEndpoints(OrderQueries orders, TradeQueries trades, IMarketCatalog catalog)
{
    // the contract's spelling
    private static readonly ApiError InvalidId = ApiError.Of(422, "market.order.invaild_id_or_uuid");

    public async Task ListAsync(HttpContext http, MemberId member)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "market.order");
        var page = ApiPage.Read(checks, minLimit: 0);
        var side = checks.OneOf("type", "buy", "sell");
        var kind = Kind(checks);
        var filter = new OrderFilter(member)
        {
            Markets = MarketChoice.Read(checks, catalog),
            States = States(checks),
            Side = side is { } buy ? (buy ? Side.Buy : Side.Sell) : null,
            Type = kind is { } wanted ? (OrderWords.IsMarket(wanted) ? OrderType.Market : OrderType.Limit) : null,
            Trigger = kind is { } awaited ? OrderWords.TriggerOf(awaited) : null,
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

        var list = await orders.ListAsync(filter, http.RequestAborted);
        page.SetHeaders(http);
        await ApiResponse.WriteAsync(http, 200, (list, catalog.Markets), static (json, state) =>
        {
            json.WriteStartArray();
            foreach (var order in state.list) OrderJson.Write(json, order, state.Markets[order.Market.Index]);
            json.WriteEndArray();
        });
    }

    public async Task ShowAsync(HttpContext http, MemberId member)
    {
        if (!OrderUuid.TryParse((string?)http.Request.RouteValues["id"], out var id))
        {
            await InvalidId.WriteAsync(http);
            return;
        }

        if (await orders.FindAsync(member, id, http.RequestAborted) is not { } order)
        {
            await ApiError.NotFound.WriteAsync(http);
            return;
        }

        var filter = new TradeFilter(member) { Order = id, Limit = ApiPage.MaxLimit };
        var executed = await trades.ListAsync(filter, http.RequestAborted);
        await ApiResponse.WriteAsync(http, 200, (order, executed, catalog.Markets[order.Market.Index]),
            static (json, state) => OrderJson.Write(json, state.order, state.Item3, trades: state.executed));
    }

    private static OrderKind? Kind(ParameterChecks checks)
    {
        if (checks.Text("ord_type") is not { } text) return null;
        var kind = OrderWords.KindOf(text);
        if (kind != OrderKind.Unknown) return kind;
        checks.Refuse("market.order.invalid_ord_type");
        return null;
    }

    /// <summary>
    /// The contract's states as ours; <c>pending</c> and <c>reject</c> exist in the contract but never here.
    /// </summary>
    private static OrderStates States(ParameterChecks checks)
    {
        if (checks.Texts("state") is not { } names) return OrderStates.All;
        OrderStates states = 0;
        foreach (var name in names)
        {
            states |= name switch
            {
                "wait" => OrderStates.Open,
                "done" => OrderStates.Filled,
                "cancel" => OrderStates.Canceled,
                _ => 0,
            };
            if (name is not ("wait" or "done" or "cancel" or "pending" or "reject"))
                checks.Refuse("market.order.invalid_state");
        }

        return states;
    }
}
