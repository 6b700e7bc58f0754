using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;

namespace Exchange.Core.Fairness;

/// <summary>The rules of a fill, each checked against the books as they stood before it.</summary>
internal static class FillRules
{
    /// <summary>What holds for both orders of any fill.</summary>
    public static void OfEveryFill(in EngineEvent e, FairOrder maker, FairOrder taker, Action<FairnessRule, string> violated)
    {
        var (price, lots) = (e.Price.Ticks, e.Quantity.Lots);
        if (maker.Member == taker.Member)
            violated(FairnessRule.SelfTrade, $"orders {maker.Id} and {taker.Id} are both of member {maker.Member}");
        if (maker.Market != e.Market.Index || taker.Market != e.Market.Index || maker.Side == taker.Side || taker.Side != e.Side)
            violated(FairnessRule.OpenOrder, $"orders {maker.Id} and {taker.Id} are not two sides of one market");
        OfOne(e, maker, e.MakerRemaining.Lots, price, lots, violated);
        OfOne(e, taker, e.TakerRemaining.Lots, price, lots, violated);
    }

    /// <summary>An incoming order takes the first order at the best price, at that order's price.</summary>
    public static void OfContinuousFill(
        in EngineEvent e, FairMarket market, FairOrder maker, Action<FairnessRule, string> violated)
    {
        if (market.State != MarketState.Open)
            violated(FairnessRule.MarketOpen, $"trade {e.Trade.Value} in a market that is {market.State}");
        if (e.Price.Ticks != maker.Price)
            violated(FairnessRule.MakersPrice, $"order {maker.Id} stands at {maker.Price} and traded at {e.Price.Ticks}");
        if (maker.Place == FairPlace.Resting && e.Quantity.Lots > maker.Shown)
            violated(FairnessRule.WithinQuantity, $"order {maker.Id} shows {maker.Shown} and traded {e.Quantity.Lots} at once");
        OfFirstInLine(market, maker, violated);
    }

    /// <summary>Two resting orders trade when an auction ends: first in line on both sides, at the auction's
    /// price.</summary>
    public static void OfAuctionFill(
        in EngineEvent e, FairMarket market, FairOrder maker, FairOrder taker, Action<FairnessRule, string> violated)
    {
        if (maker.Place != FairPlace.Resting || taker.Place != FairPlace.Resting)
            violated(FairnessRule.OpenOrder, $"orders {maker.Id} and {taker.Id} trade, but neither is entering");
        if (market.StateBefore == MarketState.Open || market.State == MarketState.Open)
            violated(FairnessRule.MarketOpen, $"orders {maker.Id} and {taker.Id} both rest, and the market is in no auction");
        market.BeginAuctionStep(isPrevention: false);
        market.HasTradedInAuction = true;
        if (e.Price.Ticks != market.AuctionPrice)
            violated(FairnessRule.AuctionPrice, $"the auction traded at {e.Price.Ticks}; {market.AuctionPrice} trades most");
        if (maker.Id > taker.Id)
            violated(FairnessRule.TimePriority, $"order {maker.Id} is newer than {taker.Id} and called the maker");
        OfFirstInLine(market, maker, violated);
        OfFirstInLine(market, taker, violated);
    }

    /// <summary>Only the taker, or an order of the taker's member that stands in its way, is taken out to prevent a
    /// self-trade.</summary>
    public static void OfPrevention(FairMarket market, FairOrder order, FairOrder? taker, Action<FairnessRule, string> violated)
    {
        if (taker is null) market.BeginAuctionStep(isPrevention: true);
        if (taker is null || ReferenceEquals(order, taker)) return;
        if (order.Member != taker.Member)
            violated(FairnessRule.SelfTrade, $"order {order.Id} of member {order.Member} is taken out for one of {taker.Member}");
    }

    /// <summary>An immediate order ends only when nothing more within its limit is there.</summary>
    public static void OfTakersEnd(in EngineEvent e, FairMarket market, FairOrder order, Action<FairnessRule, string> violated)
    {
        if (e.Close is not (CloseReason.ImmediateRemainder or CloseReason.PriceProtection)) return;
        var makers = market.SideOf(order.Side.Opposite());
        if (!makers.IsEmpty && order.Allows(makers.BestPrice))
            violated(FairnessRule.Complete,
                $"order {order.Id} ends with {order.Remaining} left while {makers.BestPrice} is on offer");
    }

    private static void OfOne(
        in EngineEvent e, FairOrder order, long remaining, long price, long lots, Action<FairnessRule, string> violated)
    {
        if (!order.Allows(price))
            violated(FairnessRule.WithinLimit, $"{order.Side} order {order.Id} is limited to {order.Price} and traded at {price}");
        if (lots <= 0 || lots > order.Remaining || remaining != order.Remaining - lots)
            violated(FairnessRule.WithinQuantity, $"order {order.Id} had {order.Remaining}, traded {lots}, has {remaining}");
        if (order.ExpiresMicroseconds != 0 && order.ExpiresMicroseconds <= e.AtMicroseconds)
            violated(FairnessRule.Expiry, $"order {order.Id} expired at {order.ExpiresMicroseconds}, traded at {e.AtMicroseconds}");
        if (order.Place == FairPlace.Waiting)
            violated(FairnessRule.OpenOrder, $"order {order.Id} waits for its trigger and traded");
    }

    private static void OfFirstInLine(FairMarket market, FairOrder order, Action<FairnessRule, string> violated)
    {
        var side = market.SideOf(order.Side);
        if (order.Price != side.BestPrice)
            violated(FairnessRule.PricePriority, $"order {order.Id} at {order.Price} traded before {side.BestPrice}");
        else if (side.First is { } first && !ReferenceEquals(first, order))
            violated(FairnessRule.TimePriority, $"order {order.Id} at {order.Price} traded before order {first.Id}");
    }
}
