using Exchange.Core.Engine;
using Exchange.Core.Matching;

namespace Exchange.Web.Api;

/// <summary>What an order's <c>ord_type</c> says: limit or market, and what it waits for.</summary>
internal enum OrderKind : byte
{
    /// <summary>Not given: limit.</summary>
    Missing,

    /// <summary>Given without a value.</summary>
    Blank,

    /// <summary>Another word.</summary>
    Unknown,

    /// <summary><c>limit</c>.</summary>
    Limit,

    /// <summary><c>market</c>.</summary>
    Market,

    /// <summary><c>stop_loss</c>: a market order with a stop price.</summary>
    StopLoss,

    /// <summary><c>stop_limit</c>: a limit order with a stop price.</summary>
    StopLimit,

    /// <summary><c>take_profit</c>: a market order.</summary>
    TakeProfit,

    /// <summary><c>take_profit_limit</c>.</summary>
    TakeProfitLimit,

    /// <summary><c>trailing_stop</c>: a market order.</summary>
    TrailingStop,

    /// <summary><c>trailing_stop_limit</c>: a limit order at the price given.</summary>
    TrailingStopLimit,
}

/// <summary>The words that the API has for an order's terms, both ways.</summary>
internal static class OrderWords
{
    /// <summary>Reads <c>ord_type</c>.</summary>
    public static OrderKind KindOf(ReadOnlySpan<char> text) => text switch
    {
        "" => OrderKind.Blank,
        "limit" => OrderKind.Limit,
        "market" => OrderKind.Market,
        "stop_loss" => OrderKind.StopLoss,
        "stop_limit" => OrderKind.StopLimit,
        "take_profit" => OrderKind.TakeProfit,
        "take_profit_limit" => OrderKind.TakeProfitLimit,
        "trailing_stop" => OrderKind.TrailingStop,
        "trailing_stop_limit" => OrderKind.TrailingStopLimit,
        _ => OrderKind.Unknown,
    };

    /// <summary>True when the order has no limit price.</summary>
    public static bool IsMarket(OrderKind kind) =>
        kind is OrderKind.Market or OrderKind.StopLoss or OrderKind.TakeProfit or OrderKind.TrailingStop;

    /// <summary>What the order waits for.</summary>
    public static TriggerKind TriggerOf(OrderKind kind) => kind switch
    {
        OrderKind.StopLoss or OrderKind.StopLimit => TriggerKind.Stop,
        OrderKind.TakeProfit or OrderKind.TakeProfitLimit => TriggerKind.TakeProfit,
        OrderKind.TrailingStop or OrderKind.TrailingStopLimit => TriggerKind.TrailingStop,
        _ => TriggerKind.None,
    };

    /// <summary>An order's <c>ord_type</c>.</summary>
    public static ReadOnlySpan<byte> KindName(OrderView order)
    {
        var isLimit = order.Type == OrderType.Limit;
        return order.Trigger switch
        {
            TriggerKind.None => isLimit ? "limit"u8 : "market"u8,
            TriggerKind.Stop => isLimit ? "stop_limit"u8 : "stop_loss"u8,
            TriggerKind.TakeProfit => isLimit ? "take_profit_limit"u8 : "take_profit"u8,
            TriggerKind.TrailingStop => isLimit ? "trailing_stop_limit"u8 : "trailing_stop"u8,
        };
    }

    /// <summary>An order's <c>time_in_force</c>.</summary>
    public static ReadOnlySpan<byte> Name(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.GoodTilCanceled => "gtc"u8,
        TimeInForce.ImmediateOrCancel => "ioc"u8,
        TimeInForce.FillOrKill => "fok"u8,
        TimeInForce.GoodTilDate => "gtd"u8,
    };

    /// <summary>An order's <c>self_trade</c>.</summary>
    public static ReadOnlySpan<byte> Name(SelfTradePrevention mode) => mode switch
    {
        SelfTradePrevention.CancelNewest => "cancel_newest"u8,
        SelfTradePrevention.CancelOldest => "cancel_oldest"u8,
        SelfTradePrevention.CancelBoth => "cancel_both"u8,
        SelfTradePrevention.Decrement => "decrement"u8,
    };

    /// <summary>Why an order closed without being filled.</summary>
    public static ReadOnlySpan<byte> Name(CloseReason close) => close switch
    {
        CloseReason.None or CloseReason.Filled => default,
        CloseReason.CanceledByMember => "member"u8,
        CloseReason.CanceledByOperator => "operator"u8,
        CloseReason.ImmediateRemainder => "immediate_remainder"u8,
        CloseReason.NotFillable => "not_fillable"u8,
        CloseReason.PriceProtection => "price_protection"u8,
        CloseReason.SelfTrade => "self_trade"u8,
        CloseReason.Expired => "expired"u8,
        CloseReason.LinkedOrder => "linked_order"u8,
        CloseReason.CancelTimer => "cancel_timer"u8,
        CloseReason.MarketHalted => "market_halted"u8,
    };
}
