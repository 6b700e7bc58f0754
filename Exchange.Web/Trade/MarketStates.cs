using Exchange.Core.Markets;

namespace Exchange.Web.Trade;

/// <summary>Market states in words for people.</summary>
internal static class MarketStates
{
    public static string Name(MarketState state) => state switch
    {
        MarketState.Open => "Open",
        MarketState.CancelOnly => "Cancel only",
        _ => "Halted",
    };
}
