using Exchange.Core.Ledger;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Takes orders out of whatever queue they are in and gives back what they had locked. An order that is linked to
/// another takes that one with it, first.</summary>
internal sealed class OrderClosing(EngineState state)
{
    private readonly OrderPool _pool = state.Pool;
    private readonly MemberLedger _ledger = state.Ledger;
    private readonly MemberOrders _memberOrders = state.MemberOrders;
    private readonly TouchedLevels _touched = state.Touched;

    /// <summary>Closes an order that rests or waits.</summary>
    public void CloseOpen(LiveMarket market, int slot, CloseReason reason, EventBuffer output)
    {
        ref var order = ref _pool[slot];
        ref var details = ref _pool.Details(slot);
        if (order.IsLinked) CloseLinked(market, slot, ref order, output);
        CloseInFlight(market, slot, ref order, details, reason, TakeOut(market, slot, ref order, ref details), output);
    }

    /// <summary>Closes an order that is in no queue and has <paramref name="locked"/> set aside.</summary>
    public void CloseInFlight(
        LiveMarket market, int slot, ref OrderNode order, in OrderDetails details, CloseReason reason, Amount locked,
        EventBuffer output)
    {
        var currency = Settlement.PaidCurrency(market.Market, order.Side);
        OrderEvents.Closed(output, order, reason, currency, locked);
        if (!locked.IsZero) _ledger.Unlock(order.MemberRow, currency, locked);
        if (order.IsRegistered) _memberOrders.Remove(ref order);
        if (details.Terms != 0) state.Terms.Free(details.Terms);
        _pool.Free(slot, ref order);
    }

    /// <summary>Closes the other order of a pair, if this one still has one.</summary>
    public void CloseLinked(LiveMarket market, int slot, ref OrderNode order, EventBuffer output)
    {
        if (!order.IsLinked) return;
        var linkedSlot = state.Terms[_pool.Details(slot).Terms].LinkedSlot;
        Separate(slot);
        Separate(linkedSlot);
        ref var linked = ref _pool[linkedSlot];
        ref var details = ref _pool.Details(linkedSlot);
        var locked = TakeOut(market, linkedSlot, ref linked, ref details);
        CloseInFlight(market, linkedSlot, ref linked, details, CloseReason.LinkedOrder, locked, output);
    }

    /// <summary>Takes an order out of book or trigger queue; gives what it has set aside.</summary>
    public Amount TakeOut(LiveMarket market, int slot, ref OrderNode order, ref OrderDetails details)
    {
        if (order.Place == OrderPlace.Waiting)
        {
            market.Triggers.Remove(slot);
            return state.Terms[details.Terms].Locked;
        }

        _touched.Touch(market.Book[order.Side], order);
        market.Book.Remove(ref order, ref details);
        return Settlement.Reservation(market.Market, order.Side, order.Price, order.Remaining);
    }

    private void Separate(int slot)
    {
        _pool[slot].IsLinked = false;
        state.Terms[_pool.Details(slot).Terms].LinkedSlot = -1;
    }
}
