using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>
/// The answer to each reason for which an order is refused. Where the contract has only a broad code, that comes first
/// and an exact one of ours second.
/// </summary>
internal static class OrderRefusals
{
    private const string Broad = "market.order.invalid_volume_or_price";

    private static readonly ApiError[] Errors =
        [.. Enum.GetValues<OrderRejectReason>()
            .Select(r => r == OrderRejectReason.None ? ApiError.InternalError : Create(r))];

    /// <summary>The answer.</summary>
    public static ApiError For(OrderRejectReason reason) => Errors[(int)reason];

    private static ApiError Create(OrderRejectReason reason) => reason switch
    {
        OrderRejectReason.None => throw new ArgumentOutOfRangeException(nameof(reason)),
        OrderRejectReason.NotPermitted or OrderRejectReason.LevelTooLow => ApiError.Of(403, "market.trade.not_permitted"),
        OrderRejectReason.Malformed => ApiError.Of(422, "market.order.malformed"),
        OrderRejectReason.PriceNotAllowed => ApiError.Of(422, "market.order.market_order_price"),
        OrderRejectReason.PriceMissing => ApiError.Of(422, "market.order.missing_price"),
        OrderRejectReason.PriceNotPositive => ApiError.Of(422, "market.order.non_positive_price"),
        OrderRejectReason.PriceNotOnTick => ApiError.Of(422, Broad, "market.order.price_not_on_tick"),
        OrderRejectReason.PriceOutOfRange => ApiError.Of(422, Broad, "market.order.price_out_of_range"),
        OrderRejectReason.QuantityNotPositive => ApiError.Of(422, "market.order.non_positive_volume"),
        OrderRejectReason.QuantityNotOnLot => ApiError.Of(422, Broad, "market.order.quantity_not_on_lot"),
        OrderRejectReason.QuantityTooSmall => ApiError.Of(422, Broad, "market.order.quantity_too_small"),
        OrderRejectReason.QuantityTooLarge => ApiError.Of(422, Broad, "market.order.quantity_too_large"),
        OrderRejectReason.NotionalTooSmall => ApiError.Of(422, Broad, "market.order.notional_too_small"),
        OrderRejectReason.MarketNotOpen => ApiError.Of(422, "market.market.doesnt_exist_or_not_enabled"),
        OrderRejectReason.MarketInAuction => ApiError.Of(422, "market.order.market_in_auction"),
        OrderRejectReason.PostOnlyNotAllowed => ApiError.Of(422, "market.order.post_only_not_allowed"),
        OrderRejectReason.DisplayNotAllowed => ApiError.Of(422, "market.order.display_not_allowed"),
        OrderRejectReason.DisplayTooSmall => ApiError.Of(422, "market.order.display_too_small"),
        OrderRejectReason.DisplayTooLarge => ApiError.Of(422, "market.order.display_too_large"),
        OrderRejectReason.ExpiryNotAllowed => ApiError.Of(422, "market.order.expiry_not_allowed"),
        OrderRejectReason.ExpiryMissing => ApiError.Of(422, "market.order.expiry_missing"),
        OrderRejectReason.ExpiryInPast => ApiError.Of(422, "market.order.expiry_in_past"),
        OrderRejectReason.TriggerPriceInvalid => ApiError.Of(422, "market.order.trigger_price_invalid"),
        OrderRejectReason.TriggerPriceNotOnTick => ApiError.Of(422, "market.order.trigger_price_not_on_tick"),
        OrderRejectReason.TrailNotOnTick => ApiError.Of(422, "market.order.trail_not_on_tick"),
        OrderRejectReason.StopLimitPriceNotOnTick => ApiError.Of(422, "market.order.stop_limit_price_not_on_tick"),
        OrderRejectReason.StopLimitPriceOutOfRange => ApiError.Of(422, "market.order.stop_limit_price_out_of_range"),
        OrderRejectReason.DisplayNotOnLot => ApiError.Of(422, "market.order.display_not_on_lot"),
        OrderRejectReason.TriggerPriceOutOfRange => ApiError.Of(422, "market.order.trigger_price_out_of_range"),
        OrderRejectReason.TriggerWrongSide => ApiError.Of(422, "market.order.trigger_wrong_side"),
        OrderRejectReason.TrailInvalid => ApiError.Of(422, "market.order.trail_invalid"),
        OrderRejectReason.TooManyTrailingStops => ApiError.Of(422, "market.order.too_many_trailing_stops"),
        OrderRejectReason.NoLastPrice => ApiError.Of(422, "market.order.no_last_price"),
        OrderRejectReason.QuoteAmountInvalid => ApiError.Of(422, "market.order.quote_amount_invalid"),
        OrderRejectReason.LegsInvalid => ApiError.Of(422, "market.order.legs_invalid"),
        OrderRejectReason.OutsidePriceBand => ApiError.Of(422, "market.order.outside_price_band"),
        OrderRejectReason.OrderUnknown => ApiError.Of(404, "record.not_found"),
        OrderRejectReason.NotAmendable => ApiError.Of(422, "market.order.not_amendable"),
        OrderRejectReason.ClientOrderIdTaken => ApiError.Of(422, "market.order.client_order_id_taken"),
        OrderRejectReason.TooManyOpenOrders => ApiError.Of(422, "market.order.too_many_open_orders"),
        OrderRejectReason.InsufficientLiquidity => ApiError.Of(422, "market.order.insufficient_market_liquidity"),
        OrderRejectReason.WouldTake => ApiError.Of(422, "market.order.would_take"),
        OrderRejectReason.InsufficientFunds => ApiError.Of(422, "market.account.insufficient_balance"),
        OrderRejectReason.Busy => ApiError.EngineBusy,
        OrderRejectReason.Unavailable => ApiError.EngineUnavailable,
        OrderRejectReason.OutcomeUnknown => ApiError.OutcomeUnknown,
    };
}
