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
        if (side == Side.Buy) return BookWalk.MostFor(market, depth, available, worst);
        return BookWalk.Take(market, depth, side, market.MaxSell(available), worst).Taken;
    }

    /// <summary>A percentage of the largest order, rounded down to a lot.</summary>
    public static Quantity Portion(Quantity max, int percent) => new((long)((Int128)max.Lots * percent / 100));

    /// <summary>Which whole percentage of the largest order a quantity is, at most 100.</summary>
    public static int PercentOf(Quantity quantity, Quantity max) =>
        max.IsZero ? 0 : (int)Int128.Min(100, (Int128)quantity.Lots * 100 / max.Lots);
}
