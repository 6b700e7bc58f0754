using Exchange.Core.Engine;
using Exchange.Core.Ledger;
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
    private readonly Dictionary<OrderId, OrderView> _orders = [];
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
            foreach (var order in openOrders) _orders.TryAdd(order.Id, order);
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
            if (e.Kind == EventKind.OrderOpened) Open(in e);
            if (e.Kind == EventKind.Traded) Trade(in e);
            if (e.Kind == EventKind.OrderClosed) Close(in e);
            if (e.Kind == EventKind.Posted && e.Account is LedgerAccount.MemberAvailable or LedgerAccount.MemberLocked)
                _currencies.Add(e.Currency);
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
        if (_orders.TryGetValue(e.Order, out var known))
        {
            _changed[e.Order] = known;
            return;
        }

        Keep(new OrderView
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
            CreatedMicroseconds = e.AtMicroseconds,
            UpdatedMicroseconds = e.AtMicroseconds,
        });
    }

    private void Trade(in EngineEvent e)
    {
        var isTaker = e.TakerMember == member;
        var (id, remaining) = isTaker ? (e.TakerOrder, e.TakerRemaining) : (e.MakerOrder, e.MakerRemaining);
        var known = _orders.GetValueOrDefault(id);
        var rate = isTaker ? known?.TakerRate : known?.MakerRate;
        _trades.Add(new MemberTrade(
            e.Trade, e.Market, id, isTaker ? e.Side : Opposite(e.Side), e.Side, e.Price, e.Quantity, e.Amount,
            rate ?? default, isTaker ? e.TakerFee : e.MakerFee, e.AtMicroseconds));
        if (known is null) return;
        // What is left only shrinks, so an order with no more than that left has this trade in it.
        Keep(known.Remaining <= remaining ? known : known with
        {
            Remaining = remaining,
            ExecutedNotional = known.ExecutedNotional + e.Amount,
            TradeCount = known.TradeCount + 1,
            UpdatedMicroseconds = e.AtMicroseconds,
        });
    }

    private void Close(in EngineEvent e)
    {
        if (!_orders.Remove(e.Order, out var known)) return;
        _changed[e.Order] = known with
        {
            Remaining = e.Remaining,
            Close = e.Close,
            UpdatedMicroseconds = e.AtMicroseconds,
        };
    }

    private void Keep(OrderView order)
    {
        _orders[order.Id] = order;
        _changed[order.Id] = order;
    }

    private static Side Opposite(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;
}
