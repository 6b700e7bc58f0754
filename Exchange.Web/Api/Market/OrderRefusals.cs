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
        OrderRejectReason.NotPermitted => ApiError.Of(403, "market.trade.not_permitted"),
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
