using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Tower;
using Exchange.Web.Feeds;

namespace Exchange.Web.Tower;

/// <summary>What the staff reads of markets.</summary>
internal static class MarketTexts
{
    /// <summary>Why a market was not changed.</summary>
    public static string Refusal(MarketOutcome outcome) => outcome.Reason switch
    {
        MarketRejectReason.None => "",
        MarketRejectReason.NotPermitted => TowerTexts.Refusal(outcome.Verdict),
        MarketRejectReason.ReasonMissing => TowerTexts.Refusal(new StaffOutcome(StaffRejectReason.ReasonMissing)),
        MarketRejectReason.ReasonTooLong => TowerTexts.Refusal(new StaffOutcome(StaffRejectReason.ReasonTooLong)),
        MarketRejectReason.StateUnknown => "There is no such state. Nothing was changed.",
        MarketRejectReason.FiguresInvalid => "A figure is out of range. Nothing was changed.",
        MarketRejectReason.MarketUnknown => "There is no such market.",
        MarketRejectReason.ChangedMeanwhile =>
            "The market is not any more what you saw: somebody else changed it, or its auction began or ended. "
            + "Nothing was changed. Look again before you decide.",
        MarketRejectReason.Unchanged => "It is that already.",
        MarketRejectReason.EngineRefused => outcome.Engine switch
        {
            RejectReason.Busy => "The engine is busy. Nothing was changed: try again.",
            RejectReason.Unavailable => "The engine takes nothing now, because its journal cannot be written. Nothing was changed.",
            _ => $"The engine refused it ({outcome.Engine}). Nothing was changed.",
        },
        MarketRejectReason.OutcomeUnknown =>
            "The engine did not answer in time. Whether it was done is not known: look at the market before you try again.",
    };

    /// <summary>The look of a state.</summary>
    public static string Badge(MarketState state) => state switch
    {
        MarketState.Open => "badge-up",
        MarketState.Auction or MarketState.CancelOnly => "badge-warn",
        MarketState.Halted => "badge-down",
    };

    /// <summary>What the button says that leads from one state to another.</summary>
    public static string Act(MarketState from, MarketState to) => to switch
    {
        MarketState.Open => from == MarketState.Auction ? "End the auction now" : "Open now",
        MarketState.CancelOnly => "Let only cancels in",
        MarketState.Halted => "Halt",
        MarketState.Auction => from == MarketState.Open ? "Call an auction" : "Reopen through an auction",
    };

    /// <summary>What follows from it.</summary>
    public static string Explanation(MarketStanding standing, MarketState to) => to switch
    {
        MarketState.Open when standing.State == MarketState.Auction =>
            "What can trade trades now, at one price. Then the market is open.",
        MarketState.Open =>
            "Orders are taken and matched again at once. What an auction has collected that was halted trades first, at one price.",
        MarketState.CancelOnly or MarketState.Halted =>
            "Members can cancel and do nothing else. Open orders stay, nothing trades, an auction does not end by itself any more.",
        MarketState.Auction => $"Nothing trades for {MarketWords.Seconds(standing.Protection.AuctionSeconds)}. "
            + "Orders that can wait are collected, then all that can trade does, at one price, and the market is open.",
    };

    /// <summary>The look of a change.</summary>
    public static string Direction(Ticker ticker) => ticker.ChangeBasisPoints switch { > 0 => "up", < 0 => "down", _ => "" };

    /// <summary>What an auction would trade now.</summary>
    public static string Indicated(Market market, AuctionView auction) =>
        auction.Price.IsSet ? $"{market.Text(auction.Price)} × {market.Text(auction.Quantity)}" : "nothing yet";

    /// <summary>The price of the last trade.</summary>
    public static string Last(MarketStanding standing) =>
        standing.Ticker.Last.IsSet ? standing.Market.Text(standing.Ticker.Last) : "–";

    /// <summary>When an auction ends.</summary>
    public static string Ends(AuctionView auction) => TowerTexts.Time(Clock.ToMoment(auction.EndsMicroseconds));
}
