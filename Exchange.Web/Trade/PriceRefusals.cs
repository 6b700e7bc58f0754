using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>What can be wrong with a limit or worst price, in words.</summary>
internal static class PriceRefusals
{
    /// <summary>The words for a reason about a price.</summary>
    public static OrderRefusal Of(OrderRejectReason reason, RefusalFacts facts)
    {
        var field = facts.Plan.Draft.IsMarket ? OrderField.Worst : OrderField.Price;
        var (rules, price) = (facts.Rules, facts.PriceText);
        return reason switch
        {
            OrderRejectReason.PriceNotAllowed => new(field, "A market order has no limit price."),
            OrderRejectReason.PriceMissing => new(field, "Enter a price."),
            OrderRejectReason.PriceNotPositive => new(field, $"The price is {price}; it must be above 0."),
            OrderRejectReason.PriceNotOnTick => new(
                field, $"{price} is not a multiple of the tick size {facts.Quote(rules.TickSize)}."),
            OrderRejectReason.PriceOutOfRange => new(
                field, $"{price} is outside {rules.MinPrice} to {facts.Quote(rules.MaxPrice)}."),
            OrderRejectReason.OutsidePriceBand => new(BandField(facts),
                $"{price} is too far through the {Reference(facts)}: further than this market's price band allows."),
            OrderRejectReason.WouldTake => new(field,
                $"{Who(facts)}: at {price} it would trade at once; the best price is {Best(facts)}."),
            OrderRejectReason.StopLimitPriceNotOnTick => new(OrderField.StopPrice,
                $"{StopPrice(facts)} is not a multiple of the tick size {facts.Quote(rules.TickSize)}; the stop's limit must be."),
            OrderRejectReason.StopLimitPriceOutOfRange => new(OrderField.StopPrice,
                $"The stop's limit of {StopPrice(facts)} is outside {rules.MinPrice} to {facts.Quote(rules.MaxPrice)}."),
            _ => throw new InvariantViolation($"{reason} is not about a price."),
        };
    }

    private static OrderField BandField(RefusalFacts facts) =>
        facts.Plan.Draft.HasStopPrice ? OrderField.StopPrice : OrderField.Price;

    private static string Reference(RefusalFacts facts) =>
        facts.Plan.Draft is { IsConditional: true } && facts.Plan.TriggerNow(facts.Now.Last) is { IsSet: true } trigger
            ? $"trigger price of {facts.Quote(trigger)}"
            : $"last price, {facts.LastText}";

    private static string Who(RefusalFacts facts) => facts.Plan.Draft.IsPair ? "The limit order must wait" : "Post-only";

    private static string StopPrice(RefusalFacts facts) => facts.Quote(RefusalFacts.Typed(facts.Plan.Draft.StopPrice));

    private static string Best(RefusalFacts facts) =>
        BookWalk.Opposite(facts.Now.Depth, facts.Plan.Side) is [var best, ..] ? facts.Quote(best.Price) : "gone by now";
}
