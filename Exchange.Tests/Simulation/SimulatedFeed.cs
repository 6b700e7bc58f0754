using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Web.Feeds;

namespace Exchange.Tests.Simulation;

/// <summary>The real feed markets of a process, flushed on the simulated clock, and the readers that are connected to
/// it.</summary>
internal sealed class SimulatedFeed(SimulatedProcess process, World world, MarketCatalog catalog)
{
    private const long FlushInterval = 100 * Scheduler.Millisecond;
    private readonly FeedMarkets _markets = new(catalog, process.Read, process);
    private readonly Ticker _ticker = new(default, default, default, default, default, default, default);
    private bool _isPending;
    private long _last;

    public bool IsQuiet => !_isPending;

    public bool IsAlive => process.IsAlive;

    public void Begin()
    {
        _last = process.Read.Sequence;
        _markets.SeedWhenRunning();
        Flush();
        foreach (var reader in world.Readers)
            process.After(world.Clock.Between(0, Scheduler.Second), "connect", () => reader.Connect(this));
    }

    public void Publish(long first, long last, EngineEvent[] events)
    {
        _markets.Apply(new EventBatch(first, last, events));
        _last = last;
        if (_isPending) return;
        _isPending = true;
        process.After(FlushInterval, "flush", () =>
        {
            _isPending = false;
            Flush();
        });
    }

    /// <summary>A market as of the last step, and everything after it from now on.</summary>
    public FeedView Subscribe(MarketId market) => _markets.All.First(m => m.Market.Id == market).View(int.MaxValue);

    public bool HasMarket(MarketId market) => process.IsAlive && _markets.All.Any(m => m.Market.Id == market);

    private void Flush()
    {
        foreach (var market in _markets.All)
        {
            if (market.Flush(_ticker) is not { } update) continue;
            foreach (var reader in world.Readers) reader.Send(this, update, _last);
        }
    }
}
