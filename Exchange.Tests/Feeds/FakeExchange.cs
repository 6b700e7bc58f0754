using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Feeds;

/// <summary>
/// An engine of one market, as the feeds see it: events go out as the test says, and the depth follows them.
/// </summary>
internal sealed class FakeExchange : IEngine, IEngineReadState, IMarketCatalog, IMarketHistory
{
    private readonly SortedDictionary<long, long> _bids = [];
    private readonly SortedDictionary<long, long> _asks = [];
    private readonly List<OrderView> _openOrders = [];
    private readonly Lock _gate = new();

    public FakeExchange()
    {
        var (btc, usdt) = (Coin(0, "btc", 8), Coin(1, "usdt", 6));
        var definition = new MarketDefinition(
            "btcusdt", btc.Id, usdt.Id, Amount.Parse("0.01"), Amount.Parse("0.0001"), Amount.Parse("0.0001"),
            Amount.FromWhole(100), Amount.Parse("0.01"), Amount.FromWhole(1_000_000), Amount.Parse("0.01"));
        Market = Exchange.Core.Markets.Market.TryCreate(new MarketId(0), definition, btc, usdt, out var refusal)
            ?? throw new InvalidOperationException(refusal);
        Currencies = [btc, usdt];
        Markets = [Market];
    }

    public EventHub Stream { get; } = new();
    public Market Market { get; }

    /// <summary>The commands that were submitted, in order.</summary>
    public Channel<Command> Submitted { get; } = Channel.CreateUnbounded<Command>();

    /// <summary>What the engine says to every command.</summary>
    public RejectReason Answer { get; set; }

    public IReadOnlyList<Currency> Currencies { get; }
    public IReadOnlyList<Market> Markets { get; }
    public IReadOnlyList<FeeScheduleEntry> Fees => [];
    public long Sequence { get; private set; }
    public EngineStatus Status => new(EnginePhase.Running, Sequence, 0, null);

    /// <summary>Commits one command with these events.</summary>
    public async Task CommitAsync(params EngineEvent[] events)
    {
        var batch = Apply(events);
        await Stream.PublishAsync(batch, CancellationToken.None);
    }

    public static EngineEvent Level(Side side, long ticks, long lots) => new()
    {
        Kind = EventKind.LevelChanged,
        Side = side,
        Price = new Price(ticks),
        Quantity = new Quantity(lots),
    };

    public EngineEvent Trade(long id, long ticks, long lots, long atSeconds, long maker = 1, long taker = 2) => new()
    {
        Kind = EventKind.Traded,
        Trade = new TradeId(id),
        Side = Side.Buy,
        Price = new Price(ticks),
        Quantity = new Quantity(lots),
        Amount = Market.Notional(new Price(ticks), new Quantity(lots)),
        MakerMember = new MemberId(maker),
        TakerMember = new MemberId(taker),
        MakerOrder = new OrderId(10),
        TakerOrder = new OrderId(11),
        AtMicroseconds = atSeconds * 1_000_000,
    };

    public DepthView Depth(MarketId market, int levels)
    {
        lock (_gate)
        {
            return new DepthView(
                market, Sequence, Levels(_bids.Reverse().Take(levels)), Levels(_asks.Take(levels)));
        }
    }

    public BalanceView Balance(MemberId member, CurrencyId currency) =>
        new(currency, Amount.FromWhole(5), Amount.Parse("0.5"));

    public IReadOnlyList<BalanceView> Balances(MemberId member) => [];
    public IReadOnlyList<OrderView> OpenOrders(MemberId member) => _openOrders;
    public OrderView? OpenOrder(OrderId order) => null;
    public string GroupOf(MemberId member) => FeeSchedule.DefaultGroup;
    public IReadOnlyList<OrderView> RestingOrders(MarketId market, Side side, int limit) => [];
    public MarketState StateOf(MarketId market) => MarketState.Open;
    public FeeScheduleEntry FeesFor(MarketId market, string group) => throw new NotSupportedException();
    public bool TryCurrency(string code, [NotNullWhen(true)] out Currency? currency) =>
        throw new NotSupportedException();
    public async ValueTask<CommandResult[]> SubmitTogetherAsync(
        ReadOnlyMemory<Command> commands, CancellationToken cancellationToken = default)
    {
        var results = new CommandResult[commands.Length];
        for (var i = 0; i < results.Length; i++) results[i] = await SubmitAsync(commands.Span[i], cancellationToken);
        return results;
    }

    public ValueTask<CommandResult> SubmitAsync(Command command, CancellationToken cancellationToken = default)
    {
        Submitted.Writer.TryWrite(command);
        return ValueTask.FromResult(new CommandResult(Answer));
    }

    public bool TryMarket(string codeOrName, [NotNullWhen(true)] out Market? market)
    {
        market = codeOrName == Market.Code ? Market : null;
        return market is not null;
    }

    public Task<MarketHistories> LoadAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(new MarketHistories(0, []));

    public ValueTask<IReadOnlyList<Candle>> CandlesAsync(
        MarketId market, CandleRange range, CancellationToken cancellationToken) => new([]);

    private EventBatch Apply(EngineEvent[] events)
    {
        lock (_gate)
        {
            Sequence++;
            for (var i = 0; i < events.Length; i++)
            {
                events[i].Sequence = Sequence;
                if (events[i].Kind != EventKind.LevelChanged) continue;
                var side = events[i].Side == Side.Buy ? _bids : _asks;
                if (events[i].Quantity.IsZero) side.Remove(events[i].Price.Ticks);
                else side[events[i].Price.Ticks] = events[i].Quantity.Lots;
            }

            return new EventBatch(Sequence, Sequence, events);
        }
    }

    private static List<DepthLevel> Levels(IEnumerable<KeyValuePair<long, long>> side) =>
        [.. side.Select(l => new DepthLevel(new Price(l.Key), new Quantity(l.Value)))];

    private static Currency Coin(int index, string code, int precision) =>
        new(new CurrencyId(index), code, code, CurrencyKind.Coin, precision);
}
