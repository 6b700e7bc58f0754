using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Web.Trade;

/// <summary>What a change of a resting order comes to.</summary>
internal static class AmendmentEffect
{
    /// <summary>Only a limit order at rest can be changed, without trigger or linked order.</summary>
    public static bool IsPossible(OrderView order) =>
        order is { IsOpen: true, IsPending: false, Type: OrderType.Limit, Trigger: TriggerKind.None } && order.LinkedOrder.Value == 0;

    /// <summary>What becomes of the order's place in the queue; null while nothing would change.</summary>
    public static string? Effect(Market market, OrderView order, string price, string size)
    {
        if (!Amount.TryParse(price, out var newPrice) || !Amount.TryParse(size, out var newSize)) return null;
        var (oldPrice, oldSize) = (market.AmountOf(order.Price), market.AmountOf(order.Quantity));
        if (newPrice == oldPrice && newSize == oldSize) return null;
        return newPrice == oldPrice && newSize < oldSize
            ? "Keeps its place in the queue."
            : "Goes behind the other orders at its price, and trades at once what it can.";
    }

    /// <summary>The order as a draft with other terms, for the words of a refusal.</summary>
    public static OrderDraft Draft(OrderView order, string price, string size) => new()
    {
        Side = order.Side,
        Price = price,
        Size = size,
        PostOnly = order.PostOnly,
    };
}
