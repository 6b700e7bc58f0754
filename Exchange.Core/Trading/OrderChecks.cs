using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>
/// The checks that need nothing but the request and the market's rules, shared by the order form's preview and <see
/// cref="PlaceOrder"/>. The engine checks again: it trusts nobody.
/// </summary>
public static class OrderChecks
{
    /// <summary>The first rule the request breaks; gives price (limit or worst) and quantity when all hold.</summary>
    public static OrderRejectReason FirstViolation(PlaceOrderRequest request, out Price price, out Quantity quantity) =>
        FirstViolation(request, out price, out quantity, out _);

    /// <summary>The first rule the request breaks; gives price (limit or worst), quantity and what a plain order does not
    /// have when all hold.</summary>
    public static OrderRejectReason FirstViolation(
        PlaceOrderRequest request, out Price price, out Quantity quantity, out OrderConditions? conditions)
    {
        (price, quantity, conditions) = (default, default, null);
        var reason = OrderCombinations.FirstViolation(request);
        if (reason == OrderRejectReason.None) reason = PriceViolation(request, out price);
        if (reason == OrderRejectReason.None && !IsPlain(request)) reason = TriggerViolation(request, out conditions);
        if (reason == OrderRejectReason.None && request.QuoteAmount is null)
            reason = RuleChecks.Quantity(request.Market, request.Quantity, out quantity);
        if (reason == OrderRejectReason.None && request.Display is { } display)
            reason = DisplayViolation(request.Market, display, quantity, ref conditions);
        if (reason != OrderRejectReason.None) return reason;
        var tooSmall = request.Type == OrderType.Limit && request.Market.Notional(price, quantity) < request.Market.MinNotional;
        return tooSmall ? OrderRejectReason.NotionalTooSmall : OrderRejectReason.None;
    }

    /// <summary>The engine's reason as an order's reason.</summary>
    public static OrderRejectReason Translate(RejectReason reason) => reason switch
    {
        RejectReason.None => OrderRejectReason.None,
        RejectReason.Busy => OrderRejectReason.Busy,
        RejectReason.Unavailable => OrderRejectReason.Unavailable,
        RejectReason.OutcomeUnknown => OrderRejectReason.OutcomeUnknown,
        RejectReason.MarketNotOpen => OrderRejectReason.MarketNotOpen,
        RejectReason.PriceMissing => OrderRejectReason.PriceMissing,
        RejectReason.PriceOutOfRange => OrderRejectReason.PriceOutOfRange,
        RejectReason.QuantityTooSmall => OrderRejectReason.QuantityTooSmall,
        RejectReason.QuantityTooLarge => OrderRejectReason.QuantityTooLarge,
        RejectReason.NotionalTooSmall => OrderRejectReason.NotionalTooSmall,
        RejectReason.ClientOrderIdTaken => OrderRejectReason.ClientOrderIdTaken,
        RejectReason.TooManyOpenOrders => OrderRejectReason.TooManyOpenOrders,
        RejectReason.InsufficientLiquidity => OrderRejectReason.InsufficientLiquidity,
        RejectReason.WouldTake => OrderRejectReason.WouldTake,
        RejectReason.InsufficientFunds => OrderRejectReason.InsufficientFunds,
        RejectReason.MarketInAuction => OrderRejectReason.MarketInAuction,
        RejectReason.PostOnlyNotAllowed => OrderRejectReason.PostOnlyNotAllowed,
        RejectReason.DisplayNotAllowed => OrderRejectReason.DisplayNotAllowed,
        RejectReason.DisplayTooSmall => OrderRejectReason.DisplayTooSmall,
        RejectReason.DisplayTooLarge => OrderRejectReason.DisplayTooLarge,
        RejectReason.ExpiryNotAllowed => OrderRejectReason.ExpiryNotAllowed,
        RejectReason.ExpiryMissing => OrderRejectReason.ExpiryMissing,
        RejectReason.ExpiryInPast => OrderRejectReason.ExpiryInPast,
        RejectReason.TriggerPriceInvalid => OrderRejectReason.TriggerPriceInvalid,
        RejectReason.TriggerPriceOutOfRange => OrderRejectReason.TriggerPriceOutOfRange,
        RejectReason.TriggerWrongSide => OrderRejectReason.TriggerWrongSide,
        RejectReason.TrailInvalid => OrderRejectReason.TrailInvalid,
        RejectReason.TooManyTrailingStops => OrderRejectReason.TooManyTrailingStops,
        RejectReason.NoLastPrice => OrderRejectReason.NoLastPrice,
        RejectReason.QuoteAmountInvalid => OrderRejectReason.QuoteAmountInvalid,
        RejectReason.LegsInvalid => OrderRejectReason.LegsInvalid,
        RejectReason.OutsidePriceBand => OrderRejectReason.OutsidePriceBand,
        RejectReason.OrderUnknown => OrderRejectReason.OrderUnknown,
        RejectReason.NotAmendable => OrderRejectReason.NotAmendable,
        RejectReason.Malformed or RejectReason.MarketUnknown => OrderRejectReason.Malformed,
        RejectReason.TimeoutInvalid or RejectReason.CurrencyUnknown or RejectReason.AmountInvalid
            or RejectReason.ReferenceTaken or RejectReason.CodeTaken or RejectReason.DefinitionInvalid =>
            throw new InvariantViolation($"The engine refused an order with {reason}."),
    };

    private static bool IsPlain(PlaceOrderRequest request) =>
        request.Trigger == TriggerKind.None && request.ExpiresAt is null && request.QuoteAmount is null
        && request.Display is null;

    private static OrderRejectReason PriceViolation(PlaceOrderRequest request, out Price price)
    {
        price = default;
        var asked = request.Type == OrderType.Limit ? request.Price : request.WorstPrice;
        if (asked is { } amount) return RuleChecks.Price(request.Market, amount, out price);
        return request.Type == OrderType.Limit ? OrderRejectReason.PriceMissing : OrderRejectReason.None;
    }

    private static OrderRejectReason TriggerViolation(PlaceOrderRequest request, out OrderConditions? conditions)
    {
        conditions = null;
        var trigger = default(Price);
        var trail = default(Price);
        if (request.TriggerPrice is { } asked)
        {
            if (RuleChecks.TriggerPrice(request.Market, asked, out trigger) is var reason and not OrderRejectReason.None)
                return reason;
        }

        if (request.TrailAmount is { } distance && !request.Market.TryPrice(distance, out trail))
        {
            return distance.IsMultipleOf(request.Market.Definition.TickSize)
                ? OrderRejectReason.TrailInvalid
                : OrderRejectReason.TrailNotOnTick;
        }

        conditions = new OrderConditions
        {
            Trigger = request.Trigger,
            TriggerPrice = trigger,
            TrailTicks = trail.Ticks,
            TrailBasisPoints = request.TrailBasisPoints ?? 0,
            ExpiresMicroseconds = RuleChecks.Expiry(request.ExpiresAt),
            QuoteAmount = request.QuoteAmount ?? Amount.Zero,
        };
        return OrderRejectReason.None;
    }

    private static OrderRejectReason DisplayViolation(
        Market market, Amount amount, Quantity quantity, ref OrderConditions? conditions)
    {
        if (!amount.IsMultipleOf(market.Definition.LotSize)) return OrderRejectReason.DisplayNotOnLot;
        if (amount < market.Definition.MinQuantity) return OrderRejectReason.DisplayTooSmall;
        if (!market.TryQuantity(amount, out var display) || display >= quantity) return OrderRejectReason.DisplayTooLarge;
        conditions = (conditions ?? new OrderConditions()) with { Display = display };
        return OrderRejectReason.None;
    }
}
