using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Web.Trade;

/// <summary>What is true around a draft now.</summary>
public sealed record OrderSurroundings
{
    /// <summary>The market.</summary>
    public required Market Market { get; init; }

    /// <summary>Its state.</summary>
    public required MarketState State { get; init; }

    /// <summary>Its book.</summary>
    public required DepthView Depth { get; init; }

    /// <summary>The price of its last trade; unset before the first.</summary>
    public Price Last { get; init; }

    /// <summary>The call auction it is in, if any.</summary>
    public AuctionView? Auction { get; init; }

    /// <summary>The member's fees in it.</summary>
    public required FeeScheduleEntry Fees { get; init; }

    /// <summary>The member's available base.</summary>
    public Amount BaseAvailable { get; init; }

    /// <summary>The member's available quote.</summary>
    public Amount QuoteAvailable { get; init; }

    /// <summary>The member's open orders in it.</summary>
    public int OpenOrders { get; init; }

    /// <summary>The time.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Orders are taken, though perhaps not every kind.</summary>
    public bool TakesOrders => State is MarketState.Open or MarketState.Auction;

    /// <summary>Looks at the market and, when someone is signed in, at their account.</summary>
    public static OrderSurroundings Look(
        IMarketCatalog catalog, IEngineReadState live, IMarketData data, Market market, MemberId? member, DateTimeOffset at)
    {
        var now = new OrderSurroundings
        {
            Market = market,
            State = catalog.StateOf(market.Id),
            Depth = live.Depth(market.Id, OrderSizing.LevelsLookedAt),
            Last = data.Ticker(market.Id).Last,
            Auction = live.Auction(market.Id),
            Fees = catalog.FeesFor(market.Id, member is { } m ? live.GroupOf(m) : FeeSchedule.DefaultGroup),
            At = at,
        };
        return member is not { } who ? now : now with
        {
            BaseAvailable = live.Balance(who, market.Base.Id).Available,
            QuoteAvailable = live.Balance(who, market.Quote.Id).Available,
            OpenOrders = live.OpenOrders(who).Count(o => o.Market == market.Id),
        };
    }

    /// <summary>The available balance that an order of this side pays from.</summary>
    public Amount Available(Side side) => side == Side.Buy ? QuoteAvailable : BaseAvailable;
}
