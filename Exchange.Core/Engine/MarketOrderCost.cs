using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>What a market order would meet: from the best opposite level on, within its worst price.</summary>
internal static class MarketOrderCost
{
    /// <summary>The worst price of a market order that names none: <see cref="Market.DefaultProtectionPercent"/> from a
    /// price, to a whole tick nearer to it, within the market's prices.</summary>
    public static Price WorstPrice(Market market, Side side, Price from)
    {
        var ticks = side == Side.Buy
            ? (Int128)from.Ticks * (100 + Market.DefaultProtectionPercent) / 100
            : ((Int128)from.Ticks * (100 - Market.DefaultProtectionPercent) + 99) / 100;
        return new Price((long)Int128.Clamp(ticks, market.MinPrice.Ticks, market.MaxPrice.Ticks));
    }

    /// <summary>What buying the quantity costs at most. Orders of <paramref name="passedRow"/> are passed over; -1 passes
    /// nobody's.</summary>
    public static Amount CostOf(LiveMarket market, Price worst, Quantity quantity, int passedRow, OrderPool pool)
    {
        var asks = market.Book.Asks;
        var cost = Amount.Zero;
        for (var i = asks.Best; i >= 0 && asks[i].Price <= worst && !quantity.IsZero; i = asks[i].Worse)
        {
            var offered = passedRow < 0 ? asks[i].Shown + asks[i].Hidden : OfferedByOthers(asks[i], passedRow, pool);
            var taken = Quantity.Min(offered, quantity);
            cost += market.Market.Notional(asks[i].Price, taken);
            quantity -= taken;
        }

        return cost;
    }

    /// <summary>The most lots that an amount of quote pays for (buy) or that bring it (sell). False when the side ends before
    /// the amount is used up.</summary>
    public static bool TryLotsFor(LiveMarket market, Side side, Price worst, Amount quoteAmount, out Quantity lots)
    {
        lots = Quantity.Zero;
        var makers = market.Book[side.Opposite()];
        var left = quoteAmount;
        for (var i = makers.Best; i >= 0; i = makers[i].Worse)
        {
            if (!OrderBook.Reaches(side, worst, makers[i].Price)) return true;
            var offered = makers[i].Shown + makers[i].Hidden;
            var affordable = left.Units / market.Market.Notional(makers[i].Price, new Quantity(1)).Units;
            if (affordable <= offered.Lots)
            {
                lots += new Quantity((long)affordable);
                return true;
            }

            lots += offered;
            left -= market.Market.Notional(makers[i].Price, offered);
        }

        return false;
    }

    private static Quantity OfferedByOthers(in PriceLevel level, int passedRow, OrderPool pool)
    {
        var offered = Quantity.Zero;
        for (var slot = level.Head; slot >= 0; slot = pool[slot].Next)
            if (pool[slot].MemberRow != passedRow) offered += pool[slot].Remaining + pool.Details(slot).Hidden;
        return offered;
    }
}
