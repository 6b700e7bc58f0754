using Exchange.Core.Engine;

namespace Exchange.Web.Trade;

/// <summary>Orders of which one cancels the other, side by side.</summary>
internal static class OrderPairs
{
    /// <summary>The orders as they come, but each stop of a pair right after its limit order.</summary>
    public static IEnumerable<OrderView> Together(IReadOnlyList<OrderView> orders)
    {
        foreach (var order in orders)
        {
            var linked = LinkedOf(order, orders);
            if (linked is not null && IsStop(order)) continue;
            yield return order;
            if (linked is not null) yield return linked;
        }
    }

    /// <summary>The other order of a pair, while it is open.</summary>
    public static OrderView? LinkedOf(OrderView order, IReadOnlyList<OrderView> orders) =>
        order.LinkedOrder.Value == 0 ? null : orders.FirstOrDefault(o => o.Id == order.LinkedOrder);

    /// <summary>Whether a row is the upper or the lower one of a pair, for the mark that joins them.</summary>
    public static string? Place(OrderView order, OrderView? linked) =>
        linked is null ? null : IsStop(order) ? "pair-end" : "pair-start";

    /// <summary>The limit order of a pair has the smaller id.</summary>
    private static bool IsStop(OrderView order) => order.LinkedOrder.Value < order.Id.Value;
}
