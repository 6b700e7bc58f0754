using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>
/// The published read state: seeded from the recovered engine, then folded from the events of committed batches by one
/// thread, before the callers of the batch are answered. Everything lies behind one lock that the folding thread gives up
/// every few commands, so a reader sees whole commands only and finds all of it at one sequence.
/// </summary>
internal sealed class EngineReadState(MarketCatalog catalog) : IEngineReadState
{
    /// <summary>How many events are folded before readers get a turn; the last command's are all among them.</summary>
    private const int EventsPerTurn = 256;

    private readonly Lock _gate = new();
    private readonly OrderRecords _orders = new();
    private readonly LongIntTable _rows = new();
    private readonly List<BookView> _books = [];
    private MemberView[] _members = new MemberView[64];
    private PostingLines _lines;
    private long _sequence;

    public long Sequence => Volatile.Read(ref _sequence);

    public IReadOnlyList<BalanceView> Balances(MemberId member)
    {
        lock (_gate) return Find(member)?.Balances() ?? [];
    }

    public BalanceView Balance(MemberId member, CurrencyId currency)
    {
        lock (_gate) return Find(member)?.Balance(currency) ?? new BalanceView(currency, default, default);
    }

    public IReadOnlyList<OrderView> OpenOrders(MemberId member)
    {
        lock (_gate)
        {
            var open = new List<OrderView>();
            if (Find(member) is not { } view) return open;
            for (var slot = view.Youngest; slot >= 0; slot = _orders[slot].MemberOlder) open.Add(_orders.View(slot));
            return open;
        }
    }

    public OrderView? OpenOrder(OrderId order) => Order(order, isOpen: true);

    public OrderView? RecentlyClosedOrder(OrderId order) => Order(order, isOpen: false);

    public string GroupOf(MemberId member)
    {
        lock (_gate) return Find(member)?.Group ?? FeeSchedule.DefaultGroup;
    }

    public DepthView Depth(MarketId market, int levels)
    {
        lock (_gate) return _books[market.Index].Depth(_sequence, levels);
    }

    public AuctionView? Auction(MarketId market)
    {
        lock (_gate) return _books[market.Index].Auction;
    }

    public IReadOnlyList<OrderView> RestingOrders(MarketId market, Side side, int limit)
    {
        lock (_gate) return _books[market.Index][side].First(limit);
    }

    /// <summary>Takes over a recovered state.</summary>
    public void Seed(EngineState state)
    {
        lock (_gate)
        {
            foreach (var currency in state.Catalog.Currencies) catalog.Add(currency);
            foreach (var entry in state.Catalog.Fees) catalog.SetFee(entry);
            foreach (var market in state.Catalog.Markets) AddMarket(market, state.Catalog.StateOf(market.Id));
            for (var row = 0; row < state.Ledger.MemberCount; row++) SeedMember(state, row);
            for (var i = 0; i < state.MarketCount; i++) SeedMarket(state.MarketAt(i));
            SeedOrders(state);
            Volatile.Write(ref _sequence, state.Sequence);
        }
    }

    /// <summary>Folds a committed batch in.</summary>
    public void Apply(ReadOnlySpan<EngineEvent> events, long lastSequence)
    {
        while (!events.IsEmpty)
        {
            var count = Turn(events);
            lock (_gate)
            {
                foreach (ref readonly var e in events[..count]) Fold(e);
                Volatile.Write(ref _sequence, count == events.Length ? lastSequence : events[count - 1].Sequence);
            }

            events = events[count..];
        }
    }

    /// <summary>How many events to fold now, so that no command is cut in two.</summary>
    private static int Turn(ReadOnlySpan<EngineEvent> events)
    {
        var count = Math.Min(EventsPerTurn, events.Length);
        while (count < events.Length && events[count].Sequence == events[count - 1].Sequence) count++;
        return count;
    }

    private void Fold(in EngineEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.LevelChanged: _books[e.Market.Index][e.Side].Set(e.Price, e.Quantity); return;
            case EventKind.OrderOpened: Open(e); break;
            case EventKind.OrderTriggered: Trigger(e); break;
            case EventKind.OrderAmended: Amend(e); break;
            case EventKind.Traded: Trade(e); break;
            case EventKind.OrderClosed: Close(e); break;
            case EventKind.Transferred:
            case EventKind.Released: break;
            case EventKind.AuctionIndicated: Indicate(e); return;
            case EventKind.MarketStateChanged: SetMarketState(e); return;
            case EventKind.CurrencyDefined: catalog.Add((Currency)e.Subject!); return;
            case EventKind.MarketDefined: AddMarket((Market)e.Subject!, e.MarketState); return;
            case EventKind.FeeSet: catalog.SetFee((FeeScheduleEntry)e.Subject!); return;
            case EventKind.MemberGroupSet: Member(e.Member).Group = e.Text!; return;
            case EventKind.MarketProtectionSet: catalog.SetProtection((MarketProtection)e.Subject!); return;
            case EventKind.CancelTimerSet: return;
            default: throw new InvariantViolation($"No reader for {e.Kind}.");
        }

        Post(e);
    }

    private void Post(in EngineEvent e)
    {
        var count = Postings.Of(e, ref _lines);
        for (var i = 0; i < count; i++)
        {
            ref var line = ref _lines[i];
            if (line.Member != MemberId.Platform) Member(line.Member).Post(line.Account, line.Currency, line.Amount);
        }
    }

    private void Open(in EngineEvent e)
    {
        var slot = _orders.Add(e);
        ref var order = ref _orders[slot];
        order.Shown = order.ShownAtRest;
        // It may trade and close in its own command still, which takes it out again before anybody looks.
        if (order.MayRest && !order.IsPending) _books[e.Market.Index][e.Side].Append(slot);
        Member(e.Member).Open(_orders, slot);
    }

    private void Trigger(in EngineEvent e)
    {
        var slot = Changed(e.Order, e);
        ref var order = ref _orders[slot];
        order.IsPending = false;
        order.EnteredSequence = e.Sequence;
        order.Price = e.Price;
        order.Extras!.TriggerPrice = e.TriggerPrice;
        if (order.MayRest) _books[e.Market.Index][e.Side].Append(slot);
    }

    private void Amend(in EngineEvent e)
    {
        var slot = Changed(e.Order, e);
        ref var order = ref _orders[slot];
        var keepsPlace = e.Price == order.Price && e.Quantity < order.Quantity;
        var book = _books[e.Market.Index][e.Side];
        if (!keepsPlace && order.Level >= 0) book.Remove(slot);
        order.Price = e.Price;
        order.Quantity = e.Quantity;
        order.Remaining = e.Remaining;
        if (!keepsPlace)
        {
            order.EnteredSequence = e.Sequence;
            book.Append(slot);
        }

        // An iceberg order loses what it hides first.
        order.Shown = keepsPlace ? Quantity.Min(order.Shown, order.Remaining) : order.ShownAtRest;
    }

    private void Trade(in EngineEvent e)
    {
        var book = _books[e.Market.Index];
        Fill(e.MakerOrder, e.MakerRemaining, isMaker: true, book, e);
        Fill(e.TakerOrder, e.TakerRemaining, isMaker: false, book, e);
    }

    private void Fill(OrderId id, Quantity remaining, bool isMaker, BookView book, in EngineEvent e)
    {
        var slot = Changed(id, e);
        ref var order = ref _orders[slot];
        order.Remaining = remaining;
        order.ExecutedNotional += e.Amount;
        order.TradeCount++;
        // In an auction both orders rest.
        var rests = isMaker || order.EnteredSequence != e.Sequence;
        if (!rests || order.Display.IsZero)
        {
            order.Shown = order.ShownAtRest;
            return;
        }

        order.Shown -= e.Quantity;
        if (!order.Shown.IsZero || order.Remaining.IsZero) return;
        // An iceberg order shows its next part behind the others.
        order.Shown = order.ShownAtRest;
        book[order.Side].Remove(slot);
        book[order.Side].Append(slot);
    }

    private void Close(in EngineEvent e)
    {
        var slot = Changed(e.Order, e);
        ref var order = ref _orders[slot];
        if (order.Level >= 0) _books[e.Market.Index][e.Side].Remove(slot);
        Member(e.Member).Close(_orders, slot);
        order.IsPending = false;
        order.Remaining = e.Remaining;
        order.Close = e.Close;
        _orders.Closed(slot);
    }

    private int Changed(OrderId id, in EngineEvent e)
    {
        var slot = _orders.Find(id);
        InvariantViolation.Unless(slot >= 0, $"{e.Kind} of an order that is not open.");
        ref var order = ref _orders[slot];
        order.Sequence = e.Sequence;
        order.UpdatedMicroseconds = e.AtMicroseconds;
        return slot;
    }

    private void Indicate(in EngineEvent e)
    {
        var book = _books[e.Market.Index];
        if (book.Auction is { } auction) book.Auction = auction with { Price = e.Price, Quantity = e.Quantity };
    }

    private void SetMarketState(in EngineEvent e)
    {
        catalog.SetState(e.Market, e.MarketState);
        _books[e.Market.Index].Auction =
            e.MarketState == MarketState.Auction ? new AuctionView(e.ExpiresMicroseconds, default, default) : null;
    }

    private void AddMarket(Market market, MarketState marketState)
    {
        // The book first: a reader that sees the market must find it.
        _books.Add(new BookView(market, _orders));
        catalog.Add(market, marketState);
    }

    private OrderView? Order(OrderId id, bool isOpen)
    {
        lock (_gate)
        {
            var slot = _orders.Find(id);
            return slot >= 0 && _orders[slot].Close == CloseReason.None == isOpen ? _orders.View(slot) : null;
        }
    }

    private MemberView? Find(MemberId member) =>
        member.Value > 0 && _rows.Find(member.Value) is >= 0 and var row ? _members[row] : null;

    private MemberView Member(MemberId member)
    {
        var row = _rows.Find(member.Value);
        if (row >= 0) return _members[row];
        if (_rows.Count == _members.Length) Array.Resize(ref _members, _members.Length * 2);
        var view = new MemberView();
        _members[_rows.Count] = view;
        _rows.Add(member.Value, _rows.Count);
        return view;
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

    private void SeedMarket(LiveMarket market)
    {
        var view = _books[market.Market.Id.Index];
        catalog.SetProtection(market.Protection);
        foreach (var side in new[] { Side.Buy, Side.Sell })
        {
            var levels = market.Book[side];
            for (var i = levels.Best; i >= 0; i = levels[i].Worse) view[side].Set(levels[i].Price, levels[i].Shown);
        }

        if (market.State == MarketState.Auction)
            view.Auction = new AuctionView(market.AuctionEnds, market.Indicated.Price, market.Indicated.Quantity);
    }

    private void SeedOrders(EngineState state)
    {
        var slots = new List<int>();
        foreach (var view in state.OpenOrders())
        {
            var slot = _orders.Add(view);
            state.Pool.TryFind(view.Id, out var resting);
            ref var order = ref _orders[slot];
            order.Shown = order.IsPending ? order.ShownAtRest : state.Pool[resting].Remaining;
            if (!order.IsPending) _books[order.Market.Index][order.Side].Append(slot);
            slots.Add(slot);
        }

        // A member's list is by age; the orders came by their place in the books.
        foreach (var slot in slots.OrderBy(s => _orders[s].Id.Value)) Member(_orders[slot].Member).Open(_orders, slot);
    }
}
