using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Lets waiting orders in whose trigger price the last price has reached.</summary>
internal sealed class Triggers(EngineState state, OrderClosing closing, OrderExecution execution)
{
    /// <summary>Runs until no waiting order is triggered by the last price, which those that enter may move on.</summary>
    public void Run(LiveMarket market, long sequence, long atMicroseconds, EventBuffer output)
    {
        while (market.State == MarketState.Open && market.LastPrice.IsSet && !market.Triggers.IsEmpty)
        {
            market.Triggers.Trail(market.LastPrice);
            var slot = market.Triggers.NextTriggered(market.LastPrice);
            if (slot < 0) return;
            Fire(market, slot, sequence, atMicroseconds, output);
        }
    }

    private void Fire(LiveMarket market, int slot, long sequence, long atMicroseconds, EventBuffer output)
    {
        ref var order = ref state.Pool[slot];
        ref var details = ref state.Pool.Details(slot);
        ref var terms = ref state.Terms[details.Terms];
        var isPair = terms.LinkedSlot >= 0;
        closing.CloseLinked(market, slot, ref order, output);
        market.Triggers.Remove(slot);
        var worst = order.Price.IsSet ? order.Price : MarketOrderCost.WorstPrice(market.Market, order.Side, terms.TriggerPrice);
        // The stop of a pair shared the limit order's reservation, which has just come back.
        var missing = isPair ? Settlement.Reservation(market.Market, order.Side, worst, order.Remaining) - terms.Locked : Amount.Zero;
        var currency = Settlement.PaidCurrency(market.Market, order.Side);
        if (!missing.IsZero) state.Ledger.Lock(order.MemberRow, currency, missing);
        order.Price = worst;
        details.UpdatedMicroseconds = atMicroseconds;
        details.Sequence = sequence;
        OrderEvents.Triggered(output, order, terms.TriggerPrice, currency, missing);
        execution.Enter(market, slot, ref order, ref details, terms.Locked + missing, atMicroseconds, output);
    }
}
