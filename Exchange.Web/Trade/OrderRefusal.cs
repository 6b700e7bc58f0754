using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>The part of the order form that a message belongs to.</summary>
internal enum OrderField
{
    /// <summary>The form as a whole.</summary>
    Form,

    /// <summary>The limit price, or the worst price of a market order.</summary>
    Price,

    /// <summary>The quantity.</summary>
    Size,
}

/// <summary>What the texts need to name the number that broke a rule.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="State">The market's state.</param>
/// <param name="Depth">The book.</param>
/// <param name="Available">The member's balance in the currency that pays.</param>
/// <param name="Needed">What the order takes from that balance.</param>
/// <param name="Total">Price times quantity, in quote.</param>
/// <param name="OpenOrders">How many open orders the member has in this market.</param>
internal sealed record RefusalFacts(
    PlaceOrderRequest Request, MarketState State, DepthView Depth, Amount Available, Amount Needed, Amount Total,
    int OpenOrders);

/// <summary>Why an order was refused, in words, and at which field to say it.</summary>
/// <param name="Field">The field.</param>
/// <param name="Text">What happened and what to do, with the number.</param>
internal sealed record OrderRefusal(OrderField Field, string Text)
{
    /// <summary>The words for a reason; null when the order was accepted.</summary>
    public static OrderRefusal? Of(OrderRejectReason reason, RefusalFacts facts) => reason switch
    {
        OrderRejectReason.None => null,
        OrderRejectReason.NotPermitted => new(OrderField.Form, "Your account may not place orders at the moment."),
        OrderRejectReason.Malformed => new(
            OrderField.Form, "These settings exclude each other: post-only needs a good-til-canceled limit order."),
        OrderRejectReason.PriceNotAllowed => new(OrderField.Price, "A market order has no limit price."),
        OrderRejectReason.PriceMissing => new(OrderField.Price, "Enter a price."),
        OrderRejectReason.PriceNotPositive => new(
            OrderField.Price, $"The price is {PriceText(facts)}; it must be above 0."),
        OrderRejectReason.PriceNotOnTick => new(OrderField.Price,
            $"{PriceText(facts)} is not a multiple of the tick size {Quote(facts, Rules(facts).TickSize)}."),
        OrderRejectReason.PriceOutOfRange => new(OrderField.Price,
            $"{PriceText(facts)} is outside {Rules(facts).MinPrice} to {Quote(facts, Rules(facts).MaxPrice)}."),
        OrderRejectReason.QuantityNotPositive => new(
            OrderField.Size, $"The size is {SizeText(facts)}; it must be above 0."),
        OrderRejectReason.QuantityNotOnLot => new(OrderField.Size,
            $"{SizeText(facts)} is not a multiple of the lot size {Base(facts, Rules(facts).LotSize)}."),
        OrderRejectReason.QuantityTooSmall => new(OrderField.Size,
            $"{SizeText(facts)} is below the smallest order of {Base(facts, Rules(facts).MinQuantity)}."),
        OrderRejectReason.QuantityTooLarge => new(OrderField.Size,
            $"{SizeText(facts)} is above the largest order of {Base(facts, Rules(facts).MaxQuantity)}."),
        OrderRejectReason.NotionalTooSmall => new(OrderField.Size,
            $"The total of {Quote(facts, facts.Total)} "
            + $"is below the minimum of {Quote(facts, Rules(facts).MinNotional)}."),
        OrderRejectReason.MarketNotOpen => new(
            OrderField.Form, MarketStateText.Refusal(facts.Request.Market, facts.State)),
        OrderRejectReason.MarketInAuction => new(
            OrderField.Form, "The market is in a call auction: only good-til-canceled limit orders are taken until it ends."),
        OrderRejectReason.PostOnlyNotAllowed => new(
            OrderField.Form, "Post-only needs a limit order that rests: not immediate, fill-or-kill or conditional."),
        OrderRejectReason.DisplayNotAllowed => new(
            OrderField.Size, "Only a limit order that rests at once can show less than its size."),
        OrderRejectReason.DisplayTooSmall => new(
            OrderField.Size, "The size shown is below the smallest order."),
        OrderRejectReason.DisplayTooLarge => new(
            OrderField.Size, "The size shown must be below the order's size."),
        OrderRejectReason.ExpiryNotAllowed => new(
            OrderField.Form, "An expiry time needs a good-til-date limit order."),
        OrderRejectReason.ExpiryMissing => new(
            OrderField.Form, "Enter when the order expires."),
        OrderRejectReason.ExpiryInPast => new(
            OrderField.Form, "The expiry time has passed."),
        OrderRejectReason.TriggerPriceInvalid => new(
            OrderField.Price, "Enter a trigger price."),
        OrderRejectReason.TriggerPriceNotOnTick => new(
            OrderField.Price, $"The trigger price is not a multiple of the tick size {Quote(facts, Rules(facts).TickSize)}."),
        OrderRejectReason.TrailNotOnTick => new(
            OrderField.Price, $"The distance is not a multiple of the tick size {Quote(facts, Rules(facts).TickSize)}."),
        OrderRejectReason.StopLimitPriceNotOnTick => new(
            OrderField.Price, $"The stop's limit price is not a multiple of the tick size {Quote(facts, Rules(facts).TickSize)}."),
        OrderRejectReason.StopLimitPriceOutOfRange => new(
            OrderField.Price, "The stop's limit price is outside the market's range."),
        OrderRejectReason.DisplayNotOnLot => new(
            OrderField.Size, $"The size shown is not a multiple of the lot size {Base(facts, Rules(facts).LotSize)}."),
        OrderRejectReason.TriggerPriceOutOfRange => new(
            OrderField.Price, "The trigger price is outside the market's range."),
        OrderRejectReason.TriggerWrongSide => new(
            OrderField.Price, "It would trigger at once: the trigger price is on the wrong side of the last price."),
        OrderRejectReason.TrailInvalid => new(
            OrderField.Price, "Enter one distance for the trailing stop that leaves its trigger above 0."),
        OrderRejectReason.TooManyTrailingStops => new(
            OrderField.Form, "This market has as many trailing stops as it takes. Try again later."),
        OrderRejectReason.NoLastPrice => new(
            OrderField.Form, "A trailing stop needs a last price; this market has had no trade yet."),
        OrderRejectReason.QuoteAmountInvalid => new(
            OrderField.Size, "A total to spend is for market orders without a trigger."),
        OrderRejectReason.LegsInvalid => new(
            OrderField.Price, "Limit price and trigger price must be on opposite sides of the last price."),
        OrderRejectReason.OutsidePriceBand => new(
            OrderField.Price, "The price is too far through the last price for this market's price band."),
        OrderRejectReason.OrderUnknown => new(
            OrderField.Form, "This order is not open any more."),
        OrderRejectReason.NotAmendable => new(
            OrderField.Form, "This order cannot be amended, or nothing would change."),
        OrderRejectReason.ClientOrderIdTaken => new(
            OrderField.Form,
            $"This order was sent before, as {facts.Request.ClientOrderId.ToGuid()}. See your orders below."),
        OrderRejectReason.TooManyOpenOrders => new(OrderField.Form,
            $"You have {facts.OpenOrders} open orders in {facts.Request.Market.Name}, the most there may be. "
            + "Cancel some first."),
        OrderRejectReason.InsufficientLiquidity => new(OrderField.Size,
            $"The book offers {Base(facts, Offered(facts))}, less than {SizeText(facts)}."),
        OrderRejectReason.WouldTake => new(OrderField.Price,
            $"Post-only: at {PriceText(facts)} it would trade at once; the best price is {BestText(facts)}."),
        OrderRejectReason.InsufficientFunds => new(OrderField.Size,
            $"It takes {Paid(facts, facts.Needed)}; you have {Paid(facts, facts.Available)} available."),
        OrderRejectReason.Busy => new(OrderField.Form, "The exchange is busy. Nothing was placed; try again."),
        OrderRejectReason.Unavailable => new(
            OrderField.Form, "The exchange takes no orders at the moment. Nothing was placed; try again later."),
        OrderRejectReason.OutcomeUnknown => new(
            OrderField.Form, "No answer yet. Checking whether the order was placed…"),
    };

    private static MarketDefinition Rules(RefusalFacts facts) => facts.Request.Market.Definition;

    private static string PriceText(RefusalFacts facts) =>
        Quote(facts, facts.Request.Price ?? facts.Request.WorstPrice ?? Amount.Zero);

    private static string SizeText(RefusalFacts facts) => Base(facts, facts.Request.Quantity);

    private static string Base(RefusalFacts facts, Amount amount) => AmountText.With(amount, facts.Request.Market.Base);

    private static string Quote(RefusalFacts facts, Amount amount) =>
        AmountText.With(amount, facts.Request.Market.Quote);

    private static string Paid(RefusalFacts facts, Amount amount) =>
        facts.Request.Side == Side.Buy ? Quote(facts, amount) : Base(facts, amount);

    private static Amount Offered(RefusalFacts facts) =>
        BookWalk.Opposite(facts.Depth, facts.Request.Side)
            .Aggregate(Amount.Zero, (sum, level) => sum + facts.Request.Market.AmountOf(level.Quantity));

    private static string BestText(RefusalFacts facts) =>
        BookWalk.Opposite(facts.Depth, facts.Request.Side) is [var best, ..]
            ? Quote(facts, facts.Request.Market.AmountOf(best.Price))
            : "gone by now";
}
