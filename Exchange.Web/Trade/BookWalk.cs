using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Web.Trade;

/// <summary>What an order would take from a book at once.</summary>
/// <param name="Taken">How much.</param>
/// <param name="Notional">What it costs, level by level, in quote.</param>
/// <param name="Last">The worst price of all that is taken; unset when nothing is.</param>
internal readonly record struct BookWalk(Quantity Taken, Amount Notional, Price Last)
{
    /// <summary>Takes from the best level on, up to the quantity and no further than the limit.</summary>
    public static BookWalk Take(Market market, DepthView depth, Side side, Quantity quantity, Price limit)
    {
        var walk = default(BookWalk);
        foreach (var level in Opposite(depth, side))
        {
            if (walk.Taken == quantity || IsBeyond(side, level.Price, limit)) break;
            var taken = Quantity.Min(level.Quantity, quantity - walk.Taken);
            var cost = walk.Notional + market.Notional(level.Price, taken);
            walk = new BookWalk(walk.Taken + taken, cost, level.Price);
        }

        return walk;
    }

    /// <summary>The most that trades for <paramref name="total"/> quote, spent or received, no further than the
    /// limit.</summary>
    public static Quantity MostFor(Market market, DepthView depth, Side side, Amount total, Price limit)
    {
        var most = Quantity.Zero;
        foreach (var level in Opposite(depth, side))
        {
            if (IsBeyond(side, level.Price, limit)) break;
            var taken = Quantity.Min(level.Quantity, market.MaxBuy(total, level.Price));
            most += taken;
            total -= market.Notional(level.Price, taken);
            if (taken < level.Quantity) break;
        }

        return Quantity.Min(most, market.MaxQuantity);
    }

    /// <summary>
    /// The worst price of a market order that names none: the best price moved against the taker by the market's
    /// protection, to a whole tick nearer the best. Unset when the other side is empty.
    /// </summary>
    public static Price DefaultWorst(Market market, DepthView depth, Side side) =>
        Opposite(depth, side) is [var best, ..] ? OrderReservation.WorstAt(market, side, best.Price) : default;

    /// <summary>The side of the book that an order takes from, best first.</summary>
    public static IReadOnlyList<DepthLevel> Opposite(DepthView depth, Side side) =>
        side == Side.Buy ? depth.Asks : depth.Bids;

    private static bool IsBeyond(Side side, Price price, Price limit) =>
        side == Side.Buy ? price > limit : price < limit;
}
