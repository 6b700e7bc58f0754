using Exchange.Core.Markets;
using Exchange.Core.Matching;

namespace Exchange.Core.Fairness;

/// <summary>A market as the checker knows it: both sides, its state, its last price.</summary>
internal sealed class FairMarket(MarketState state)
{
    public FairSide Bids { get; } = new(Side.Buy);

    public FairSide Asks { get; } = new(Side.Sell);

    public MarketState State { get; private set; } = state;

    /// <summary>The price of the last trade; 0 before the first.</summary>
    public long LastPrice { get; set; }

    /// <summary>The state when the present command began.</summary>
    public MarketState StateBefore { get; private set; } = state;

    /// <summary>The price at which the auction that ends in this command must trade now; 0 when none ends.</summary>
    public long AuctionPrice { get; private set; }

    public bool HasTradedInAuction { get; set; }

    /// <summary>True when this command opened the market.</summary>
    public bool HasOpened { get; private set; }

    private bool IsInMeeting { get; set; }

    public bool IsCrossed => !Bids.IsEmpty && !Asks.IsEmpty && Bids.BestPrice >= Asks.BestPrice;

    public FairSide SideOf(Side side) => side == Side.Buy ? Bids : Asks;

    public void ChangeState(MarketState to)
    {
        State = to;
        HasOpened |= to == MarketState.Open;
    }

    public void EndCommand()
    {
        StateBefore = State;
        AuctionPrice = 0;
        (HasTradedInAuction, HasOpened, IsInMeeting) = (false, false, false);
    }

    /// <summary>
    /// Two resting orders meet when an auction ends. The price stays for as long as anything can trade at it, and is found
    /// anew after that: prevention of self-trades may have left the book crossed.
    /// </summary>
    /// <param name="isPrevention">Orders of one member meet; with some modes the meeting has two events.</param>
    public void BeginAuctionStep(bool isPrevention)
    {
        var isSecondOfMeeting = IsInMeeting;
        IsInMeeting = false;
        if (isSecondOfMeeting || State == MarketState.Open) return;
        if (AuctionPrice == 0 || Bids.BestPrice < AuctionPrice || Asks.IsEmpty || Asks.BestPrice > AuctionPrice)
            AuctionPrice = ClearingPrice();
        if (!isPrevention || Bids.First is not { } bid || Asks.First is not { } ask) return;
        IsInMeeting = (bid.Id > ask.Id ? bid : ask).Prevention is SelfTradePrevention.CancelBoth or SelfTradePrevention.Decrement;
    }

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
