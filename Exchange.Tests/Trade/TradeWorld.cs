using Bunit;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Projections;
using Exchange.Core.Storage;
using Exchange.Core.Trading;
using Exchange.Web.Feeds;
using Exchange.Web.Trade;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Radzen;
using System.Security.Claims;

namespace Exchange.Tests.Trade;

/// <summary>
/// The trade page's components on the real engine state, with no database behind it: BTC-USDT with a fee of 0.2 %,
/// Alice at the page and Bob on the other side.
/// </summary>
internal sealed class TradeWorld
    : BunitContext, IEngine, IMemberAccess, IMarketData, IDbContextFactory<ExchangeDbContext>
{
    public static readonly MemberId Alice = new(1);
    public static readonly MemberId Bob = new(2);
    private static readonly MemberId Carol = new(3);
    private readonly EngineState _state = new();
    private readonly EventBuffer _events = new();
    private readonly MarketCatalog _catalog = new();
    private readonly EngineReadState _live;

    /// <summary>What is waited for comes at once; one second, which is usual, a slow machine may need for it.</summary>
    static TradeWorld() => DefaultWaitTimeout = TimeSpan.FromMinutes(1);

    public TradeWorld(bool signedIn = true)
    {
        _live = new EngineReadState(_catalog);
        Feed = new MemberFeed(_live, TimeProvider.System, NullLogger<MemberFeed>.Instance);
        OpenMarket();
        Services.AddSingleton<IMarketCatalog>(_catalog);
        Services.AddSingleton<IEngineReadState>(_live);
        Services.AddSingleton<IMarketData>(this);
        Services.AddSingleton(Feed);
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton(new PlaceOrder(this, this));
        Services.AddSingleton(new PlaceOneCancelsOther(this, this));
        Services.AddSingleton(new AmendOrder(this, this, _live, _catalog));
        Services.AddSingleton(new CancelOrders(this));
        Services.AddSingleton(new OrderQueries(this, _live));
        Services.AddSingleton(new TradeQueries(this));
        Services.AddSingleton<IProjectionProgress>(new ProjectionProgress(this));
        Services.AddSingleton<AuthenticationStateProvider>(new Identity(signedIn));
        Services.AddRadzenComponents();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Script = JSInterop.SetupModule("/js/trade/interop.js");
        Script.Mode = JSRuntimeMode.Loose;
    }

    public BunitJSModuleInterop Script { get; }

    public TradeTime Time { get; } = new();

    public MemberFeed Feed { get; }

    public Market Market => _catalog.Markets[0];

    public IEngineReadState Live => _live;

    /// <summary>Orders that reached the engine.</summary>
    public List<Command> Orders { get; } = [];

    /// <summary>Set to answer in the engine's place; it says whether the command takes effect.</summary>
    public (RejectReason Reason, bool TakesEffect)? Answer { get; set; }

    /// <summary>Set to make the engine wait before it answers.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public bool MayTrade { get; set; } = true;

    /// <summary>What the market data says the last price is.</summary>
    public Price Last { get; set; } = new(6_000_000);

    /// <summary>What the form sees around a draft of Alice.</summary>
    public OrderSurroundings Now => OrderSurroundings.Look(_catalog, _live, this, Market, Alice, Time.GetUtcNow());

    public EngineStatus Status => new(EnginePhase.Running, _state.Sequence, 0, null);

    public CommandResult Do(Command command)
    {
        var before = _events.Count;
        var result = _state.Apply(command, _state.Sequence + 1, _state.AtMicroseconds + 1, _events);
        if (_events.Count > before) _live.Apply(_events.Events[before..], _state.Sequence);
        return result;
    }

    public CommandResult Limit(MemberId member, Side side, long ticks, long lots) =>
        Do(Command.LimitOrder(member, Market.Id, side, new Price(ticks), new Quantity(lots)));

    /// <summary>A world whose engine has seen a trade at 60000.00, of members who do not matter.</summary>
    public static TradeWorld Traded()
    {
        var world = new TradeWorld();
        world.Do(Command.Transfer(Carol, world.Market.Quote.Id, Amount.FromWhole(100), "test:carol"));
        world.Limit(Bob, Side.Sell, 6_000_000, 1);
        world.Limit(Carol, Side.Buy, 6_000_000, 1);
        return world;
    }

    public async ValueTask<CommandResult[]> SubmitTogetherAsync(
        ReadOnlyMemory<Command> commands, CancellationToken cancellationToken = default)
    {
        var results = new CommandResult[commands.Length];
        for (var i = 0; i < results.Length; i++) results[i] = await SubmitAsync(commands.Span[i], cancellationToken);
        return results;
    }

    public async ValueTask<CommandResult> SubmitAsync(Command command, CancellationToken cancellationToken = default)
    {
        if (command.Kind is CommandKind.PlaceOrder or CommandKind.PlaceOneCancelsOther) Orders.Add(command);
        await Gate;
        if (Answer is not { } answer) return Do(command);
        if (answer.TakesEffect) Do(command);
        return CommandResult.Refused(answer.Reason);
    }

    public ValueTask<CapabilityVerdict> MayAsync(MemberId member, Capability capability, CancellationToken cancellationToken) =>
        new(MayTrade ? CapabilityVerdict.Allowed : CapabilityVerdict.NotActive);

    public Ticker Ticker(MarketId market) =>
        new(market, Last, default, default, default, default, default);

    public IReadOnlyList<PublicTrade> RecentTrades(MarketId market, int limit) => [];

    public ValueTask<IReadOnlyList<Candle>> CandlesAsync(
        MarketId market, CandlePeriod period, DateTimeOffset? from, DateTimeOffset? to, int limit,
        CancellationToken cancellationToken) => new([]);

    public ExchangeDbContext CreateDbContext() => throw new NpgsqlException("No database in this test.");

    private void OpenMarket()
    {
        Do(Command.DefineCurrency(new CurrencyDefinition("btc", "Bitcoin", CurrencyKind.Coin, 8)));
        Do(Command.DefineCurrency(new CurrencyDefinition("usdt", "Tether", CurrencyKind.Coin, 6)));
        Do(Command.DefineMarket(new MarketDefinition(
            "btcusdt", new CurrencyId(0), new CurrencyId(1), Amount.Parse("0.01"), Amount.Parse("0.0001"),
            Amount.Parse("0.0001"), Amount.Parse("1000"), Amount.Parse("0.01"), Amount.Parse("10000000"),
            Amount.Parse("1"))));
        Do(Command.SetMarketState(new MarketId(0), MarketState.Open));
        Do(Command.SetFee(new FeeScheduleEntry(null, FeeSchedule.AnyGroup, new FeeRate(1000), new FeeRate(2000))));
        foreach (var member in new[] { Alice, Bob })
        {
            Do(Command.Transfer(member, new CurrencyId(0), Amount.FromWhole(10), $"test:btc:{member.Value}"));
            Do(Command.Transfer(member, new CurrencyId(1), Amount.FromWhole(100_000), $"test:usdt:{member.Value}"));
        }
    }

    private sealed class Identity(bool signedIn) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync()
        {
            Claim[] claims = [new(MemberClaims.MemberId, "1")];
            var identity = signedIn ? new ClaimsIdentity(claims, "test") : new ClaimsIdentity();
            return Task.FromResult(new AuthenticationState(new ClaimsPrincipal(identity)));
        }
    }
}

/// <summary>A clock, with timers that fire when the test moves it.</summary>
internal sealed class TradeTime : TimeProvider
{
    private readonly List<Beat> _beats = [];
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var beat = new Beat(callback, state, period);
        _beats.Add(beat);
        return beat;
    }

    /// <summary>Moves the clock and fires every repeating timer once.</summary>
    public void Pass(TimeSpan span)
    {
        _now += span;
        foreach (var beat in _beats.ToArray()) beat.Fire();
    }

    private sealed class Beat(TimerCallback callback, object? state, TimeSpan period) : ITimer
    {
        private bool _isGone;

        public void Fire()
        {
            if (!_isGone && period > TimeSpan.Zero) callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => !_isGone;

        public void Dispose() => _isGone = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
