using System.Diagnostics.CodeAnalysis;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
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

        if (!TryRequest(read.Values, out var request, out var error))
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

    private bool TryRequest(
        in OrderParameters parameters,
        [NotNullWhen(true)] out PlaceOrderRequest? request,
        [NotNullWhen(false)] out ApiError? error)
    {
        request = null;
        error = null;
        Market? market = null;
        var found = !string.IsNullOrEmpty(parameters.Market) && catalog.TryMarket(parameters.Market, out market)
            && catalog.StateOf(market.Id) == MarketState.Open;
        if (!found || market is null || !IsWellFormed(parameters))
        {
            error = OrderParameterErrors.For(parameters, found);
            return false;
        }

        request = new PlaceOrderRequest(
            market,
            parameters.Side == Word.First ? Side.Buy : Side.Sell,
            parameters.Type == Word.Second ? OrderType.Market : OrderType.Limit,
            parameters.Volume.Value,
            parameters.Price.OrNull)
        {
            TimeInForce = parameters.TimeInForce switch
            {
                Word.Second => TimeInForce.ImmediateOrCancel,
                Word.Third => TimeInForce.FillOrKill,
                _ => TimeInForce.GoodTilCanceled,
            },
            PostOnly = parameters.PostOnly == Word.First,
            WorstPrice = parameters.WorstPrice.OrNull,
            ClientOrderId = ClientOrderId.From(parameters.ClientId),
        };
        return true;
    }

    private static bool IsWellFormed(in OrderParameters p) =>
        p.Repeated == 0
        && p.Side is Word.First or Word.Second
        && p.Type is Word.Missing or Word.First or Word.Second
        && p.Volume.Status == AmountStatus.Positive
        && (p.Type == Word.Second
            ? p.Price.Status is AmountStatus.Missing or AmountStatus.Blank
            : p.Price.Status == AmountStatus.Positive)
        && p.TimeInForce is not (Word.Unknown or Word.Blank)
        && p.PostOnly is not (Word.Unknown or Word.Blank or Word.Third)
        && p.WorstPrice.Status is AmountStatus.Missing or AmountStatus.Positive
        && !p.IsClientIdInvalid;
}
