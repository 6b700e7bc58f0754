using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>Writes a plan as the request that the exchange understands. All its texts must be numbers.</summary>
internal static class OrderRequests
{
    /// <summary>The first rule of the market that the order breaks, whatever the moment.</summary>
    public static OrderRejectReason FirstViolation(OrderPlan plan)
    {
        if (plan.Draft.IsPair) return PlaceOneCancelsOther.FirstViolation(Pair(plan));
        return OrderChecks.FirstViolation(Order(plan), out _, out _);
    }

    /// <summary>A single order.</summary>
    public static PlaceOrderRequest Order(OrderPlan plan)
    {
        var draft = plan.Draft;
        var size = Amount.Parse(draft.Size);
        var type = draft.IsMarket ? OrderType.Market : OrderType.Limit;
        return new PlaceOrderRequest(
            plan.Market, draft.Side, type, draft.IsByTotal ? Amount.Zero : size, draft.IsMarket ? null : Amount.Parse(draft.Price))
        {
            TimeInForce = draft.Stays,
            PostOnly = draft.IsPostOnly,
            WorstPrice = draft.IsMarket ? Optional(draft.Worst) : null,
            ClientOrderId = ClientOrderId.From(draft.ClientOrderId),
            SelfTradePrevention = draft.Prevention,
            Trigger = OrderKinds.Trigger(draft.Kind),
            TriggerPrice = draft.HasTrigger ? Amount.Parse(draft.Trigger) : null,
            TrailAmount = draft is { Kind: OrderKind.TrailingStop, TrailIsPercent: false } ? Amount.Parse(draft.Trail) : null,
            TrailBasisPoints = draft is { Kind: OrderKind.TrailingStop, TrailIsPercent: true } ? plan.TrailBasisPoints : null,
            Display = Optional(draft.Shown),
            ExpiresAt = Expiry(draft),
            QuoteAmount = draft.IsByTotal ? size : null,
        };
    }

    /// <summary>Two orders of which one cancels the other. The stop has no name: it is found beside the limit order.</summary>
    public static OneCancelsOtherRequest Pair(OrderPlan plan)
    {
        var draft = plan.Draft;
        return new OneCancelsOtherRequest(
            plan.Market, draft.Side, Amount.Parse(draft.Size), Amount.Parse(draft.Price), Amount.Parse(draft.Trigger))
        {
            StopLimitPrice = draft.HasStopPrice ? Amount.Parse(draft.StopPrice) : null,
            TimeInForce = draft.Stays,
            ExpiresAt = Expiry(draft),
            ClientOrderId = ClientOrderId.From(draft.ClientOrderId),
            SelfTradePrevention = draft.Prevention,
        };
    }

    private static Amount? Optional(string text) => text.Length == 0 ? null : Amount.Parse(text);

    private static DateTimeOffset? Expiry(OrderDraft draft) =>
        draft.Stays == TimeInForce.GoodTilDate ? DateTimeOffset.FromUnixTimeMilliseconds(draft.ExpiresAt) : null;
}
