using Exchange.Core.Markets;
using Exchange.Core.Matching;

namespace Exchange.Core.Fairness;

/// <summary>A market as the checker knows it: both sides, its state, its last price.</summary>
internal sealed class FairMarket(MarketState state)
{
    public FairSide Bids { get; } = new(Side.Buy);

    public FairSide Asks { get; } = new(Side.Sell);

    public MarketState State { get; set; } = state;

    /// <summary>The price of the last trade; 0 before the first.</summary>
    public long LastPrice { get; set; }

    /// <summary>The price of this command's auction trades so far; 0 for none.</summary>
    public long AuctionPrice { get; set; }

    /// <summary>Self-trade prevention took an order out since the auction's price was found.</summary>
    public bool AuctionChanged { get; set; }

    /// <summary>The state when the present command began.</summary>
    public MarketState StateBefore { get; set; } = state;

    public bool IsCrossed => !Bids.IsEmpty && !Asks.IsEmpty && Bids.BestPrice >= Asks.BestPrice;

    public FairSide SideOf(Side side) => side == Side.Buy ? Bids : Asks;

    /// <summary>
    /// The price at which a call auction must trade: of those in the book between best ask and best bid the one with the
    /// largest quantity, then the smallest surplus, then the nearest to the last price, then the lowest. 0 for none.
    /// </summary>
    public long ClearingPrice()
    {
        if (!IsCrossed) return 0;
        var (bids, asks) = (Bids.Orders().ToList(), Asks.Orders().ToList());
        var prices = bids.Concat(asks).Select(order => order.Price).Distinct()
            .Where(price => price >= Asks.BestPrice && price <= Bids.BestPrice).Order();
        var best = (Price: 0L, Traded: 0L, Surplus: 0L, Distance: 0L);
        foreach (var price in prices)
        {
            var demand = bids.Where(order => order.Price >= price).Sum(order => order.Remaining);
            var supply = asks.Where(order => order.Price <= price).Sum(order => order.Remaining);
            var found = (Price: price, Traded: Math.Min(demand, supply), Surplus: Math.Abs(demand - supply),
                Distance: LastPrice == 0 ? 0 : Math.Abs(price - LastPrice));
            if (best.Price == 0 || IsBetter(found, best)) best = found;
        }

        return best.Price;
    }

    private static bool IsBetter(
        (long Price, long Traded, long Surplus, long Distance) found, (long Price, long Traded, long Surplus, long Distance) best)
    {
        if (found.Traded != best.Traded) return found.Traded > best.Traded;
        return found.Surplus != best.Surplus ? found.Surplus < best.Surplus : found.Distance < best.Distance;
    }
}
