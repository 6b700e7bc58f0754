using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Feeds;

/// <summary>
/// Follows one member's orders and balances while someone listens. Begins with the open orders of the read state, which
/// may be ahead of the events: what an order already includes is passed over. Safe for any thread.
/// </summary>
internal sealed class MemberWatch(MemberId member)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<OrderId, (OrderView Order, long SeededThrough)> _orders = [];
    private readonly List<MemberTrade> _trades = [];
    private readonly HashSet<CurrencyId> _currencies = [];
    private readonly Dictionary<OrderId, OrderView> _changed = [];
    private Action<MemberChanges>[] _listeners = [];

    /// <summary>True when no one listens.</summary>
    public bool IsIdle => _listeners.Length == 0;

    /// <summary>Sets the orders to begin with.</summary>
    public void Seed(IReadOnlyList<OrderView> openOrders)
    {
        lock (_gate)
            foreach (var order in openOrders) _orders.TryAdd(order.Id, (order, order.Sequence));
    }

    /// <summary>
    /// Adds someone to tell after each batch. It is called on the follower's thread and must return at once.
    /// </summary>
    public void Add(Action<MemberChanges> listener)
    {
        lock (_gate) _listeners = [.. _listeners, listener];
    }

    /// <summary>Takes a listener out.</summary>
    public void Remove(Action<MemberChanges> listener)
    {
        lock (_gate) _listeners = [.. _listeners.Where(l => l != listener)];
    }

    /// <summary>Takes one event in that names this member.</summary>
    public void Apply(in EngineEvent e)
    {
        lock (_gate)
        {
            if (e.Kind == EventKind.Traded) Trade(in e);
            else if (e.Kind == EventKind.OrderOpened) Open(in e);
            else if (e.Kind is EventKind.OrderTriggered or EventKind.OrderAmended or EventKind.OrderClosed) Change(e.Order, in e);
            NoteCurrencies(in e);
        }
    }

    /// <summary>Tells the listeners what the batch did.</summary>
    public void EndBatch()
    {
        MemberChanges changes;
        Action<MemberChanges>[] listeners;
        lock (_gate)
        {
            if (_trades.Count + _changed.Count + _currencies.Count == 0) return;
            changes = new MemberChanges([.. _trades], [.. _changed.Values], [.. _currencies]);
            listeners = _listeners;
            _trades.Clear();
            _changed.Clear();
            _currencies.Clear();
        }

        foreach (var listener in listeners) listener(changes);
    }

    private void Open(in EngineEvent e)
    {
        if (_orders.TryGetValue(e.Order, out var known)) _changed[e.Order] = known.Order;
        else Keep(OrderViews.Opened(e), seededThrough: -1);
    }

    private void Trade(in EngineEvent e)
    {
        var isTaker = e.TakerMember == member;
        var order = isTaker ? e.TakerOrder : e.MakerOrder;
        _trades.Add(new MemberTrade(
            e.Trade, e.Market, order, isTaker ? e.Side : e.Side.Opposite(), e.Side, e.Price, e.Quantity, e.Amount,
            isTaker ? e.TakerRate : e.MakerRate, isTaker ? e.TakerFee : e.MakerFee, e.AtMicroseconds));
        Change(order, in e);
    }

    private void Change(OrderId order, in EngineEvent e)
    {
        if (!_orders.TryGetValue(order, out var known)) return;
        if (e.Sequence > known.SeededThrough) Keep(OrderViews.After(known.Order, e), known.SeededThrough);
        else _changed[order] = known.Order;
        if (e.Kind == EventKind.OrderClosed) _orders.Remove(order);
    }

    private void NoteCurrencies(in EngineEvent e)
    {
        var lines = default(PostingLines);
        var count = Postings.Of(e, ref lines);
        for (var i = 0; i < count; i++)
            if (lines[i].Member == member) _currencies.Add(lines[i].Currency);
    }

    private void Keep(OrderView order, long seededThrough)
    {
        _orders[order.Id] = (order, seededThrough);
        _changed[order.Id] = order;
    }
}
