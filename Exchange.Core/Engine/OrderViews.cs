using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>An order as every door speaks of it, made from a command's result or folded from events; never on the engine's
/// own thread.</summary>
public static class OrderViews
{
    /// <summary>The order that <paramref name="command"/> placed, as it was right afterwards.</summary>
    /// <param name="command">A placement.</param>
    /// <param name="result">Its result, accepted.</param>
    public static OrderView Placed(in Command command, in CommandResult result)
    {
        var conditions = command.Conditions;
        return new OrderView
        {
            Id = result.Order,
            Member = command.Member,
            Market = command.Market!.Value,
            Side = command.Side!.Value,
            Type = command.Type,
            TimeInForce = command.TimeInForce,
            PostOnly = command.PostOnly,
            Price = result.Price,
            Quantity = result.Quantity,
            Remaining = result.Remaining,
            ExecutedNotional = result.ExecutedNotional,
            TradeCount = result.TradeCount,
            Close = result.Close,
            MakerRate = result.MakerRate,
            TakerRate = result.TakerRate,
            ClientOrderId = command.ClientOrderId,
            SelfTradePrevention = command.SelfTradePrevention,
            Trigger = command.Kind == CommandKind.PlaceOneCancelsOther ? TriggerKind.None : conditions?.Trigger ?? TriggerKind.None,
            IsPending = result.IsPending,
            TriggerPrice = result.TriggerPrice,
            TrailTicks = conditions?.TrailTicks ?? 0,
            TrailBasisPoints = conditions?.TrailBasisPoints ?? 0,
            Display = conditions?.Display ?? default,
            ExpiresMicroseconds = conditions?.ExpiresMicroseconds ?? 0,
            LinkedOrder = result.LinkedOrder,
            Sequence = result.Sequence,
            CreatedMicroseconds = result.AtMicroseconds,
            UpdatedMicroseconds = result.AtMicroseconds,
        };
    }

    /// <summary>The order that an <see cref="EventKind.OrderOpened"/> tells of.</summary>
    public static OrderView Opened(in EngineEvent e) => new()
    {
        Id = e.Order,
        Member = e.Member,
        Market = e.Market,
        Side = e.Side,
        Type = e.Type,
        TimeInForce = e.TimeInForce,
        PostOnly = e.PostOnly,
        Price = e.Price,
        Quantity = e.Quantity,
        Remaining = e.Quantity,
        MakerRate = e.MakerRate,
        TakerRate = e.TakerRate,
        ClientOrderId = e.ClientOrderId,
        SelfTradePrevention = e.SelfTradePrevention,
        Trigger = e.Trigger,
        IsPending = e.Trigger != TriggerKind.None,
        TriggerPrice = e.TriggerPrice,
        TrailTicks = e.TrailTicks,
        TrailBasisPoints = e.TrailBasisPoints,
        Display = e.Display,
        ExpiresMicroseconds = e.ExpiresMicroseconds,
        LinkedOrder = e.LinkedOrder,
        Sequence = e.Sequence,
        CreatedMicroseconds = e.AtMicroseconds,
        UpdatedMicroseconds = e.AtMicroseconds,
    };

    /// <summary>The order after an <see cref="EventKind.OrderTriggered"/>, <see cref="EventKind.OrderAmended"/>, <see
    /// cref="EventKind.OrderClosed"/> or <see cref="EventKind.Traded"/> that names it.</summary>
    public static OrderView After(OrderView order, in EngineEvent e) => e.Kind switch
    {
        EventKind.OrderTriggered => order with
        {
            IsPending = false,
            Price = e.Price,
            TriggerPrice = e.TriggerPrice,
            Sequence = e.Sequence,
            UpdatedMicroseconds = e.AtMicroseconds,
        },
        EventKind.OrderAmended => order with
        {
            Price = e.Price,
            Quantity = e.Quantity,
            Remaining = e.Remaining,
            Sequence = e.Sequence,
            UpdatedMicroseconds = e.AtMicroseconds,
        },
        EventKind.Traded => order with
        {
            Remaining = e.MakerOrder == order.Id ? e.MakerRemaining : e.TakerRemaining,
            ExecutedNotional = order.ExecutedNotional + e.Amount,
            TradeCount = order.TradeCount + 1,
            Sequence = e.Sequence,
            UpdatedMicroseconds = e.AtMicroseconds,
        },
        EventKind.OrderClosed => order with
        {
            IsPending = false,
            Remaining = e.Remaining,
            Close = e.Close,
            Sequence = e.Sequence,
            UpdatedMicroseconds = e.AtMicroseconds,
        },
        EventKind.CurrencyDefined or EventKind.MarketDefined or EventKind.MarketStateChanged or EventKind.MarketProtectionSet
            or EventKind.FeeSet or EventKind.MemberGroupSet or EventKind.Transferred or EventKind.OrderOpened
            or EventKind.Released or EventKind.LevelChanged or EventKind.AuctionIndicated or EventKind.CancelTimerSet => order,
    };
}
