using Exchange.Core.Matching;

namespace Exchange.Core.Engine;

/// <summary>An order of the engine as the order that every door speaks of.</summary>
internal static class OrderViews
{
    /// <summary>A resting order: always a good-til-canceled limit order.</summary>
    public static OrderView OfResting(in RestingOrder order) =>
        Of(order, OrderType.Limit, TimeInForce.GoodTilCanceled, CloseReason.None);

    public static OrderView Of(in RestingOrder order, OrderType type, TimeInForce timeInForce, CloseReason close) => new()
    {
        Id = order.Id,
        Member = order.Member,
        Market = order.Market,
        Side = order.Side,
        Type = type,
        TimeInForce = timeInForce,
        PostOnly = order.PostOnly,
        Price = order.Price,
        Quantity = order.Quantity,
        Remaining = order.Remaining,
        ExecutedNotional = order.ExecutedNotional,
        TradeCount = order.TradeCount,
        Close = close,
        MakerRate = order.MakerRate,
        TakerRate = order.TakerRate,
        ClientOrderId = order.ClientOrderId,
        CreatedMicroseconds = order.CreatedMicroseconds,
        UpdatedMicroseconds = order.UpdatedMicroseconds,
    };
}
