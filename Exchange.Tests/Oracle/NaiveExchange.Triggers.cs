using System.Numerics;
using Exchange.Core.Markets;
using Exchange.Core.Matching;

namespace Exchange.Tests.Oracle;

/// <summary>Conditional orders: waiting, trailing, entering.</summary>
internal sealed partial class NaiveExchange
{
    private void Wait(NaiveOrder order)
    {
        order.IsWaiting = true;
        order.TriggerPlace = ++_places;
        order.Market.Waiting.Add(order);
    }

    /// <summary>After an order has matched: while a waiting one is triggered, the next one enters.</summary>
    private void RunTriggers(NaiveMarket market)
    {
        while (market.State == MarketState.Open && market.Last is { } last && market.Waiting.Count > 0)
        {
            foreach (var order in market.Waiting.Where(o => o.Trigger == TriggerKind.TrailingStop).OrderBy(o => o.Id).ToList())
                Trail(order, last);
            var triggered = market.Waiting.Where(o => IsTriggered(o.Side, o.Trigger, o.TriggerTicks, last)).ToList();
            if (triggered.Count == 0) return;
            Trigger(triggered
                .OrderBy(o => o.WaitsForRise ? 0 : 1)
                .ThenBy(o => o.WaitsForRise ? o.TriggerTicks : -o.TriggerTicks)
                .ThenBy(o => o.TriggerPlace)
                .First());
        }
    }

    private void Trail(NaiveOrder order, long last)
    {
        order.Peak = order.IsBuy ? Math.Min(order.Peak, last) : Math.Max(order.Peak, last);
        var trigger = NaiveRequest.TrailedTrigger(order.Side, order.TrailTicks, order.TrailBasisPoints, order.Peak);
        var ticks = (long)BigInteger.Clamp(trigger, 1, long.MaxValue);
        if (ticks == order.TriggerTicks) return;
        order.TriggerTicks = ticks;
        order.TriggerPlace = ++_places;
    }

    private void Trigger(NaiveOrder order)
    {
        var hadLinked = order.Linked is not null;
        CloseLinked(order);
        order.IsWaiting = false;
        order.Market.Waiting.Remove(order);
        if (order.Ticks == 0) order.Ticks = order.Market.TenPercentWorse(order.Side, order.TriggerTicks);
        var missing = hadLinked ? order.Need - order.Locked : BigInteger.Zero;
        Lock(order, missing);
        _outcome.Orders.Add(new TriggerFact(order.Id, order.Ticks, order.TriggerTicks, order.Remaining, missing));
        Enter(order);
    }
}
