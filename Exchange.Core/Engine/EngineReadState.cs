using System.Collections.Concurrent;
using Exchange.Core.Ledger;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>
/// The published read state: seeded from the recovered engine, then folded from the events of committed batches by one
/// thread, before the callers of the batch are answered.
/// </summary>
internal sealed class EngineReadState(MarketCatalog catalog) : IEngineReadState
{
    /// <summary>How many closed orders are remembered; at full load the tables are never that far behind.</summary>
    private const int ClosedOrdersKept = 20_000;

    private readonly ConcurrentDictionary<long, MemberView> _members = new();
    private readonly ConcurrentDictionary<long, OrderView> _orders = new();
    private readonly ConcurrentDictionary<long, OrderView> _closed = new();
    private readonly Queue<long> _closedInOrder = new();
    private volatile BookView[] _books = [];
    private long _sequence;

    public long Sequence => Volatile.Read(ref _sequence);

    public IReadOnlyList<BalanceView> Balances(MemberId member) =>
        _members.TryGetValue(member.Value, out var view) ? view.Balances() : [];

    public BalanceView Balance(MemberId member, CurrencyId currency) =>
        _members.TryGetValue(member.Value, out var view) ? view.Balance(currency) : new BalanceView(currency, default, default);

    public IReadOnlyList<OrderView> OpenOrders(MemberId member)
    {
        if (!_members.TryGetValue(member.Value, out var view)) return [];
        var open = new List<OrderView>();
        foreach (var id in view.OpenOrdersNewestFirst())
            if (_orders.TryGetValue(id, out var order)) open.Add(order);
        return open;
    }

    public OrderView? OpenOrder(OrderId order) => _orders.GetValueOrDefault(order.Value);

    public OrderView? RecentlyClosedOrder(OrderId order) => _closed.GetValueOrDefault(order.Value);

    public string GroupOf(MemberId member) =>
        _members.TryGetValue(member.Value, out var view) ? view.Group : FeeSchedule.DefaultGroup;

    public DepthView Depth(MarketId market, int levels) => _books[market.Index].Depth(Sequence, levels);

    public IReadOnlyList<OrderView> RestingOrders(MarketId market, Side side, int limit)
    {
        var resting = new List<OrderView>();
        foreach (var id in _books[market.Index].FirstOrders(side, limit))
            if (_orders.TryGetValue(id.Value, out var order)) resting.Add(order);
        return resting;
    }

    /// <summary>Takes over a recovered state.</summary>
    public void Seed(EngineState state)
    {
        foreach (var currency in state.Catalog.Currencies) catalog.Add(currency);
        foreach (var entry in state.Catalog.Fees) catalog.SetFee(entry);
        foreach (var market in state.Catalog.Markets) AddMarket(market, state.Catalog.StateOf(market.Id));
        for (var row = 0; row < state.Ledger.MemberCount; row++) SeedMember(state, row);
        SeedOrders(state);
        Volatile.Write(ref _sequence, state.Sequence);
    }

    /// <summary>Folds a committed batch in.</summary>
    public void Apply(ReadOnlySpan<EngineEvent> events, long lastSequence)
    {
        foreach (ref readonly var e in events)
        {
            Apply(e);
            Post(e);
        }

        Volatile.Write(ref _sequence, lastSequence);
    }

    private void Apply(in EngineEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.CurrencyDefined: catalog.Add((Currency)e.Subject!); break;
            case EventKind.MarketDefined: AddMarket((Market)e.Subject!, e.MarketState); break;
            case EventKind.MarketStateChanged: catalog.SetState(e.Market, e.MarketState); break;
            case EventKind.FeeSet: catalog.SetFee((FeeScheduleEntry)e.Subject!); break;
            case EventKind.MemberGroupSet: Member(e.Member).Group = e.Text!; break;
            case EventKind.OrderOpened: Open(e); break;
            case EventKind.Traded: Trade(e); break;
            case EventKind.OrderClosed: Close(e); break;
            case EventKind.LevelChanged: _books[e.Market.Index].SetLevel(e.Side, e.Price, e.Quantity); break;
            case EventKind.Transferred:
            case EventKind.Released:
            case EventKind.MarketProtectionSet:
            case EventKind.CancelTimerSet:
            case EventKind.AuctionIndicated: break;
            case EventKind.OrderTriggered: Change(e.Order, e); break;
            case EventKind.OrderAmended: Amend(e); break;
            default: throw new InvariantViolation($"No reader for {e.Kind}.");
        }
    }

    private void Post(in EngineEvent e)
    {
        var lines = default(PostingLines);
        var count = Postings.Of(e, ref lines);
        for (var i = 0; i < count; i++)
        {
            ref var line = ref lines[i];
            if (line.Member != MemberId.Platform) Member(line.Member).Post(line.Account, line.Currency, line.Amount);
        }
    }

    private void Open(in EngineEvent e)
    {
        _orders[e.Order.Value] = OrderViews.Opened(e);
        // Only good-til-canceled orders can rest; if this one closes in its own command, the close takes it out again.
        if (e.TimeInForce == TimeInForce.GoodTilCanceled) _books[e.Market.Index].AddOrder(e.Side, e.Price, e.Order);
        Member(e.Member).Open(e.Order);
    }

    private void Amend(in EngineEvent e)
    {
        var before = _orders[e.Order.Value];
        _books[e.Market.Index].RemoveOrder(e.Side, before.Price, e.Order);
        Change(e.Order, e);
        _books[e.Market.Index].AddOrder(e.Side, e.Price, e.Order);
    }

    private void Trade(in EngineEvent e)
    {
        Change(e.MakerOrder, e);
        Change(e.TakerOrder, e);
    }

    private void Change(OrderId id, in EngineEvent e) => _orders[id.Value] = OrderViews.After(_orders[id.Value], e);

    private void Close(in EngineEvent e)
    {
        if (_orders.TryRemove(e.Order.Value, out var order)) RememberClosed(OrderViews.After(order, e));
        _books[e.Market.Index].RemoveOrder(e.Side, e.Price, e.Order);
        Member(e.Member).Close(e.Order);
    }

    private void RememberClosed(OrderView order)
    {
        if (_closedInOrder.Count == ClosedOrdersKept) _closed.TryRemove(_closedInOrder.Dequeue(), out _);
        _closedInOrder.Enqueue(order.Id.Value);
        _closed[order.Id.Value] = order;
    }

    private void AddMarket(Market market, MarketState marketState)
    {
        _books = [.. _books, new BookView(market.Id)];
        catalog.Add(market, marketState);
    }

    private void SeedMember(EngineState state, int row)
    {
        var member = Member(state.Ledger.MemberAt(row));
        member.Group = state.GroupNameOf(row);
        for (var i = 0; i < state.Ledger.CurrencyCount; i++)
        {
            var balance = state.Ledger[row, new CurrencyId(i)];
            if (!balance.Total.IsZero) member.Set(new CurrencyId(i), balance);
        }
    }

    private void SeedOrders(EngineState state)
    {
        for (var i = 0; i < state.MarketCount; i++)
        {
            SeedLevels(i, Side.Buy, state.MarketAt(i).Book.Bids);
            SeedLevels(i, Side.Sell, state.MarketAt(i).Book.Asks);
        }

        foreach (var order in state.OpenOrders())
        {
            _orders[order.Id.Value] = order;
            if (!order.IsPending) _books[order.Market.Index].AddOrder(order.Side, order.Price, order.Id);
            Member(order.Member).Open(order.Id);
        }
    }

    private void SeedLevels(int market, Side side, PriceLevels levels)
    {
        for (var i = levels.Best; i >= 0; i = levels[i].Worse) _books[market].SetLevel(side, levels[i].Price, levels[i].Shown);
    }

    private MemberView Member(MemberId member) => _members.GetOrAdd(member.Value, static _ => new MemberView());
}
