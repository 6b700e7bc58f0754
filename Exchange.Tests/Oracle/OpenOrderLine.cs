using Exchange.Core.Engine;
using Exchange.Core.Matching;

namespace Exchange.Tests.Oracle;

/// <summary>All open orders as lines of text: per market the book, best first, then what waits, oldest first.</summary>
internal static class OpenOrderLine
{
    public static List<string> Of(NaiveExchange exchange) => [.. exchange.Markets.SelectMany(market =>
        market.Sorted(Side.Buy).Concat(market.Sorted(Side.Sell)).Concat(market.Waiting.OrderBy(o => o.Id)).Select(o => Line(
            o.Id, market.Index, o.Side, o.Type, o.Ticks, o.Quantity, o.Remaining, o.Trigger, o.IsWaiting, o.TriggerTicks, o.Display,
            o.Expires, o.LinkedId)))];

    public static List<string> Of(EngineState state) => [.. state.OpenOrders()
        .Select((order, index) => (order, index))
        .OrderBy(x => x.order.Market.Index).ThenBy(x => x.order.IsPending).ThenBy(x => x.order.IsPending ? 0 : (int)x.order.Side)
        .ThenBy(x => x.order.IsPending ? x.order.Id.Value : x.index)
        .Select(x => x.order).Select(o => Line(
            o.Id.Value, o.Market.Index, o.Side, o.Type, o.Price.Ticks, o.Quantity.Lots, o.Remaining.Lots, o.Trigger, o.IsPending,
            o.TriggerPrice.Ticks, o.Display.Lots, o.ExpiresMicroseconds, o.LinkedOrder.Value))];

    private static string Line(
        long id, int market, Side side, OrderType type, long ticks, long lots, long remaining, TriggerKind trigger, bool waits,
        long triggerTicks, long display, long expires, long linked) =>
        $"#{id} in {market}: {side} {type} {remaining} of {lots} @ {ticks}, {trigger} {triggerTicks} waits {waits}, shows {display}, "
        + $"until {expires}, linked {linked}";
}
