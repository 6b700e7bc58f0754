using Exchange.Core.Engine;
using Exchange.Core.Primitives;

namespace Exchange.Web.Feeds;

/// <summary>One side of a book by price level: what is public, and what will be with the next flush.</summary>
internal sealed class FeedSide(IComparer<long> bestFirst)
{
    private readonly SortedDictionary<long, long> _lotsByTicks = new(bestFirst);
    private readonly SortedDictionary<long, long> _pending = new(bestFirst);

    /// <summary>A level now holds this much. Levels are totals, so only the latest word about one counts.</summary>
    public void Set(long ticks, long lots) => _pending[ticks] = lots;

    /// <summary>All levels are these.</summary>
    public void Replace(IReadOnlyList<DepthLevel> levels)
    {
        _pending.Clear();
        foreach (var ticks in _lotsByTicks.Keys) _pending[ticks] = 0;
        foreach (var level in levels) _pending[level.Price.Ticks] = level.Quantity.Lots;
    }

    /// <summary>Makes the pending levels public and returns those that differ from before, best first.</summary>
    public IReadOnlyList<DepthLevel> Flush()
    {
        if (_pending.Count == 0) return [];
        var changed = new List<DepthLevel>(_pending.Count);
        foreach (var (ticks, lots) in _pending)
        {
            if (_lotsByTicks.GetValueOrDefault(ticks) == lots) continue;
            changed.Add(new DepthLevel(new Price(ticks), new Quantity(lots)));
            if (lots == 0) _lotsByTicks.Remove(ticks);
            else _lotsByTicks[ticks] = lots;
        }

        _pending.Clear();
        return changed;
    }

    /// <summary>The best public levels.</summary>
    public IReadOnlyList<DepthLevel> Best(int levels) =>
        [.. _lotsByTicks.Take(levels).Select(l => new DepthLevel(new Price(l.Key), new Quantity(l.Value)))];
}
