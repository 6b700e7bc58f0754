using Exchange.Core.Matching;

namespace Exchange.Web.Trade;

/// <summary>What kinds of order the form offers.</summary>
public enum OrderKind
{
    /// <summary>Trades at its price or better.</summary>
    Limit,

    /// <summary>Trades at once.</summary>
    Market,

    /// <summary>Waits for a price that turns against its owner.</summary>
    Stop,

    /// <summary>Waits for a price that turns in its owner's favour.</summary>
    TakeProfit,

    /// <summary>A stop that follows the price at a distance.</summary>
    TrailingStop,

    /// <summary>A limit order and a stop, of which one cancels the other.</summary>
    OneCancelsOther,
}

/// <summary>Order kinds in words, and what the engine calls them.</summary>
internal static class OrderKinds
{
    /// <summary>The kinds beyond limit and market, in the order they are offered.</summary>
    public static IReadOnlyList<OrderKind> More { get; } =
        [OrderKind.Stop, OrderKind.TakeProfit, OrderKind.TrailingStop, OrderKind.OneCancelsOther];

    /// <summary>For the choice of kinds.</summary>
    public static string Name(OrderKind kind) => kind switch
    {
        OrderKind.Limit => "Limit",
        OrderKind.Market => "Market",
        OrderKind.Stop => "Stop",
        OrderKind.TakeProfit => "Take profit",
        OrderKind.TrailingStop => "Trailing stop",
        OrderKind.OneCancelsOther => "OCO",
    };

    /// <summary>What an order of this kind waits for; of a pair its stop.</summary>
    public static TriggerKind Trigger(OrderKind kind) => kind switch
    {
        OrderKind.Limit or OrderKind.Market => TriggerKind.None,
        OrderKind.Stop or OrderKind.OneCancelsOther => TriggerKind.Stop,
        OrderKind.TakeProfit => TriggerKind.TakeProfit,
        OrderKind.TrailingStop => TriggerKind.TrailingStop,
    };

    /// <summary>True when such an order waits for the last price to fall, false when it waits for it to rise.</summary>
    public static bool WaitsForFall(TriggerKind trigger, Side side) =>
        (trigger == TriggerKind.TakeProfit) == (side == Side.Buy);
}
