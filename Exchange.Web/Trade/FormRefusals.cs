using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>What can be wrong with an order as a whole, in words.</summary>
internal static class FormRefusals
{
    /// <summary>The words for a reason about the whole order.</summary>
    public static OrderRefusal Of(OrderRejectReason reason, RefusalFacts facts) => reason switch
    {
        OrderRejectReason.NotPermitted => new(OrderField.Form, "Your account may not place orders at the moment."),
        OrderRejectReason.LevelTooLow => new(OrderField.Form,
            "Your account may not trade yet: something of the verification is missing. Account › Verification shows what."),
        OrderRejectReason.Malformed => new(OrderField.Form, "These settings exclude each other."),
        OrderRejectReason.MarketNotOpen => new(
            OrderField.Form, MarketStateText.Refusal(facts.Plan.Market, facts.Now.State)),
        OrderRejectReason.MarketInAuction => new(OrderField.Form,
            "In a call auction only orders that can wait are taken: no market, immediate, fill-or-kill or post-only orders."),
        OrderRejectReason.PostOnlyNotAllowed => new(
            OrderField.Form, "Post-only needs a limit order that rests: not immediate, fill-or-kill or conditional."),
        OrderRejectReason.ExpiryNotAllowed => new(OrderField.Expiry, "An expiry time needs a good-til-date limit order."),
        OrderRejectReason.ExpiryMissing => new(OrderField.Expiry, "Enter when the order expires."),
        OrderRejectReason.ExpiryInPast => new(OrderField.Expiry, "The expiry time has passed: choose a later one."),
        OrderRejectReason.OrderUnknown => new(
            OrderField.Form, "This order is not open any more: it was filled or canceled before."),
        OrderRejectReason.NotAmendable => new(
            OrderField.Form, "Nothing would change, or this kind of order cannot be changed. Cancel it and place it anew."),
        OrderRejectReason.ClientOrderIdTaken => new(
            OrderField.Form, $"This order was sent before, as {facts.Plan.Draft.ClientOrderId}. See your orders below."),
        OrderRejectReason.TooManyOpenOrders => new(OrderField.Form,
            $"You have {facts.Now.OpenOrders} open orders in {facts.Plan.Market.Name}, as many as there may be. "
            + "Cancel some first."),
        OrderRejectReason.Busy => new(OrderField.Form, "The exchange is busy. Nothing was placed; try again."),
        OrderRejectReason.Unavailable => new(
            OrderField.Form, "The exchange takes no orders at the moment. Nothing was placed; try again later."),
        OrderRejectReason.OutcomeUnknown => new(OrderField.Form, "No answer yet. Checking whether the order was placed…"),
        _ => throw new InvariantViolation($"{reason} is not about the order as a whole."),
    };
}
