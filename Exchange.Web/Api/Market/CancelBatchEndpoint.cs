using System.Text.Json;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>POST /market/orders/cancel/batch: several cancels, each answered by itself.</summary>
internal sealed class CancelBatchEndpoint(
    CancelOrdersTogether cancelOrders, IEngineReadState live, IMarketCatalog catalog, RequestLimiter limiter)
{
    private static readonly ApiError Empty = ApiError.Of(422, "market.order.empty_batch");
    private static readonly ApiError TooLarge = ApiError.Of(422, "market.order.batch_too_large");

    public async Task HandleAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var ids = read.Values.All("ids");
        if (Refusal(http, read.Error, ids.Count, member) is { } refusal)
        {
            await refusal.WriteAsync(http);
            return;
        }

        var items = ids.Select(id => Item(member, id)).ToList();
        var orders = items.Where(i => i.Before is not null).Select(i => i.Before!.Id).ToList();
        var results = await cancelOrders.ExecuteAsync(member, orders, CancellationToken.None);
        if (results.Length > 0 && RefusalOfAll(results) is { } unanswered)
            await unanswered.WriteAsync(http);
        else
            await ApiResponse.WriteAsync(http, 201, (items, results, catalog.Markets), WriteAll);
    }

    private ApiError? Refusal(HttpContext http, ApiError? unreadable, int count, MemberId member)
    {
        if (unreadable is not null) return unreadable;
        if (count == 0) return Empty;
        if (count > CancelOrdersTogether.MaxOrders) return TooLarge;
        // The request itself was counted once before its body was read.
        return count == 1 || limiter.Admits(http, RequestKind.Cancel, member, count - 1) ? null : RequestLimiter.TooManyRequests;
    }

    /// <summary>The open order to cancel, or what is wrong.</summary>
    private (OrderView? Before, ApiError? Error) Item(MemberId member, string text)
    {
        if (!OrderUuid.TryParse(text, out var id)) return (null, CancelEndpoints.InvalidId);
        if (live.OpenOrder(id) is { } open && open.Member == member) return (open, null);
        var hasClosed = live.RecentlyClosedOrder(id) is { } closed && closed.Member == member;
        return (null, hasClosed ? CancelEndpoints.CancelError : ApiError.NotFound);
    }

    private static ApiError? RefusalOfAll(CancelResult[] results)
    {
        var first = results[0].Reason;
        var isOfEngine = first is CancelRejectReason.Busy or CancelRejectReason.Unavailable or CancelRejectReason.OutcomeUnknown;
        return isOfEngine && Array.TrueForAll(results, r => r.Reason == first) ? CancelEndpoints.Refusal(first) : null;
    }

    private static void WriteAll(
        Utf8JsonWriter json,
        (List<(OrderView? Before, ApiError? Error)> Items, CancelResult[] Results, IReadOnlyList<Market> Markets) state)
    {
        var next = 0;
        json.WriteStartArray();
        foreach (var (before, error) in state.Items)
        {
            if (before is null)
            {
                error!.Write(json);
                continue;
            }

            var result = state.Results[next++];
            var market = state.Markets[before.Market.Index];
            // An order that closed between look and cancel is known to the caller: it is not "not found".
            if (result.Reason == CancelRejectReason.OrderUnknown) CancelEndpoints.CancelError.Write(json);
            else if (CancelEndpoints.Refusal(result.Reason) is { } refusal) refusal.Write(json);
            else OrderJson.Write(json, CancelEndpoints.Canceled(before, result, market), market);
        }

        json.WriteEndArray();
    }
}
