using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>What can be wrong with a size, a total or what an iceberg shows, in words.</summary>
internal static class SizeRefusals
{
    /// <summary>The words for a reason about a size.</summary>
    public static OrderRefusal Of(OrderRejectReason reason, RefusalFacts facts)
    {
        var (rules, size) = (facts.Rules, facts.SizeText);
        var display = facts.Base(RefusalFacts.Typed(facts.Plan.Draft.Display));
        return reason switch
        {
            OrderRejectReason.QuantityNotPositive => new(OrderField.Size, $"The size is {size}; it must be above 0."),
            OrderRejectReason.QuantityNotOnLot => new(
                OrderField.Size, $"{size} is not a multiple of the lot size {facts.Base(rules.LotSize)}."),
            OrderRejectReason.QuantityTooSmall => new(OrderField.Size, facts.Plan.Draft.IsByTotal
                ? $"{size} trades for less than the smallest order of {facts.Base(rules.MinQuantity)}."
                : $"{size} is below the smallest order of {facts.Base(rules.MinQuantity)}."),
            OrderRejectReason.QuantityTooLarge => new(
                OrderField.Size, $"{size} is above the largest order of {facts.Base(rules.MaxQuantity)}."),
            OrderRejectReason.NotionalTooSmall => new(OrderField.Size,
                $"The total of {facts.Quote(facts.Total)} is below the minimum of {facts.Quote(rules.MinNotional)}."),
            OrderRejectReason.QuoteAmountInvalid => new(OrderField.Size,
                $"A total of {size} cannot be used: it must be above 0, with at most {facts.Plan.Market.Quote.Precision} decimals."),
            OrderRejectReason.InsufficientLiquidity => new(
                OrderField.Size, $"The book offers {Offered(facts)}, less than {size}."),
            OrderRejectReason.InsufficientFunds => new(OrderField.Size,
                $"It takes {facts.Paid(facts.Needed)}; you have {facts.Paid(facts.Now.Available(facts.Plan.Side))} available."),
            OrderRejectReason.DisplayNotAllowed => new(
                OrderField.Display, "Only a limit order that rests at once can show less than its size."),
            OrderRejectReason.DisplayNotOnLot => new(
                OrderField.Display, $"Showing {display} is no multiple of the lot size {facts.Base(rules.LotSize)}."),
            OrderRejectReason.DisplayTooSmall => new(
                OrderField.Display, $"Showing {display} is below the smallest order of {facts.Base(rules.MinQuantity)}."),
            OrderRejectReason.DisplayTooLarge => new(
                OrderField.Display, $"Showing {display} hides nothing: show less than the size of {size}."),
            _ => throw new InvariantViolation($"{reason} is not about a size."),
        };
    }

    /// <summary>All that the other side of the book shows: base, or what it is worth when the size is a total.</summary>
    private static string Offered(RefusalFacts facts)
    {
        var (market, levels) = (facts.Plan.Market, BookWalk.Opposite(facts.Now.Depth, facts.Plan.Side));
        return facts.Plan.Draft.IsByTotal
            ? facts.Quote(levels.Aggregate(Amount.Zero, (sum, level) => sum + market.Notional(level.Price, level.Quantity)))
            : facts.Base(levels.Aggregate(Amount.Zero, (sum, level) => sum + market.AmountOf(level.Quantity)));
    }
}
