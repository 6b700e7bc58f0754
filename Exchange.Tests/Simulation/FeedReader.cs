using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Web.Feeds;

namespace Exchange.Tests.Simulation;

/// <summary>
/// A reader of one market's public book: a snapshot, then numbered changes. It checks that no number is missing and that its
/// book is the one that the auditor's orders make at that command.
/// </summary>
internal sealed class FeedReader(World world, MarketId market)
{
    private readonly SortedDictionary<long, long> _bids = [];
    private readonly SortedDictionary<long, long> _asks = [];
    private SimulatedFeed? _source;
    private int _connection;
    private long _seq;

    public long Checked { get; private set; }

    /// <summary>Starts again from a snapshot.</summary>
    public void Connect(SimulatedFeed source)
    {
        _source = null;
        if (!source.HasMarket(market))
        {
            if (source.IsAlive && !world.IsEnding) world.Clock.After(Scheduler.Second, "no market yet", () => Connect(source));
            return;
        }

        var view = source.Subscribe(market);
        (_source, _seq) = (source, view.Seq);
        _connection++;
        _bids.Clear();
        _asks.Clear();
        Take(view.Bids, view.Asks);
    }

    /// <summary>A change is on its way, in order, unless the connection breaks.</summary>
    public void Send(SimulatedFeed source, FeedUpdate update, long sequence)
    {
        if (source != _source || update.Market.Id != market) return;
        if (world.Faults.Strike(FaultKind.FeedConnectionLost, 60))
        {
            _source = null;
            world.Clock.After(world.Clock.Between(Scheduler.Millisecond, Scheduler.Second), "reconnect", () => Connect(source));
            return;
        }

        var connection = _connection;
        world.Clock.After(5 * Scheduler.Millisecond, "feed", () =>
        {
            if (connection == _connection && source == _source) Receive(update, sequence);
        });
    }

    private void Receive(FeedUpdate update, long sequence)
    {
        // A snapshot that was taken after this change already holds it.
        if (update.Seq <= _seq) return;
        SimulationFailed.Unless(update.Seq == _seq + 1, "INV-11", $"market data {update.Seq} after {_seq}");
        _seq = update.Seq;
        Take(update.Bids, update.Asks);
        Checked++;
        world.Auditor.BookIs(market, sequence, Book(_bids, _asks));
    }

    /// <summary>A book as text, lowest price first.</summary>
    public static string Book(IEnumerable<KeyValuePair<long, long>> bids, IEnumerable<KeyValuePair<long, long>> asks) =>
        string.Join(' ', bids.Select(l => $"{l.Key}:{l.Value}")) + " | " + string.Join(' ', asks.Select(l => $"{l.Key}:{l.Value}"));

    private void Take(IReadOnlyList<DepthLevel> bids, IReadOnlyList<DepthLevel> asks)
    {
        foreach (var (side, levels) in new[] { (_bids, bids), (_asks, asks) })
        {
            foreach (var level in levels)
            {
                if (level.Quantity.IsZero) side.Remove(level.Price.Ticks);
                else side[level.Price.Ticks] = level.Quantity.Lots;
            }
        }
    }
}
