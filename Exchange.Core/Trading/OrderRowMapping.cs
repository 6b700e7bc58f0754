using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Core.Projections;

namespace Exchange.Core.Trading;

/// <summary>A table row as the order that every door speaks of.</summary>
internal static class OrderRowMapping
{
    public static OrderView ToView(this OrderRow row) => new()
    {
        Id = new OrderId(row.Id),
        Member = new MemberId(row.MemberId),
        Market = new MarketId(row.MarketIndex),
        Side = row.Side,
        Type = row.Type,
        TimeInForce = row.TimeInForce,
        PostOnly = row.PostOnly,
        Price = new Price(row.PriceTicks),
        Quantity = new Quantity(row.QuantityLots),
        Remaining = new Quantity(row.RemainingLots),
        ExecutedNotional = row.ExecutedNotional,
        TradeCount = row.TradeCount,
        Close = row.Close,
        MakerRate = new FeeRate(row.MakerRate),
        TakerRate = new FeeRate(row.TakerRate),
        ClientOrderId = row.ClientOrderId is { } id ? ClientOrderId.From(id) : default,
        SelfTradePrevention = row.SelfTradePrevention,
        Trigger = row.Trigger,
        IsPending = row.IsPending,
        TriggerPrice = new Price(row.TriggerTicks),
        TrailTicks = row.TrailTicks,
        TrailBasisPoints = row.TrailBasisPoints,
        Display = new Quantity(row.DisplayLots),
        ExpiresMicroseconds = row.ExpiresMicroseconds,
        LinkedOrder = new OrderId(row.LinkedOrderId),
        Sequence = row.Sequence,
        CreatedMicroseconds = row.CreatedMicroseconds,
        UpdatedMicroseconds = row.UpdatedMicroseconds,
    };
}
