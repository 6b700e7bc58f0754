using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>POST /market/orders/:id/cancel and POST /market/orders/cancel.</summary>
internal sealed class CancelEndpoints(
    CancelOrders cancel, OrderQueries queries, IEngineReadState live, IMarketCatalog catalog)
{
    // the contract's spelling
    internal static readonly ApiError InvalidId = ApiError.Of(422, "market.order.invaild_id_or_uuid");
    internal static readonly ApiError CancelError = ApiError.Of(422, "market.order.cancel_error");

    public async Task OneAsync(HttpContext http, MemberId member)
    {
        if (!OrderUuid.TryParse((string?)http.Request.RouteValues["id"], out var id))
        {
            await InvalidId.WriteAsync(http);
            return;
        }

        var before = live.OpenOrder(id);
        if (before is null || before.Member != member)
        {
            await RefuseClosedAsync(http, member, id);
            return;
        }

        var result = await cancel.OneAsync(member, id, CancellationToken.None);
        if (result.Reason == CancelRejectReason.OrderUnknown) await RefuseClosedAsync(http, member, id);
        else if (Refusal(result.Reason) is { } error) await error.WriteAsync(http);
        else
            await ApiResponse.WriteAsync(http, 201, (Canceled(before, result, Market(before)), Market(before)),
                static (json, state) => OrderJson.Write(json, state.Item1, state.Item2));
    }

    public async Task AllAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "market.order");
        var side = checks.OneOf("side", "buy", "sell");
        Market? market = null;
        if (checks.Text("market") is { } code && !catalog.TryMarket(code, out market))
            checks.Refuse("market.market.doesnt_exist");
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        Side? onlySide = side is { } buy ? (buy ? Side.Buy : Side.Sell) : null;
        var before = live.OpenOrders(member)
            .Where(o => (market is null || o.Market == market.Id) && (onlySide is null || o.Side == onlySide)).ToList();
        var result = await cancel.AllAsync(member, market?.Id, onlySide, CancellationToken.None);
        if (Refusal(result.Reason) is { } refusal)
        {
            await refusal.WriteAsync(http);
            return;
        }

        await WriteCanceledAsync(http, before, result);
    }

    private Task WriteCanceledAsync(HttpContext http, List<OrderView> before, CancelResult result)
    {
        var canceled = before.Select(o => o with
        {
            IsPending = false,
            Close = CloseReason.CanceledByMember,
            UpdatedMicroseconds = result.AtMicroseconds,
        }).ToList();
        return ApiResponse.WriteAsync(http, 201, (canceled, catalog.Markets), static (json, state) =>
        {
            json.WriteStartArray();
            foreach (var order in state.canceled) OrderJson.Write(json, order, state.Markets[order.Market.Index]);
            json.WriteEndArray();
        });
    }

    /// <summary>
    /// Tells an order that is closed already (422) from one that does not exist or is another member's (404).
    /// </summary>
    private async Task RefuseClosedAsync(HttpContext http, MemberId member, OrderId id)
    {
        var closed = await queries.FindAsync(member, id, http.RequestAborted);
        await (closed is null ? ApiError.NotFound : CancelError).WriteAsync(http);
    }

    /// <summary>
    /// The order after its cancel. When it traded after we looked, it did so as a resting order and thus at its own
    /// price: the notional is exact, only the count of trades may be short.
    /// </summary>
    internal static OrderView Canceled(OrderView before, CancelResult result, Market market) => before with
    {
        IsPending = false,
        Close = CloseReason.CanceledByMember,
        Remaining = result.Remaining,
        UpdatedMicroseconds = result.AtMicroseconds,
        ExecutedNotional = before.ExecutedNotional
            + market.Notional(before.Price, before.Remaining - result.Remaining),
    };

    private Market Market(OrderView order) => catalog.Markets[order.Market.Index];

    internal static ApiError? Refusal(CancelRejectReason reason) => reason switch
    {
        CancelRejectReason.None => null,
        CancelRejectReason.OrderUnknown => ApiError.NotFound,
        CancelRejectReason.Busy => ApiError.EngineBusy,
        CancelRejectReason.Unavailable => ApiError.EngineUnavailable,
        CancelRejectReason.OutcomeUnknown => ApiError.OutcomeUnknown,
    };
}
