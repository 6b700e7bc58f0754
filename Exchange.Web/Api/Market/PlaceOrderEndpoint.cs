using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>POST /market/orders: the busiest path of the exchange.</summary>
internal sealed class PlaceOrderEndpoint(PlaceOrder placeOrder, IMarketCatalog catalog)
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

        // Not the request's token: once submitted, the order's fate does not hang on the client's connection.
        var result = await placeOrder.ExecuteAsync(member, request, CancellationToken.None);
        if (result.Order is { } order)
            await ApiResponse.WriteAsync(http, 201, (order, request.Market), WriteOrder);
        else
            await OrderRefusals.For(result.Reason).WriteAsync(http);
    }

    private static readonly Action<System.Text.Json.Utf8JsonWriter, (OrderView Order, Market Market)> WriteOrder =
        static (json, state) => OrderJson.Write(json, state.Order, state.Market);
}
