using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Takes orders out of whatever queue they are in and gives back what they had locked. An order that is linked to
/// another takes that one with it, first.</summary>
internal sealed class OrderClosing(EngineState state)
{
    /// <summary>Closes an order that rests or waits.</summary>
    public void CloseOpen(LiveMarket market, int slot, CloseReason reason, EventBuffer output)
    {
        CloseLinked(market, slot, output);
        CloseInFlight(market, slot, reason, TakeOut(market, slot), output);
    }

    /// <summary>Closes an order that is in no queue and has <paramref name="locked"/> set aside.</summary>
    public void CloseInFlight(LiveMarket market, int slot, CloseReason reason, Amount locked, EventBuffer output)
    {
        ref var order = ref state.Pool[slot];
        var currency = Settlement.PaidCurrency(market.Market, order.Side);
        OrderEvents.Closed(output, order, reason, currency, locked);
        if (!locked.IsZero) state.Ledger.Unlock(order.MemberRow, currency, locked);
        Free(slot);
    }

    /// <summary>Closes the other order of a pair, if this one still has one.</summary>
    public void CloseLinked(LiveMarket market, int slot, EventBuffer output)
    {
        if (!state.Pool[slot].IsLinked) return;
        var linked = state.Terms[state.Pool.Details(slot).Terms].LinkedSlot;
        Separate(slot);
        Separate(linked);
        CloseInFlight(market, linked, CloseReason.LinkedOrder, TakeOut(market, linked), output);
    }

    /// <summary>Takes an order out of book or trigger queue; gives what it has set aside.</summary>
    public Amount TakeOut(LiveMarket market, int slot)
    {
        ref var order = ref state.Pool[slot];
        if (order.Place == OrderPlace.Waiting)
        {
            market.Triggers.Remove(slot);
            return state.Terms[state.Pool.Details(slot).Terms].Locked;
        }

        state.Touched.Touch(market.Book, order);
        market.Book.Remove(slot);
        return Settlement.Reservation(market.Market, order.Side, order.Price, order.Remaining);
    }

    private void Separate(int slot)
    {
        state.Pool[slot].IsLinked = false;
        state.Terms[state.Pool.Details(slot).Terms].LinkedSlot = -1;
    }

    private void Free(int slot)
    {
        if (state.Pool[slot].IsRegistered) state.MemberOrders.Remove(slot);
        ref var details = ref state.Pool.Details(slot);
        if (details.Terms != 0) state.Terms.Free(details.Terms);
        state.Pool.Free(slot);
    }
}
