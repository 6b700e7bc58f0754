using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>One market as the engine trades it: its book, the orders that wait for its price, and what protects
/// it.</summary>
internal sealed class LiveMarket
{
    public LiveMarket(Market market, MarketState marketState, OrderPool pool, TermsTable terms)
    {
        Market = market;
        State = marketState;
        Protection = MarketProtection.Off(market.Id);
        Book = new OrderBook(pool, market.MaxPrice);
        Triggers = new TriggerBook(pool, terms, market.MaxPrice);
    }

    public Market Market { get; }

    public OrderBook Book { get; }

    public TriggerBook Triggers { get; }

    public MarketState State { get; set; }

    public MarketProtection Protection { get; set; }

    /// <summary>The price of the last trade; unset before the first.</summary>
    public Price LastPrice { get; set; }

    /// <summary>Trades further from this price than the breaker allows stop the market; unset before the first
    /// trade.</summary>
    public Price ReferencePrice { get; set; }

    /// <summary>When the reference price was taken.</summary>
    public long WindowBegan { get; set; }

    /// <summary>When the auction ends; 0 outside one. A market halted in an auction keeps no end.</summary>
    public long AuctionEnds { get; set; }

    /// <summary>What the auction would trade, as it was last told.</summary>
    public AuctionOutcome Indicated { get; set; }

    /// <summary>The highest and lowest price at which the breaker lets orders trade.</summary>
    public (Price Low, Price High) BreakerLimits()
    {
        if (Protection.BreakerBasisPoints == 0 || !ReferencePrice.IsSet) return (default, Market.MaxPrice);
        return (BasisPoints.Below(ReferencePrice, Protection.BreakerBasisPoints),
            BasisPoints.Above(ReferencePrice, Protection.BreakerBasisPoints));
    }

    /// <summary>Begins a new window of the breaker when the present one is over.</summary>
    public void RollWindow(long atMicroseconds)
    {
        if (Protection.BreakerBasisPoints == 0 || !LastPrice.IsSet) return;
        if (ReferencePrice.IsSet && atMicroseconds - WindowBegan < Protection.BreakerWindowSeconds * 1_000_000L) return;
        ReferencePrice = LastPrice;
        WindowBegan = atMicroseconds;
    }
}

/// <summary>What a call auction trades, or would.</summary>
/// <param name="Price">At which price; unset for nothing.</param>
/// <param name="Quantity">How much.</param>
internal readonly record struct AuctionOutcome(Price Price, Quantity Quantity);
