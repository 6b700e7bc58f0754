using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Api;

/// <summary>Records commands and answers as it was told.</summary>
internal sealed class FakeEngine : IEngine
{
    private TaskCompletionSource _arrived = new();
    private int _awaited = int.MaxValue;

    public List<Command> Commands { get; } = [];

    public RejectReason Answer { get; set; }

    public EngineStatus Status { get; set; } = new(EnginePhase.Running, 0, 0, null);

    /// <summary>Nothing is answered before this is done.</summary>
    public Task Commit { get; set; } = Task.CompletedTask;

    public async ValueTask<CommandResult> SubmitAsync(Command command, CancellationToken cancellationToken = default)
    {
        lock (Commands)
        {
            Commands.Add(command);
            if (Commands.Count >= _awaited) _arrived.TrySetResult();
        }

        await Commit;
        if (Answer != RejectReason.None) return CommandResult.Refused(Answer);
        return new CommandResult(RejectReason.None)
        {
            AtMicroseconds = ApiWorld.Moment,
            Order = new OrderId(7),
            LinkedOrder = new OrderId(command.Kind == CommandKind.PlaceOneCancelsOther ? 8 : 0),
            IsPending = command.Kind == CommandKind.PlaceOrder && command.Conditions is { Trigger: not TriggerKind.None },
            CanceledCount = 1,
            Remaining = command.Kind == CommandKind.PlaceOrder ? command.Quantity : new Quantity(1000),
            Price = command.Price,
            Quantity = command.Quantity,
            MakerRate = new FeeRate(1000),
            TakerRate = new FeeRate(2000),
        };
    }

    /// <summary>Waits until so many commands have come.</summary>
    public Task WaitForAsync(int count)
    {
        lock (Commands)
        {
            if (Commands.Count >= count) return Task.CompletedTask;
            (_awaited, _arrived) = (count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _arrived.Task;
        }
    }

    public async ValueTask<CommandResult[]> SubmitTogetherAsync(
        ReadOnlyMemory<Command> commands, CancellationToken cancellationToken = default)
    {
        var results = new CommandResult[commands.Length];
        for (var i = 0; i < results.Length; i++) results[i] = await SubmitAsync(commands.Span[i], cancellationToken);
        return results;
    }
}

/// <summary>Two currencies and one market: tick 0.01, lot 0.0001.</summary>
internal sealed class FakeCatalog : IMarketCatalog
{
    private static readonly Currency Btc = new(new CurrencyId(0), "btc", "Bitcoin", CurrencyKind.Coin, 8);
    private static readonly Currency Usd = new(new CurrencyId(1), "usd", "US Dollar", CurrencyKind.Fiat, 8);

    public FakeCatalog()
    {
        var definition = new MarketDefinition("btcusd", Btc.Id, Usd.Id, Amount.Parse("0.01"), Amount.Parse("0.0001"),
            Amount.Parse("0.001"), Amount.Parse("1000"), Amount.Parse("0.01"), Amount.Parse("1000000"), Amount.Parse("1"));
        BtcUsd = Market.TryCreate(new MarketId(0), definition, Btc, Usd, out var refusal)
            ?? throw new InvalidOperationException(refusal);
    }

    public Market BtcUsd { get; }

    public MarketState State { get; set; } = MarketState.Open;

    public IReadOnlyList<Currency> Currencies => [Btc, Usd];

    public IReadOnlyList<Market> Markets => [BtcUsd];

    public IReadOnlyList<FeeScheduleEntry> Fees =>
        [new(null, FeeSchedule.AnyGroup, new FeeRate(2000), new FeeRate(2000))];

    public bool TryCurrency(string code, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Currency? currency) =>
        (currency = Currencies.FirstOrDefault(c => c.Code.Equals(code, StringComparison.OrdinalIgnoreCase))) is not null;

    public bool TryMarket(string codeOrName, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Market? market) =>
        (market = codeOrName.Equals("btcusd", StringComparison.OrdinalIgnoreCase) ? BtcUsd : null) is not null;

    public MarketState StateOf(MarketId market) => State;

    public FeeScheduleEntry FeesFor(MarketId market, string group) => Fees[0];
}

/// <summary>One resting order of member 1: buys 0.1 at 100.</summary>
internal sealed class FakeReadState(IMarketCatalog catalog) : IEngineReadState
{
    public static readonly OrderView Resting = new()
    {
        Id = new OrderId(7),
        Member = new MemberId(1),
        Market = new MarketId(0),
        Side = Side.Buy,
        Type = OrderType.Limit,
        TimeInForce = TimeInForce.GoodTilCanceled,
        Price = new Price(10_000),
        Quantity = new Quantity(1000),
        Remaining = new Quantity(1000),
        CreatedMicroseconds = ApiWorld.Moment,
        UpdatedMicroseconds = ApiWorld.Moment,
    };

    /// <summary>What the book shows.</summary>
    public OrderView Shown { get; set; } = Resting;

    public long Sequence => 1;

    public IReadOnlyList<BalanceView> Balances(MemberId member) => [Balance(member, new CurrencyId(0))];

    public BalanceView Balance(MemberId member, CurrencyId currency) => currency.Index == 0
        ? new(currency, Amount.Parse("100"), Amount.Parse("0.5"))
        : new(currency, Amount.Zero, Amount.Zero);

    public IReadOnlyList<OrderView> OpenOrders(MemberId member) => member == Resting.Member ? [Resting] : [];

    public OrderView? OpenOrder(OrderId order) => order == Resting.Id ? Resting : null;

    public string GroupOf(MemberId member) => FeeSchedule.DefaultGroup;

    public DepthView Depth(MarketId market, int levels) =>
        new(market, 1, [new DepthLevel(Resting.Price, Resting.Remaining)], []);

    public IReadOnlyList<OrderView> RestingOrders(MarketId market, Side side, int limit) =>
        side == Side.Buy ? [Shown] : [];

    public AuctionView? Auction(MarketId market) => catalog.StateOf(market) == MarketState.Auction
        ? new AuctionView(ApiWorld.Moment, Resting.Price, Resting.Remaining)
        : null;
}

/// <summary>One trade of 0.1 at 150.5.</summary>
internal sealed class FakeMarketData : IMarketData
{
    public Ticker Ticker(MarketId market) => new(market, new Price(15_050), new Price(10_000), new Price(15_050),
        new Price(10_000), new Quantity(1000), Amount.Parse("15.05"));

    public IReadOnlyList<PublicTrade> RecentTrades(MarketId market, int limit) =>
        [new(new TradeId(3), market, new Price(15_050), new Quantity(1000), Side.Sell, ApiWorld.Moment)];

    public ValueTask<IReadOnlyList<Candle>> CandlesAsync(
        MarketId market, CandlePeriod period, DateTimeOffset? from, DateTimeOffset? to, int limit,
        CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<Candle>>(
        [new(60, new Price(1), new Price(2), new Price(1), new Price(2), new Quantity(5))]);
}

internal sealed class FakeAccess : IMemberAccess
{
    public ValueTask<CapabilityVerdict> MayAsync(MemberId member, Capability capability, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            member.Value == ApiWorld.MemberWhoMayNotTrade ? CapabilityVerdict.NotActive : CapabilityVerdict.Allowed);
}

/// <summary>These tests reach no table; whoever does finds that the answer is a plain 500.</summary>
internal sealed class NoDatabase : IDbContextFactory<ExchangeDbContext>
{
    public ExchangeDbContext CreateDbContext() => throw new InvalidOperationException("secret detail: no database");
}
