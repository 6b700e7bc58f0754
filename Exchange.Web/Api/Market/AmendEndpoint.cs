using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>POST or PUT /market/orders/:id/amend: another price or volume for a resting order.</summary>
internal sealed class AmendEndpoint(AmendOrder amend, IMarketCatalog catalog)
{
    public async Task HandleAsync(HttpContext http, MemberId member)
    {
        if (!OrderUuid.TryParse((string?)http.Request.RouteValues["id"], out var id))
        {
            await CancelEndpoints.InvalidId.WriteAsync(http);
            return;
        }

        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "market.order");
        var request = new AmendOrderRequest(id, checks.Amount("price"), checks.Amount("volume"));
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var result = await amend.ExecuteAsync(member, request, CancellationToken.None);
        if (result.Order is { } order)
            await ApiResponse.WriteAsync(http, HttpMethods.IsPut(http.Request.Method) ? 200 : 201,
                (order, catalog.Markets[order.Market.Index]), static (json, state) => OrderJson.Write(json, state.order, state.Item2));
        else
            await OrderRefusals.For(result.Reason).WriteAsync(http);
    }
}
