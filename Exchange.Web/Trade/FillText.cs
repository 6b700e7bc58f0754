using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>A member's new fills, in a sentence.</summary>
internal static class FillText
{
    /// <summary>One fill in full; several as a count, with the newest.</summary>
    public static string Of(IMarketCatalog catalog, IReadOnlyList<MemberTrade> fills)
    {
        var newest = fills[^1];
        var market = catalog.Markets[newest.Market.Index];
        var verb = newest.Side == Side.Buy ? "Bought" : "Sold";
        var text = $"{verb} {AmountText.Of(market, newest.Quantity)} {AmountText.Code(market.Base)} at "
            + $"{AmountText.Of(market, newest.Price)} {AmountText.Code(market.Quote)}";
        return fills.Count == 1 ? $"{text}." : $"{fills.Count} fills, the newest: {text}.";
    }
}
