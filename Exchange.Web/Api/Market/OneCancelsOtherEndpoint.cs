using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>POST /market/orders/oco: a limit order and a stop order of which one cancels the other.</summary>
internal sealed class OneCancelsOtherEndpoint(PlaceOneCancelsOther place, IMarketCatalog catalog)
{
    public async Task HandleAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "market.order");
        var request = Read(checks);
        if (request is null || (read.Error ?? checks.Error) is not null)
        {
            await (read.Error ?? checks.Error ?? ApiError.InternalError).WriteAsync(http);
            return;
        }

        if (IdempotentOrderIds.Of(http) is { } names)
            request = request with
            {
                ClientOrderId = request.ClientOrderId.IsSet ? request.ClientOrderId : names.At(0),
                StopClientOrderId = request.StopClientOrderId.IsSet ? request.StopClientOrderId : names.At(1),
            };
        var result = await place.ExecuteAsync(member, request, CancellationToken.None);
        if (result.Limit is not { } limit || result.Stop is not { } stop)
            await OrderRefusals.For(result.Reason).WriteAsync(http);
        else
            await ApiResponse.WriteAsync(http, 201, (limit, stop, request.Market), static (json, state) =>
            {
                json.WriteStartArray();
                OrderJson.Write(json, state.limit, state.Market);
                OrderJson.Write(json, state.stop, state.Market);
                json.WriteEndArray();
            });
    }

    /// <summary>The request; null when something that it needs is missing or wrong.</summary>
    private OneCancelsOtherRequest? Read(ParameterChecks checks)
    {
        var market = checks.TradingMarket(catalog);
        var side = checks.OneOf("side", required: true, "buy", "sell");
        var volume = checks.Amount("volume", required: true);
        var price = checks.Amount("price", required: true);
        var trigger = checks.Amount("trigger_price", required: true);
        var stopLimit = checks.Amount("stop_limit_price");
        var timeInForce = checks.OneOf("time_in_force", required: false, "gtc", "gtd");
        var expiresAt = checks.PreciseMoment("expires_at");
        var clientId = checks.ClientId("client_id");
        var stopClientId = checks.ClientId("stop_client_id");
        var selfTrade = checks.OneOf("self_trade", required: false, "cancel_newest", "cancel_oldest", "cancel_both", "decrement");
        if (market is null || side is null || volume is null || price is null || trigger is null) return null;
        return new OneCancelsOtherRequest(
            market, side == 0 ? Side.Buy : Side.Sell, volume.Value, price.Value, trigger.Value)
        {
            StopLimitPrice = stopLimit,
            TimeInForce = timeInForce == 1 ? TimeInForce.GoodTilDate : TimeInForce.GoodTilCanceled,
            ExpiresAt = expiresAt,
            ClientOrderId = clientId,
            StopClientOrderId = stopClientId,
            SelfTradePrevention = (SelfTradePrevention)(selfTrade ?? 0),
        };
    }
}
