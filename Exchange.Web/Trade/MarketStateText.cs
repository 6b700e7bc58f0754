using Exchange.Core.Markets;

namespace Exchange.Web.Trade;

/// <summary>A market's state in words.</summary>
internal static class MarketStateText
{
    /// <summary>For a chip.</summary>
    public static string Chip(MarketState state) => state switch
    {
        MarketState.Open => "Open",
        MarketState.CancelOnly => "Cancel only",
        MarketState.Halted => "Halted",
        MarketState.Auction => "Auction",
    };

    /// <summary>Why no order is taken, or not every one.</summary>
    public static string Refusal(Market market, MarketState state) => state switch
    {
        MarketState.Open => $"{market.Name} did not take orders a moment ago. It is open again; try once more.",
        MarketState.CancelOnly => $"{market.Name} is in cancel-only mode: you can cancel orders, not place new ones.",
        MarketState.Halted => $"{market.Name} is halted: no orders are taken until the operator opens it again.",
        MarketState.Auction => $"{market.Name} is in a call auction: orders that can wait are taken and trade together, "
            + "at one price, when it ends. Market, immediate, fill-or-kill and post-only orders are not taken.",
    };
}
