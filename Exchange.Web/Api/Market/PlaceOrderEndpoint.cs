using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>POST /market/orders: the busiest path of the exchange.</summary>
internal sealed class PlaceOrderEndpoint(
    PlaceOrder placeOrder, OrderQueries queries, IEngineReadState live, IMarketCatalog catalog)
{
    public async Task HandleAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, default(OrderParameters));
        if (read.Error is { } unreadable)
        {
            await unreadable.WriteAsync(http);
            return;
        }

        if (!OrderRequests.TryRequest(read.Values, catalog, out var request, out var error))
        {
            await error.WriteAsync(http);
            return;
        }

        var names = IdempotentOrderIds.Of(http);
        if (names is not null) request = request.Named(names.At(0));
        // Not the request's token: once submitted, the order's fate does not hang on the client's connection.
        var result = await placeOrder.ExecuteAsync(member, request, CancellationToken.None);
        if (names is not null && result.Order is null && Earlier(member, request, names, result) is { } earlier)
        {
            await AnswerAgainAsync(http, member, request, earlier);
            return;
        }

        if (result.Order is { } order)
            await ApiResponse.WriteAsync(http, 201, (order, request.Market), WriteOrder);
        else
            await OrderRefusals.For(result.Reason).WriteAsync(http);
    }

    /// <summary>
    /// The order that the same request placed before. The engine names it, unless it refuses for another reason first, as in a market that
    /// was halted since; then it is found while it is open.
    /// </summary>
    private OrderId? Earlier(MemberId member, PlaceOrderRequest request, IdempotentOrderIds names, PlaceOrderResult result)
    {
        if (request.ClientOrderId != names.At(0)) return null;
        if (result.Reason == OrderRejectReason.ClientOrderIdTaken) return result.Existing;
        return live.OpenOrders(member).FirstOrDefault(order => order.ClientOrderId == request.ClientOrderId)?.Id;
    }

    /// <summary>
    /// The request was sent before, and nobody remembers the answer: the program was started since, or it was never known. The order tells.
    /// </summary>
    private async Task AnswerAgainAsync(HttpContext http, MemberId member, PlaceOrderRequest request, OrderId existing)
    {
        var order = await queries.FindAsync(member, existing, http.RequestAborted);
        if (order is null)
        {
            await ApiError.OutcomeUnknown.WriteAsync(http);
        }
        else if ((order.Market, order.Side, order.Type, order.Trigger)
            != (request.Market.Id, request.Side, request.Type, request.Trigger))
        {
            await IdempotentRequests.RefuseReusedAsync(http);
        }
        else
        {
            http.Response.Headers[IdempotentRequests.ReplayedHeader] = "true";
            await ApiResponse.WriteAsync(http, 201, (order, request.Market), WriteOrder);
        }
    }

    private static readonly Action<System.Text.Json.Utf8JsonWriter, (OrderView Order, Market Market)> WriteOrder =
        static (json, state) => OrderJson.Write(json, state.Order, state.Market);
}
