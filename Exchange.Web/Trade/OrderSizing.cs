using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Web.Trade;

/// <summary>The largest order a balance allows, and shares of it.</summary>
internal static class OrderSizing
{
    /// <summary>How far into the book a market order is looked at.</summary>
    public const int LevelsLookedAt = 1000;

    /// <summary>The largest limit order; for a buy at this price.</summary>
    public static Quantity MaxLimit(Market market, Side side, Amount available, Price price) =>
        side == Side.Buy ? market.MaxBuy(available, price) : market.MaxSell(available);

    /// <summary>The largest market order: what the balance pays and the book offers within the worst price.</summary>
    public static Quantity MaxMarket(Market market, DepthView depth, Side side, Amount available, Price worst)
    {
        if (side == Side.Buy) return BookWalk.MostFor(market, depth, side, available, worst);
        return BookWalk.Take(market, depth, side, market.MaxSell(available), worst).Taken;
    }

    /// <summary>The largest order of a plan: what the balance pays at the price that it is locked at.</summary>
    public static Quantity Max(OrderPlan plan, OrderSurroundings now)
    {
        var (available, price) = (now.Available(plan.Side), OrderReservation.PriceOf(plan, now));
        return plan.Draft.Kind == OrderKind.Market
            ? MaxMarket(plan.Market, now.Depth, plan.Side, available, price)
            : MaxLimit(plan.Market, plan.Side, available, price);
    }

    /// <summary>The largest total of a market order: what there is to spend, or what selling all brings.</summary>
    public static Amount MaxTotal(OrderPlan plan, OrderSurroundings now)
    {
        var (market, price) = (plan.Market, OrderReservation.PriceOf(plan, now));
        var most = MaxMarket(market, now.Depth, plan.Side, now.Available(plan.Side), price);
        return BookWalk.Take(market, now.Depth, plan.Side, most, price).Notional;
    }

    /// <summary>A percentage of the largest total, rounded down to the currency's precision.</summary>
    public static Amount Portion(Amount max, int percent, int precision)
    {
        var part = Amount.FromUnits(max.Units / 100 * percent);
        return Amount.FromUnits(part.Units - part.Units % Amount.SmallestStep(precision).Units);
    }

    /// <summary>Which whole percentage of the largest total an amount is, at most 100.</summary>
    public static int PercentOf(Amount total, Amount max) =>
        total >= max ? max.IsZero ? 0 : 100 : (int)Int128.Min(99, total.Units / Int128.Max(1, max.Units / 100));

    /// <summary>A percentage of the largest order, rounded down to a lot.</summary>
    public static Quantity Portion(Quantity max, int percent) => new((long)((Int128)max.Lots * percent / 100));

    /// <summary>Which whole percentage of the largest order a quantity is, at most 100.</summary>
    public static int PercentOf(Quantity quantity, Quantity max) =>
        max.IsZero ? 0 : (int)Int128.Min(100, (Int128)quantity.Lots * 100 / max.Lots);
}
