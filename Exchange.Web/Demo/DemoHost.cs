using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Web.Hosting;

namespace Exchange.Web.Demo;

/// <summary>
/// Seeds the demo once the engine runs and keeps its bots going. The last service to start and the first to stop: the
/// bots end before the web server that they call.
/// </summary>
internal sealed partial class DemoHost(
    DemoOptions options, DemoContent content, DemoMembers members, IMarketCatalog catalog, IMarketData marketData,
    ServerAddress address, TimeProvider time, ILogger<DemoHost> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<HttpClient> _clients = [];
    private Task _bots = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Registered after the engine, so its recovery is over and the server listens.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await content.SeedAsync(cancellationToken);
            if (options.Bots) await StartBotsAsync(cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            LogNoDemo(e.Message);
        }
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _bots.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
        _stop.Dispose();
    }

    private async Task StartBotsAsync(CancellationToken cancellationToken)
    {
        var maker = await ClientAsync(DemoDefinitions.Maker, cancellationToken);
        var noise = await ClientAsync(DemoDefinitions.Noise, cancellationToken);
        if (maker is null || noise is null) return;
        var bots = DemoDefinitions.Markets.SelectMany((market, index) => BotsOf(market, maker, noise,
            options.Seed + index));
        _bots = Task.WhenAll(bots.Select(bot => Task.Run(() => bot.RunAsync(_stop.Token), CancellationToken.None)));
        LogBots();
    }

    private IEnumerable<DemoBot> BotsOf(DemoMarket definition, DemoApiClient maker, DemoApiClient noise, int seed)
    {
        if (!catalog.TryMarket(definition.Code, out var market)) yield break;
        if (!market.TryPrice(Amount.Parse(definition.StartPrice), out var anchor)) yield break;
        var last = marketData.Ticker(market.Id).Last;
        var reference = new ReferencePrice(anchor, last.IsSet ? last : anchor, seed);
        yield return new DemoMarketMaker(new DemoBotSetup(market, definition, maker, reference), seed + 100,
            time, logger);
        yield return new DemoNoiseTrader(new DemoBotSetup(market, definition, noise, reference), seed + 200,
            time, logger);
    }

    private async Task<DemoApiClient?> ClientAsync(string email, CancellationToken cancellationToken)
    {
        if (await members.EnsureBotKeyAsync(email, cancellationToken) is not { } credential) return null;
        var client = new HttpClient { BaseAddress = address.Loopback, Timeout = RequestTimeout };
        _clients.Add(client);
        return new DemoApiClient(client, credential, time);
    }

    [LoggerMessage(9004, LogLevel.Information, "Demo bots trade through the public API")]
    private partial void LogBots();

    [LoggerMessage(9005, LogLevel.Error, "The demo is off: {Problem}")]
    private partial void LogNoDemo(string problem);
}
