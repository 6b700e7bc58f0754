using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>
/// Rules that hang on the moment: the market's state, its last price, the time. The exchange judges them again when the
/// order arrives; here they save the member the way.
/// </summary>
internal static class OrderMoment
{
    /// <summary>The first rule that an otherwise sound order would break now.</summary>
    public static OrderRejectReason FirstViolation(OrderPlan plan, OrderSurroundings now)
    {
        var draft = plan.Draft;
        if (now.State == MarketState.Auction && !MayWaitForAuction(draft)) return OrderRejectReason.MarketInAuction;
        if (draft.Stays == TimeInForce.GoodTilDate && draft.ExpiresAt <= now.At.ToUnixTimeMilliseconds())
            return OrderRejectReason.ExpiryInPast;
        if (draft.Kind == OrderKind.TrailingStop)
        {
            if (!now.Last.IsSet) return OrderRejectReason.NoLastPrice;
            return plan.TriggerNow(now.Last).IsSet ? OrderRejectReason.None : OrderRejectReason.TrailInvalid;
        }

        if (draft.IsPair) return AreLegsApart(plan, now.Last) ? OrderRejectReason.None : OrderRejectReason.LegsInvalid;
        return draft.IsConditional && now.Last.IsSet && IsReached(plan, now.Last)
            ? OrderRejectReason.TriggerWrongSide
            : OrderRejectReason.None;
    }

    /// <summary>In a call auction, what may rest is taken and what waits for its trigger.</summary>
    private static bool MayWaitForAuction(OrderDraft draft) =>
        draft.IsConditional || draft.IsPair || (draft.IsRestingLimit && !draft.IsPostOnly);

    private static bool IsReached(OrderPlan plan, Price last) =>
        OrderKinds.WaitsForFall(OrderKinds.Trigger(plan.Draft.Kind), plan.Side)
            ? last <= plan.Trigger
            : last >= plan.Trigger;

    /// <summary>The limit order on the better side of the last price, the stop on the worse.</summary>
    private static bool AreLegsApart(OrderPlan plan, Price last)
    {
        var (upper, lower) = plan.Side == Side.Sell ? (plan.Price, plan.Trigger) : (plan.Trigger, plan.Price);
        return last.IsSet ? upper > last && last > lower : upper > lower;
    }
}
