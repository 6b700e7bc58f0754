using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>Amounts as prices and quantities of a market, or the rule of the market that they break.</summary>
internal static class RuleChecks
{
    /// <summary>A limit or worst price.</summary>
    public static OrderRejectReason Price(Market market, Amount amount, out Price price)
    {
        price = default;
        if (!amount.IsPositive) return OrderRejectReason.PriceNotPositive;
        if (!amount.IsMultipleOf(market.Definition.TickSize)) return OrderRejectReason.PriceNotOnTick;
        return IsInRange(market, amount, out price) ? OrderRejectReason.None : OrderRejectReason.PriceOutOfRange;
    }

    /// <summary>The last price that triggers.</summary>
    public static OrderRejectReason TriggerPrice(Market market, Amount amount, out Price price)
    {
        price = default;
        if (!amount.IsMultipleOf(market.Definition.TickSize)) return OrderRejectReason.TriggerPriceNotOnTick;
        return IsInRange(market, amount, out price) ? OrderRejectReason.None : OrderRejectReason.TriggerPriceOutOfRange;
    }

    /// <summary>The limit price of a pair's stop order.</summary>
    public static OrderRejectReason StopLimitPrice(Market market, Amount amount, out Price price)
    {
        price = default;
        if (!amount.IsMultipleOf(market.Definition.TickSize)) return OrderRejectReason.StopLimitPriceNotOnTick;
        return IsInRange(market, amount, out price) ? OrderRejectReason.None : OrderRejectReason.StopLimitPriceOutOfRange;
    }

    /// <summary>An order's quantity.</summary>
    public static OrderRejectReason Quantity(Market market, Amount amount, out Quantity quantity)
    {
        quantity = default;
        if (!amount.IsPositive) return OrderRejectReason.QuantityNotPositive;
        if (!amount.IsMultipleOf(market.Definition.LotSize)) return OrderRejectReason.QuantityNotOnLot;
        if (!market.TryQuantity(amount, out quantity) || quantity > market.MaxQuantity)
            return OrderRejectReason.QuantityTooLarge;
        return quantity < market.MinQuantity ? OrderRejectReason.QuantityTooSmall : OrderRejectReason.None;
    }

    /// <summary>An expiry time as engine time; 0 for none. One before 1970 is as past as any other.</summary>
    public static long Expiry(DateTimeOffset? expiresAt) =>
        expiresAt is { } moment ? Math.Max(1, Clock.ToMicroseconds(moment)) : 0;

    private static bool IsInRange(Market market, Amount amount, out Price price) =>
        market.TryPrice(amount, out price) && price >= market.MinPrice && price <= market.MaxPrice;
}
