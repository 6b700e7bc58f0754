using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>What happens when an incoming order meets a resting order of the same member: never a trade.</summary>
internal sealed class SelfTrades(EngineState state, OrderClosing closing)
{
    /// <summary>
    /// Applies the incoming order's mode to a meeting.
    /// </summary>
    /// <param name="market">Where.</param>
    /// <param name="slot">The incoming order, in no queue.</param>
    /// <param name="restingSlot">The resting order.</param>
    /// <param name="locked">What the incoming order has set aside.</param>
    /// <param name="output">Receives the events.</param>
    /// <returns>True when the incoming order must close.</returns>
    public bool Prevent(LiveMarket market, int slot, int restingSlot, ref Amount locked, EventBuffer output)
    {
        switch (state.Pool[slot].SelfTradePrevention)
        {
            case SelfTradePrevention.CancelOldest:
                closing.CloseOpen(market, restingSlot, CloseReason.SelfTrade, output);
                return false;
            case SelfTradePrevention.CancelBoth:
                closing.CloseOpen(market, restingSlot, CloseReason.SelfTrade, output);
                return true;
            case SelfTradePrevention.Decrement:
                return Decrement(market, slot, restingSlot, ref locked, output);
            case SelfTradePrevention.CancelNewest:
            default: return true;
        }
    }

    /// <summary>Both lose the smaller of what they have left; true when the incoming order has nothing left.</summary>
    private bool Decrement(LiveMarket market, int slot, int restingSlot, ref Amount locked, EventBuffer output)
    {
        ref var order = ref state.Pool[slot];
        var resting = LeftOf(restingSlot);
        var lost = Quantity.Min(order.Remaining, resting);
        if (lost == resting) closing.CloseOpen(market, restingSlot, CloseReason.SelfTrade, output);
        else ShrinkResting(market, restingSlot, lost, output);
        if (lost == order.Remaining) return true;
        ShrinkIncoming(market, slot, lost, ref locked, output);
        return false;
    }

    /// <summary>Two resting orders lose the smaller of what they have left; whichever has nothing left closes.</summary>
    public void DecrementBoth(LiveMarket market, int older, int newer, EventBuffer output)
    {
        var (olderLeft, newerLeft) = (LeftOf(older), LeftOf(newer));
        var lost = Quantity.Min(olderLeft, newerLeft);
        if (lost == olderLeft) closing.CloseOpen(market, older, CloseReason.SelfTrade, output);
        else ShrinkResting(market, older, lost, output);
        if (lost == newerLeft) closing.CloseOpen(market, newer, CloseReason.SelfTrade, output);
        else ShrinkResting(market, newer, lost, output);
    }

    private Quantity LeftOf(int slot) => state.Pool[slot].Remaining + state.Pool.Details(slot).Hidden;

    private void ShrinkResting(LiveMarket market, int slot, Quantity lost, EventBuffer output)
    {
        ref var order = ref state.Pool[slot];
        state.Touched.Touch(market.Book[order.Side], order);
        market.Book.Shrink(slot, lost);
        Lose(market, slot, lost, Settlement.Reservation(market.Market, order.Side, order.Price, lost), output);
        // A pair is two orders of one quantity: as with a trade, the other one goes.
        closing.CloseLinked(market, slot, ref order, output);
    }

    private void ShrinkIncoming(LiveMarket market, int slot, Quantity lost, ref Amount locked, EventBuffer output)
    {
        ref var order = ref state.Pool[slot];
        order.Remaining -= lost;
        // A market buy locks the cost of the walk, not limit times quantity: what it no longer needs comes back at its end.
        var released = state.Pool.Details(slot).Type == OrderType.Market && order.Side == Side.Buy
            ? Amount.Zero
            : Settlement.Reservation(market.Market, order.Side, order.Price, lost);
        locked -= released;
        Lose(market, slot, lost, released, output);
    }

    private void Lose(LiveMarket market, int slot, Quantity lost, Amount released, EventBuffer output)
    {
        ref var order = ref state.Pool[slot];
        ref var details = ref state.Pool.Details(slot);
        details.Quantity -= lost;
        var currency = Settlement.PaidCurrency(market.Market, order.Side);
        if (!released.IsZero) state.Ledger.Unlock(order.MemberRow, currency, released);
        OrderEvents.Amended(output, order, details, currency, -released);
        details.UpdatedMicroseconds = output.Last.AtMicroseconds;
        details.Sequence = output.Last.Sequence;
    }
}
