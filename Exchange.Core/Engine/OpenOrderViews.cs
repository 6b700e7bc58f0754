using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Open orders of the engine's state as every door speaks of them.</summary>
internal static class OpenOrderViews
{
    public static OrderView Of(EngineState state, int slot)
    {
        ref var order = ref state.Pool[slot];
        ref var details = ref state.Pool.Details(slot);
        var view = new OrderView
        {
            Id = order.Id,
            Member = order.Member,
            Market = new MarketId(order.Market),
            Side = order.Side,
            Type = details.Type,
            TimeInForce = order.TimeInForce,
            PostOnly = details.PostOnly,
            Price = order.Price,
            Quantity = details.Quantity,
            Remaining = order.Remaining + details.Hidden,
            ExecutedNotional = details.ExecutedNotional,
            TradeCount = details.TradeCount,
            MakerRate = details.MakerRate,
            TakerRate = details.TakerRate,
            ClientOrderId = details.ClientOrderId,
            SelfTradePrevention = order.SelfTradePrevention,
            IsPending = order.Place == OrderPlace.Waiting,
            Display = details.Display,
            ExpiresMicroseconds = details.ExpiresMicroseconds,
            Sequence = details.Sequence,
            CreatedMicroseconds = details.CreatedMicroseconds,
            UpdatedMicroseconds = details.UpdatedMicroseconds,
        };
        return details.Terms == 0 ? view : WithTerms(view, state.Terms[details.Terms]);
    }

    private static OrderView WithTerms(OrderView view, in OrderTerms terms) => view with
    {
        Trigger = terms.Trigger,
        TriggerPrice = terms.TriggerPrice,
        TrailTicks = terms.TrailTicks,
        TrailBasisPoints = terms.TrailBasisPoints,
        LinkedOrder = terms.LinkedOrder,
    };
}
