using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Engine;

/// <summary>The read state, folded from events alone, says what the engine's own state says, for every kind of
/// order.</summary>
public sealed class ReadStateTests
{
    private const int Members = 4;
    private const int Commands = 4_000;
    private static readonly MarketId Market = new(0);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Folded_events_equal_the_engine_after_every_command(int seed)
    {
        var world = new ReadWorld(seed);
        for (var i = 0; i < Commands; i++)
        {
            world.Step();
            AssertEqual(world.State, world.Live, deep: i % 50 == 0);
        }

        Assert.All(Enum.GetValues<EventKind>().Except([EventKind.FeeSet, EventKind.MemberGroupSet]),
            kind => Assert.Contains(kind, world.Seen));
        AssertClosedEqual(world);
        var seeded = new EngineReadState(new MarketCatalog());
        seeded.Seed(world.State);
        AssertEqual(world.State, seeded, deep: true);
        Assert.Equal(world.Live.Auction(Market), seeded.Auction(Market));
    }

    [Fact]
    public void An_iceberg_tells_the_public_nothing_of_what_it_hides()
    {
        var world = new ReadWorld(seed: 1);
        var order = world.Do(Command.LimitOrder(
            new MemberId(1), Market, Side.Sell, new Price(900), new Quantity(100),
            conditions: new OrderConditions { Display = new Quantity(10) }));
        world.Do(Command.LimitOrder(new MemberId(2), Market, Side.Buy, new Price(900), new Quantity(13)));

        var shown = Assert.Single(world.Live.RestingOrders(Market, Side.Sell, 10));
        Assert.Equal((20, 7, 0, 13), (shown.Quantity.Lots, shown.Remaining.Lots, shown.Display.Lots, shown.Executed.Lots));
        Assert.Equal(7, world.Live.Depth(Market, 1).Asks[0].Quantity.Lots);
        Assert.Equal((100, 87, 10), (
            world.Live.OpenOrder(order.Order)!.Quantity.Lots, world.Live.OpenOrder(order.Order)!.Remaining.Lots,
            world.Live.OpenOrder(order.Order)!.Display.Lots));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(1L << 33)]
    public void Whoever_asks_for_what_does_not_exist_gets_nothing(long number)
    {
        var world = new ReadWorld(seed: 1);
        world.Step();

        Assert.Null(world.Live.OpenOrder(new OrderId(number)));
        Assert.Null(world.Live.RecentlyClosedOrder(new OrderId(number)));
        Assert.Empty(world.Live.OpenOrders(new MemberId(number)));
        Assert.Empty(world.Live.Balances(new MemberId(number)));
        Assert.Equal(FeeSchedule.DefaultGroup, world.Live.GroupOf(new MemberId(number)));
        Assert.Equal(RejectReason.OrderUnknown, world.Do(Command.CancelOrder(new MemberId(1), new OrderId(number))).Reason);
    }

    [Fact]
    public void Closed_orders_are_forgotten_one_by_one_and_their_room_is_used_again()
    {
        var world = new ReadWorld(seed: 1);
        var first = world.Do(Fleeting()).Order;
        for (var i = 1; i < OrderRecords.ClosedOrdersKept; i++) world.Do(Fleeting());
        Assert.NotNull(world.Live.RecentlyClosedOrder(first));

        var last = world.Do(Fleeting()).Order;
        Assert.Null(world.Live.RecentlyClosedOrder(first));
        Assert.Equal(CloseReason.ImmediateRemainder, world.Live.RecentlyClosedOrder(last)!.Close);
    }

    private static Command Fleeting() => Command.LimitOrder(
        new MemberId(1), Market, Side.Buy, new Price(900), new Quantity(10), TimeInForce.ImmediateOrCancel);

    private static void AssertEqual(EngineState state, EngineReadState live, bool deep)
    {
        Assert.Equal(state.Sequence, live.Sequence);
        AssertBookEquals(state, live, deep ? int.MaxValue : 3);
        if (!deep) return;
        var open = state.OpenOrders().ToList();
        foreach (var order in open) Assert.Equal(WithoutMovingTrigger(order), WithoutMovingTrigger(live.OpenOrder(order.Id)!));
        for (var member = 1; member <= Members; member++)
        {
            var id = new MemberId(member);
            Assert.Equal(
                open.Where(o => o.Member == id).Select(o => o.Id).OrderByDescending(o => o.Value),
                live.OpenOrders(id).Select(o => o.Id));
            foreach (var balance in live.Balances(id))
                Assert.Equal(
                    (state.BalanceOf(id, balance.Currency).Available, state.BalanceOf(id, balance.Currency).Locked),
                    (balance.Available, balance.Locked));
        }
    }

    private static void AssertBookEquals(EngineState state, EngineReadState live, int count)
    {
        var (book, depth) = (state.MarketAt(0).Book, live.Depth(Market, count));
        Assert.Equal(state.Sequence, depth.Sequence);
        foreach (var side in new[] { Side.Buy, Side.Sell })
        {
            var levels = new List<DepthLevel>();
            for (var i = book[side].Best; i >= 0 && levels.Count < count; i = book[side][i].Worse)
                levels.Add(new DepthLevel(book[side][i].Price, book[side][i].Shown));
            Assert.Equal(levels, side == Side.Buy ? depth.Bids : depth.Asks);
            Assert.Equal(
                book.Slots(side).Take(count).Select(s => (state.Pool[s].Id, state.Pool[s].Remaining)),
                live.RestingOrders(Market, side, count).Select(o => (o.Id, o.Remaining)));
        }
    }

    private static void AssertClosedEqual(ReadWorld world)
    {
        Assert.NotEmpty(world.Closed);
        foreach (var order in world.Closed) Assert.Equal(order, world.Live.RecentlyClosedOrder(order.Id));
    }

    /// <summary>No event tells of a trailing stop's moves; its view says where it began.</summary>
    private static OrderView WithoutMovingTrigger(OrderView order) =>
        order.Trigger == TriggerKind.TrailingStop ? order with { TriggerPrice = default } : order;
}

/// <summary>An engine that does random commands of every kind, and a read state that hears of them.</summary>
internal sealed class ReadWorld
{
    private static readonly MarketId Market = new(0);
    private readonly Random _random;
    private readonly EventBuffer _output = new();
    private readonly Dictionary<OrderId, OrderView> _open = [];
    private long _at = 1_000_000;

    public ReadWorld(int seed)
    {
        _random = new Random(seed);
        Do(Command.DefineCurrency(new CurrencyDefinition("btc", "Bitcoin", CurrencyKind.Coin, 8)));
        Do(Command.DefineCurrency(new CurrencyDefinition("usdt", "Tether", CurrencyKind.Coin, 6)));
        Do(Command.DefineMarket(new MarketDefinition(
            "btcusdt", new CurrencyId(0), new CurrencyId(1), Amount.Parse("0.01"), Amount.Parse("0.0001"),
            Amount.Parse("0.0001"), Amount.Parse("1000"), Amount.Parse("0.01"), Amount.Parse("1000"), Amount.Zero)));
        Do(Command.SetMarketState(Market, MarketState.Open));
        Do(Command.SetMarketProtection(new MarketProtection(Market, 0, 300, 5, 1)));
        for (var i = 1; i <= 4; i++)
        {
            Do(Command.Transfer(new MemberId(i), new CurrencyId(0), Amount.FromWhole(1_000), $"btc:{i}"));
            Do(Command.Transfer(new MemberId(i), new CurrencyId(1), Amount.FromWhole(1_000_000), $"usdt:{i}"));
        }
    }

    public EngineState State { get; } = new();

    public EngineReadState Live { get; } = new(new MarketCatalog());

    /// <summary>Every kind of event there was.</summary>
    public HashSet<EventKind> Seen { get; } = [];

    /// <summary>Orders that closed, as <see cref="OrderViews"/> folds them.</summary>
    public List<OrderView> Closed { get; } = [];

    public void Step()
    {
        _at += _random.Next(50_000);
        if (_at >= State.NextDueMicroseconds) Do(Command.Advance());
        Do(Next());
    }

    public CommandResult Do(Command command)
    {
        _output.Clear();
        var result = State.Apply(command, State.Sequence + 1, _at, _output);
        Live.Apply(_output.Events, State.Sequence);
        foreach (ref readonly var e in _output.Events) Follow(e);
        return result;
    }

    private void Follow(in EngineEvent e)
    {
        Seen.Add(e.Kind);
        if (e.Kind == EventKind.OrderOpened) _open[e.Order] = OrderViews.Opened(e);
        if (e.Kind == EventKind.Traded) _open[e.TakerOrder] = OrderViews.After(_open[e.TakerOrder], e);
        if (e.Kind is EventKind.Traded or EventKind.OrderTriggered or EventKind.OrderAmended or EventKind.OrderClosed)
            _open[e.Order] = OrderViews.After(_open[e.Order], e);
        if (e.Kind == EventKind.OrderClosed && _open.Remove(e.Order, out var closed)) Closed.Add(closed);
    }

    private Command Next()
    {
        var (member, side) = (new MemberId(_random.Next(1, 5)), _random.Next(2) == 0 ? Side.Buy : Side.Sell);
        var (price, quantity) = (new Price(_random.Next(980, 1_021)), new Quantity(_random.Next(1, 40)));
        var prevention = (SelfTradePrevention)_random.Next(4);
        return _random.Next(100) switch
        {
            < 35 => Command.LimitOrder(member, Market, side, price, quantity, selfTradePrevention: prevention),
            < 45 => Command.LimitOrder(member, Market, side, price, new Quantity(quantity.Lots + 10), selfTradePrevention: prevention,
                conditions: new OrderConditions { Display = new Quantity(_random.Next(1, 10)) }),
            < 50 => Command.LimitOrder(member, Market, side, price, quantity, TimeInForce.GoodTilDate,
                conditions: new OrderConditions { ExpiresMicroseconds = _at + _random.Next(1, 2_000_000) }),
            < 55 => Command.LimitOrder(member, Market, side, price, quantity, TimeInForce.ImmediateOrCancel),
            < 60 => Command.MarketOrder(member, Market, side, quantity, selfTradePrevention: prevention),
            < 70 => Command.LimitOrder(member, Market, side, price, quantity, conditions: Trigger()),
            < 73 => Command.LimitOrder(member, Market, side, price, quantity,
                conditions: new OrderConditions { Trigger = TriggerKind.TrailingStop, TrailTicks = _random.Next(1, 10) }),
            < 76 => Command.OneCancelsOther(member, Market, side, price, quantity,
                new OrderConditions { Trigger = TriggerKind.Stop, TriggerPrice = new Price(_random.Next(980, 1_021)) }),
            < 86 => Command.AmendOrder(member, AnyOrder(), _random.Next(2) == 0 ? default : price, quantity),
            < 94 => Command.CancelOrder(member, AnyOrder()),
            < 95 => Command.CancelAllOrders(member),
            < 97 => Command.SetCancelTimer(member, _random.Next(1_000_000, 2_000_000), CancelTimerSource.Member),
            < 98 => Command.SetMarketState(Market, MarketState.Auction),
            _ => Command.SetMarketState(Market, MarketState.Open),
        };
    }

    private OrderConditions Trigger() => new()
    {
        Trigger = _random.Next(2) == 0 ? TriggerKind.Stop : TriggerKind.TakeProfit,
        TriggerPrice = new Price(_random.Next(980, 1_021)),
    };

    private OrderId AnyOrder() => _open.Count == 0 ? new OrderId(1) : _open.Keys.ElementAt(_random.Next(_open.Count));
}
