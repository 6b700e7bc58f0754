using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Web.Trade;

/// <summary>What an order that waits or rests sets aside, by the rules of the engine.</summary>
internal static class OrderReservation
{
    /// <summary>
    /// The price that each unit of a buy is paid for in advance: the limit price, or the worst price of a market order; the
    /// higher one of a pair. Unset while it is not known.
    /// </summary>
    public static Price PriceOf(OrderPlan plan, OrderSurroundings now)
    {
        var draft = plan.Draft;
        if (draft.Kind == OrderKind.Market)
            return plan.Worst.IsSet ? plan.Worst : BookWalk.DefaultWorst(plan.Market, now.Depth, plan.Side);
        if (draft.IsPair)
        {
            var stop = draft.HasStopPrice ? plan.StopPrice : WorstAt(plan.Market, plan.Side, plan.Trigger);
            return plan.Price.IsSet && stop.IsSet ? plan.Price > stop ? plan.Price : stop : default;
        }

        if (!draft.IsMarket) return plan.Price;
        return plan.Worst.IsSet ? plan.Worst : WorstAt(plan.Market, plan.Side, plan.TriggerNow(now.Last));
    }

    /// <summary>What the order locks when it is accepted; null while that is not known.</summary>
    public static Amount? Of(OrderPlan plan, OrderSurroundings now)
    {
        if (plan.Quantity.IsZero) return null;
        if (plan.Side == Side.Sell) return plan.Market.AmountOf(plan.Quantity);
        return PriceOf(plan, now) is { IsSet: true } price ? plan.Market.Notional(price, plan.Quantity) : null;
    }

    /// <summary>What an open order keeps locked; of a pair the stop only what it needs beyond the limit order.</summary>
    public static Amount Of(Market market, OrderView order, OrderView? linked)
    {
        if (order.Side == Side.Sell)
            return linked is not null && order.IsPending ? Amount.Zero : market.AmountOf(order.Remaining);
        var need = NeedOf(market, order);
        if (linked is null || !order.IsPending) return need;
        var shared = NeedOf(market, linked);
        return need > shared ? need - shared : Amount.Zero;
    }

    /// <summary>The worst price of a market order that names none: the trigger price moved against its owner by the
    /// market's protection, to a whole tick nearer the trigger.</summary>
    public static Price WorstAt(Market market, Side side, Price trigger)
    {
        if (!trigger.IsSet) return default;
        var ticks = side == Side.Buy
            ? (Int128)trigger.Ticks * (100 + Market.DefaultProtectionPercent) / 100
            : ((Int128)trigger.Ticks * (100 - Market.DefaultProtectionPercent) + 99) / 100;
        return new Price((long)Int128.Clamp(ticks, market.MinPrice.Ticks, market.MaxPrice.Ticks));
    }

    private static Amount NeedOf(Market market, OrderView order) =>
        market.Notional(order.Price.IsSet ? order.Price : WorstAt(market, order.Side, order.TriggerPrice), order.Remaining);
}
