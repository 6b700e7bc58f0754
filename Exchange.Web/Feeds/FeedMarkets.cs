using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Web.Feeds;

/// <summary>
/// The public side of every market, kept from events. It starts from the engine's depth, which may be ahead of the
/// events; those it already includes are passed over.
/// </summary>
internal sealed class FeedMarkets(IMarketCatalog catalog, IEngineReadState live, IEngine engine)
{
    private readonly ConcurrentDictionary<MarketId, FeedMarket> _markets = new();
    private long _position;
    private long _dropped;
    private bool _isSeeded;

    /// <summary>All markets in order of definition.</summary>
    public IEnumerable<FeedMarket> All => _markets.Values.OrderBy(m => m.Market.Id.Index);

    /// <summary>Finds a market by code or name.</summary>
    public bool TryFind(string codeOrName, [NotNullWhen(true)] out FeedMarket? market)
    {
        market = null;
        if (!catalog.TryMarket(codeOrName, out var found)) return false;
        market = _markets.GetOrAdd(found.Id, _ => new FeedMarket(found, catalog.StateOf(found.Id)));
        return true;
    }

    /// <summary>Takes the events of a batch in; one caller at a time.</summary>
    public void Apply(EventBatch batch)
    {
        lock (_markets)
        {
            var hasGap = batch.FirstSequence > _position + 1;
            if ((!_isSeeded || hasGap) && !TrySeed(batch.FirstSequence - 1))
            {
                _dropped = batch.LastSequence;
                return;
            }

            foreach (ref readonly var e in batch.Events.Span) Apply(in e);
            _position = Math.Max(_position, batch.LastSequence);
        }
    }

    /// <summary>Starts from the engine's depth when no event came since it began to run.</summary>
    public void SeedWhenRunning()
    {
        lock (_markets)
        {
            if (!_isSeeded) TrySeed(_dropped);
        }
    }

    /// <summary>Makes what is pending public as the next step, which is never part of a batch.</summary>
    public FeedUpdate? Flush(FeedMarket market, Ticker ticker)
    {
        lock (_markets) return market.Flush(ticker);
    }

    private void Apply(in EngineEvent e)
    {
        if (e.Kind == EventKind.MarketDefined && e.Subject is Market defined)
            _markets.TryAdd(defined.Id, new FeedMarket(defined, MarketState.Halted));
        if (e.Kind is not (EventKind.LevelChanged or EventKind.Traded or EventKind.MarketStateChanged
            or EventKind.AuctionIndicated)) return;
        if (_markets.TryGetValue(e.Market, out var market)) market.Apply(in e);
    }

    /// <summary>
    /// Until the read state has come as far as <paramref name="atLeast"/> a batch may be dropped: what it says is in
    /// the read state from which the next attempt starts.
    /// </summary>
    private bool TrySeed(long atLeast)
    {
        _isSeeded = false;
        if (engine.Status.Phase == EnginePhase.Recovering || live.Sequence < atLeast) return false;
        var position = long.MaxValue;
        foreach (var market in catalog.Markets)
        {
            var feed = _markets.GetOrAdd(market.Id, _ => new FeedMarket(market, catalog.StateOf(market.Id)));
            var depth = live.Depth(market.Id, int.MaxValue);
            feed.Replace(depth, catalog.StateOf(market.Id), live.Auction(market.Id));
            position = Math.Min(position, depth.Sequence);
        }

        _position = position == long.MaxValue ? live.Sequence : position;
        return _isSeeded = true;
    }
}
