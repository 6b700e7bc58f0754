using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using System.Security.Cryptography;

namespace Exchange.Web.Feeds;

/// <summary>What one flush made public, in engine numbers.</summary>
/// <param name="Market">Where.</param>
/// <param name="Seq">The feed's number of this step; the step before had one less.</param>
/// <param name="Bids">Levels of the buy side that changed.</param>
/// <param name="Asks">Levels of the sell side that changed.</param>
/// <param name="Trades">Trades, oldest first.</param>
/// <param name="Ticker">The ticker, when it changed.</param>
/// <param name="State">The state, when it changed.</param>
/// <param name="LevelSequence">Number of the last level change of this step.</param>
internal sealed record FeedUpdate(
    Market Market, long Seq, IReadOnlyList<DepthLevel> Bids, IReadOnlyList<DepthLevel> Asks,
    IReadOnlyList<PublicTrade> Trades, Ticker? Ticker, MarketState? State, long LevelSequence)
{
    /// <summary>State and call auction, when one of them changed.</summary>
    public FeedAuction? Auction { get; init; }

    /// <summary>How many levels changed.</summary>
    public int LevelChanges => Bids.Count + Asks.Count;

    /// <summary>Number of the last level change before this step.</summary>
    public long LevelSequenceBefore => LevelSequence - LevelChanges;
}

/// <summary>A market's state, and what a call auction would trade; null outside one.</summary>
internal sealed record FeedAuction(MarketState State, AuctionView? View);

/// <summary>The public side of a market at one step.</summary>
internal sealed record FeedView(
    long Seq, long LevelSequence, MarketState State, IReadOnlyList<DepthLevel> Bids, IReadOnlyList<DepthLevel> Asks,
    IReadOnlyList<PublicTrade> Trades);

/// <summary>
/// The public side of one market. Events collect as pending; <see cref="Flush"/> makes them public as one numbered
/// step. A reader only ever sees whole steps, so a snapshot and the updates after it fit together. Safe for any thread.
/// </summary>
internal sealed class FeedMarket(Market market, MarketState state)
{
    private readonly Lock _gate = new();
    private readonly FeedSide _bids = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
    private readonly FeedSide _asks = new(Comparer<long>.Default);
    private readonly List<PublicTrade> _pendingTrades = [];
    private readonly Queue<PublicTrade> _trades = [];
    private readonly FeedHistory _history = new();
    private MarketState _state = state;
    private MarketState? _pendingState;
    private AuctionView? _auction;
    private bool _auctionChanged;
    private Ticker? _ticker;
    private long _seq;
    private long _levelSequence = 1;

    /// <summary>Which market.</summary>
    public Market Market { get; } = market;

    /// <summary>Tells this run's numbers of level changes from those of another: they begin anew with the process.</summary>
    public string Epoch { get; } = RandomNumberGenerator.GetHexString(FeedLimits.EpochDigits, lowercase: true);

    /// <summary>The last engine sequence that the levels include.</summary>
    public long EngineSequence { get; private set; }

    /// <summary>Takes one event of this market in, unless the levels already include it.</summary>
    public void Apply(in EngineEvent e)
    {
        lock (_gate)
        {
            if (e.Sequence <= EngineSequence) return;
            if (e.Kind == EventKind.LevelChanged) SideOf(e.Side).Set(e.Price.Ticks, e.Quantity.Lots);
            if (e.Kind is EventKind.MarketStateChanged or EventKind.AuctionIndicated) ChangeState(in e);
            if (e.Kind == EventKind.Traded)
                _pendingTrades.Add(new PublicTrade(e.Trade, e.Market, e.Price, e.Quantity, e.Side, e.AtMicroseconds));
        }
    }

    private void ChangeState(in EngineEvent e)
    {
        _auctionChanged = true;
        if (e.Kind == EventKind.AuctionIndicated && _auction is { } running)
            _auction = running with { Price = e.Price, Quantity = e.Quantity };
        if (e.Kind != EventKind.MarketStateChanged) return;
        _pendingState = e.MarketState;
        _auction = e.MarketState == MarketState.Auction ? new AuctionView(e.ExpiresMicroseconds, default, default) : null;
    }

    /// <summary>Makes the levels equal to the engine's; readers see the difference as changes.</summary>
    public void Replace(DepthView depth, MarketState state, AuctionView? auction)
    {
        lock (_gate)
        {
            _bids.Replace(depth.Bids);
            _asks.Replace(depth.Asks);
            _pendingState = state;
            _auctionChanged |= auction != _auction;
            _auction = auction;
            EngineSequence = depth.Sequence;
        }
    }

    /// <summary>Makes what is pending public as the next step; null when nothing changed.</summary>
    public FeedUpdate? Flush(Ticker ticker)
    {
        lock (_gate)
        {
            var (bids, asks) = (_bids.Flush(), _asks.Flush());
            var trades = FlushTrades();
            var newTicker = ticker == _ticker ? null : _ticker = ticker;
            var newState = _pendingState is { } s && s != _state ? s : (MarketState?)null;
            _pendingState = null;
            _state = newState ?? _state;
            var newAuction = _auctionChanged || newState is not null ? new FeedAuction(_state, _auction) : null;
            _auctionChanged = false;
            if (bids.Count + asks.Count + trades.Length == 0 && newTicker is null && newAuction is null) return null;
            _levelSequence += bids.Count + asks.Count;
            var step = new FeedUpdate(Market, ++_seq, bids, asks, trades, newTicker, newState, _levelSequence) { Auction = newAuction };
            if (step.LevelChanges > 0) _history.Add(step);
            return step;
        }
    }

    /// <summary>The market as of the last step.</summary>
    public FeedView View(int levels)
    {
        lock (_gate) return ViewLocked(levels);
    }

    /// <summary>
    /// Runs <paramref name="subscribe"/> with the market as of the last step, before another step can be made, and with the steps that
    /// someone missed who had all up to a number in an epoch; null when they are not known, or it was another epoch.
    /// </summary>
    public void Resume(string? epoch, long levelSequence, int levels, Action<FeedView, IReadOnlyList<FeedUpdate>?> subscribe)
    {
        lock (_gate) subscribe(ViewLocked(levels), epoch == Epoch ? _history.Since(levelSequence, _levelSequence) : null);
    }

    private FeedView ViewLocked(int levels) => new(
        _seq, _levelSequence, _state, _bids.Best(levels), _asks.Best(levels), [.. _trades.Reverse()]);

    private PublicTrade[] FlushTrades()
    {
        PublicTrade[] trades = [.. _pendingTrades];
        _pendingTrades.Clear();
        foreach (var trade in trades)
        {
            _trades.Enqueue(trade);
            if (_trades.Count > FeedLimits.SnapshotTrades) _trades.Dequeue();
        }

        return trades;
    }

    private FeedSide SideOf(Side side) => side == Side.Buy ? _bids : _asks;
}
