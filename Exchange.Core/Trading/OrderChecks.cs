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
    public static OrderRejectReason FirstViolation(PlaceOrderRequest request, out Price price, out Quantity quantity)
    {
        quantity = default;
        var reason = PriceViolation(request, out price);
        if (reason != OrderRejectReason.None) return reason;
        reason = QuantityViolation(request.Market, request.Quantity, out quantity);
        if (reason != OrderRejectReason.None) return reason;
        var tooSmall = request.Type == OrderType.Limit
            && request.Market.Notional(price, quantity) < request.Market.MinNotional;
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

    private static OrderRejectReason PriceViolation(PlaceOrderRequest request, out Price price)
    {
        price = default;
        if (request.PostOnly
            && (request.Type == OrderType.Market || request.TimeInForce != TimeInForce.GoodTilCanceled))
            return OrderRejectReason.Malformed;
        if (request.Type == OrderType.Market && request.Price is not null) return OrderRejectReason.PriceNotAllowed;
        if (request.Type == OrderType.Limit && request.WorstPrice is not null) return OrderRejectReason.Malformed;
        var asked = request.Type == OrderType.Limit ? request.Price : request.WorstPrice;
        if (asked is not { } amount)
            return request.Type == OrderType.Limit ? OrderRejectReason.PriceMissing : OrderRejectReason.None;
        if (!amount.IsPositive) return OrderRejectReason.PriceNotPositive;
        if (!amount.IsMultipleOf(request.Market.Definition.TickSize)) return OrderRejectReason.PriceNotOnTick;
        if (!request.Market.TryPrice(amount, out price)
            || price < request.Market.MinPrice || price > request.Market.MaxPrice)
            return OrderRejectReason.PriceOutOfRange;
        return OrderRejectReason.None;
    }

    private static OrderRejectReason QuantityViolation(Market market, Amount amount, out Quantity quantity)
    {
        quantity = default;
        if (!amount.IsPositive) return OrderRejectReason.QuantityNotPositive;
        if (!amount.IsMultipleOf(market.Definition.LotSize)) return OrderRejectReason.QuantityNotOnLot;
        if (!market.TryQuantity(amount, out quantity) || quantity > market.MaxQuantity)
            return OrderRejectReason.QuantityTooLarge;
        return quantity < market.MinQuantity ? OrderRejectReason.QuantityTooSmall : OrderRejectReason.None;
    }
}
