using System.Text.Json;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>POST /market/orders/batch: several orders, each accepted or refused by itself, with no other order between
/// them.</summary>
internal sealed class OrderBatchEndpoint(PlaceOrdersTogether placeOrders, IMarketCatalog catalog, RequestLimiter limiter)
{
    private static readonly ApiError Empty = ApiError.Of(422, "market.order.empty_batch");
    private static readonly ApiError TooLarge = ApiError.Of(422, "market.order.batch_too_large");

    public async Task HandleAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadArrayAsync<OrderParameters>(
            http.Request, PlaceOrdersTogether.MaxOrders, TooLarge);
        if (Refusal(http, read, member) is { } refusal)
        {
            await refusal.WriteAsync(http);
            return;
        }

        var count = read.Values.Count;
        var errors = new ApiError?[count];
        var requests = new List<PlaceOrderRequest>(count);
        var names = IdempotentOrderIds.Of(http);
        for (var i = 0; i < count; i++)
        {
            if (OrderRequests.TryRequest(read.Values[i], catalog, out var request, out var error))
                requests.Add(names is null ? request : request.Named(names.At(i)));
            else errors[i] = error;
        }

        // Not the request's token: once submitted, the orders' fate does not hang on the client's connection.
        var results = await placeOrders.ExecuteAsync(member, requests, CancellationToken.None);
        if (results.Length > 0 && RefusalOfAll(results) is { } unanswered)
            await unanswered.WriteAsync(http);
        else
            await ApiResponse.WriteAsync(http, 201, (errors, requests, results), WriteAll);
    }

    private ApiError? Refusal(HttpContext http, in ReadParameters<List<OrderParameters>> read, MemberId member)
    {
        if (read.Error is { } error) return error;
        if (read.Values.Count == 0) return Empty;
        // The request itself was counted once before its body was read.
        var others = read.Values.Count - 1;
        return others == 0 || limiter.Admits(http, RequestKind.Order, member, others) ? null : RequestLimiter.TooManyRequests;
    }

    /// <summary>What the engine says to all alike is the answer to the request.</summary>
    private static ApiError? RefusalOfAll(PlaceOrderResult[] results)
    {
        var first = results[0].Reason;
        var isOfEngine = first is OrderRejectReason.Busy or OrderRejectReason.Unavailable or OrderRejectReason.OutcomeUnknown
            or OrderRejectReason.NotPermitted or OrderRejectReason.LevelTooLow;
        return isOfEngine && Array.TrueForAll(results, r => r.Reason == first) ? OrderRefusals.For(first) : null;
    }

    private static void WriteAll(
        Utf8JsonWriter json, (ApiError?[] Errors, List<PlaceOrderRequest> Requests, PlaceOrderResult[] Results) state)
    {
        var next = 0;
        json.WriteStartArray();
        foreach (var error in state.Errors)
        {
            if (error is not null)
            {
                error.Write(json);
                continue;
            }

            var result = state.Results[next];
            if (result.Order is { } order) OrderJson.Write(json, order, state.Requests[next].Market);
            else OrderRefusals.For(result.Reason).Write(json);
            next++;
        }

        json.WriteEndArray();
    }
}
