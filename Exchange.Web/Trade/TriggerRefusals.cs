using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>What can be wrong with a trigger, a trail or the two prices of a pair, in words.</summary>
internal static class TriggerRefusals
{
    /// <summary>The words for a reason about a trigger.</summary>
    public static OrderRefusal Of(OrderRejectReason reason, RefusalFacts facts)
    {
        var (draft, rules) = (facts.Plan.Draft, facts.Rules);
        var trigger = facts.Quote(RefusalFacts.Typed(draft.Trigger));
        return reason switch
        {
            OrderRejectReason.TriggerPriceInvalid => new(OrderField.Trigger, "Enter a trigger price."),
            OrderRejectReason.TriggerPriceNotOnTick => new(OrderField.Trigger,
                $"The trigger price {trigger} is not a multiple of the tick size {facts.Quote(rules.TickSize)}."),
            OrderRejectReason.TriggerPriceOutOfRange => new(OrderField.Trigger,
                $"The trigger price {trigger} is outside {rules.MinPrice} to {facts.Quote(rules.MaxPrice)}."),
            OrderRejectReason.TriggerWrongSide => new(OrderField.Trigger,
                $"It would trigger at once: the trigger price must be {Side(facts)} the last price, {facts.LastText}."),
            OrderRejectReason.TrailInvalid => new(OrderField.Trail, draft.TrailIsPercent
                ? "Enter 0.01 % to 50 %, in steps of 0.01 %."
                : $"Enter a distance above 0 and below the last price, {facts.LastText}."),
            OrderRejectReason.TrailNotOnTick => new(OrderField.Trail,
                $"The distance {facts.Quote(RefusalFacts.Typed(draft.Trail))} is not a multiple of the tick size "
                + $"{facts.Quote(rules.TickSize)}."),
            OrderRejectReason.TooManyTrailingStops => new(
                OrderField.Form, "This market has as many trailing stops as it takes. Try again later."),
            OrderRejectReason.NoLastPrice => new(
                OrderField.Form, "A trailing stop needs a last price; this market has had no trade yet."),
            OrderRejectReason.LegsInvalid => new(OrderField.Trigger, Legs(facts)),
            _ => throw new InvariantViolation($"{reason} is not about a trigger."),
        };
    }

    private static string Side(RefusalFacts facts) =>
        OrderKinds.WaitsForFall(OrderKinds.Trigger(facts.Plan.Draft.Kind), facts.Plan.Side) ? "below" : "above";

    private static string Legs(RefusalFacts facts)
    {
        var isSell = facts.Plan.Side == Core.Matching.Side.Sell;
        var (limit, stop) = isSell ? ("above", "below") : ("below", "above");
        return facts.Now.Last.IsSet
            ? $"The limit price must be {limit} and the stop's trigger {stop} the last price, {facts.LastText}."
            : $"The limit price must be {limit} the stop's trigger.";
    }
}
