using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Projections;
using Exchange.Core.Storage;
using Exchange.Core.Trading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exchange.Tests.Engine;

/// <summary>A whole engine on a real database: host, journal, projector.</summary>
internal sealed class EngineRig : IAsyncDisposable
{
    public static readonly MemberId Alice = new(1);
    public static readonly MemberId Bob = new(2);
    private readonly IHost _host;

    private EngineRig(IHost host) => _host = host;

    public IEngine Engine => Get<IEngine>();

    public IEngineReadState Live => Get<IEngineReadState>();

    /// <summary>Makes the tables when they are not there and starts.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="configure">What is to be other than usual.</param>
    public static async Task<EngineRig> StartAsync(string connectionString, Action<IServiceCollection>? configure = null)
    {
        var rig = new EngineRig(Build(connectionString, configure));
        await using (var db = await rig.Get<IDbContextFactory<ExchangeDbContext>>().CreateDbContextAsync())
            await db.Database.EnsureCreatedAsync();
        await rig._host.StartAsync();
        return rig;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async Task<CommandResult> AcceptedAsync(Command command)
    {
        var result = await Engine.SubmitAsync(command);
        Assert.Equal(RejectReason.None, result.Reason);
        return result;
    }

    /// <summary>BTC-USDT, open, with a fee of 0.2 %, and two members who have plenty of both.</summary>
    public async Task<Market> OpenBtcUsdtAsync()
    {
        await AcceptedAsync(Command.DefineCurrency(new CurrencyDefinition("btc", "Bitcoin", CurrencyKind.Coin, 8)));
        await AcceptedAsync(Command.DefineCurrency(new CurrencyDefinition("usdt", "Tether", CurrencyKind.Coin, 6)));
        await AcceptedAsync(Command.DefineMarket(new MarketDefinition(
            "btcusdt", new CurrencyId(0), new CurrencyId(1), Amount.Parse("0.01"), Amount.Parse("0.0001"),
            Amount.Parse("0.0001"), Amount.Parse("1000"), Amount.Parse("0.01"), Amount.Parse("10000000"), Amount.Parse("1"))));
        await AcceptedAsync(Command.SetMarketState(new MarketId(0), MarketState.Open));
        await AcceptedAsync(Command.SetFee(new FeeScheduleEntry(null, FeeSchedule.AnyGroup, new FeeRate(2000), new FeeRate(2000))));
        foreach (var member in new[] { Alice, Bob })
        {
            await AcceptedAsync(Command.Transfer(member, new CurrencyId(0), Amount.FromWhole(100), $"test:btc:{member.Value}"));
            await AcceptedAsync(
                Command.Transfer(member, new CurrencyId(1), Amount.FromWhole(10_000_000), $"test:usdt:{member.Value}"));
        }

        Get<IMarketCatalog>().TryMarket("btcusdt", out var market);
        return market!;
    }

    /// <summary>A seeded stream of limit orders, crossing often, and cancels.</summary>
    public async Task TradeAsync(int seed, int orders)
    {
        var random = new Random(seed);
        var pending = new List<Task<CommandResult>>();
        for (var i = 0; i < orders; i++)
        {
            var member = random.Next(2) == 0 ? Alice : Bob;
            var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
            var command = random.Next(5) == 0
                ? Command.CancelOrder(member, new OrderId(random.Next(1, i + 2)))
                : Command.LimitOrder(member, new MarketId(0), side, new Price(6_000_000 + random.Next(-20, 20)),
                    new Quantity(random.Next(1, 50)));
            pending.Add(Engine.SubmitAsync(command).AsTask());
        }

        await Task.WhenAll(pending);
    }

    public Task<SnapshotTaken> SnapshotAsync() => Get<ISnapshotRequests>().RequestAsync(CancellationToken.None);

    /// <summary>Completes when the engine has asked its process to end.</summary>
    public Task StoppingAsync()
    {
        var stopping = new TaskCompletionSource();
        Get<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        return stopping.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static IHost Build(string connectionString, Action<IServiceCollection>? configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddStorage(connectionString).AddEngine().AddProjections();
        builder.Services.AddSingleton<OrderQueries>();
        builder.Services.AddSingleton<TradeQueries>();
        configure?.Invoke(builder.Services);
        return builder.Build();
    }
}
