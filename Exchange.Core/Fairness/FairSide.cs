using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Fairness;

/// <summary>One side of a market: for each price the queue of its orders, oldest first. Deliberately plain, and shares
/// nothing with Matching.</summary>
internal sealed class FairSide(Side side)
{
    private readonly SortedSet<long> _prices = [];
    private readonly Dictionary<long, Level> _levels = [];
    private Level? _best;

    private sealed class Level
    {
        public long Price { get; init; }

        public LinkedList<FairOrder> Queue { get; } = [];

        public long Shown { get; set; }
    }

    public bool IsEmpty => _prices.Count == 0;

    /// <summary>The price that trades first; 0 when the side is empty.</summary>
    public long BestPrice => Best?.Price ?? 0;

    /// <summary>The order that trades first.</summary>
    public FairOrder? First => Best?.Queue.First!.Value;

    private Level? Best
    {
        get
        {
            if (_best is not null || _prices.Count == 0) return _best;
            return _best = _levels[side == Side.Buy ? _prices.Max : _prices.Min];
        }
    }

    /// <summary>What all orders at a price show together.</summary>
    public long ShownAt(long price) => _levels.TryGetValue(price, out var level) ? level.Shown : 0;

    /// <summary>What every level shows, lowest price first.</summary>
    public IEnumerable<KeyValuePair<long, long>> Levels() =>
        _prices.Select(price => KeyValuePair.Create(price, _levels[price].Shown));

    /// <summary>All orders, best price first and in queue order at a price.</summary>
    public IEnumerable<FairOrder> Orders() =>
        (side == Side.Buy ? _prices.Reverse() : _prices).SelectMany(price => _levels[price].Queue);

    /// <summary>Puts an order behind all others at its price.</summary>
    public void Append(FairOrder order)
    {
        if (!_levels.TryGetValue(order.Price, out var level))
        {
            _levels.Add(order.Price, level = new Level { Price = order.Price });
            _prices.Add(order.Price);
            _best = null;
        }

        order.Place = FairPlace.Resting;
        order.Shown = order.NextShown;
        level.Shown += order.Shown;
        level.Queue.AddLast(order.Node);
    }

    public void Remove(FairOrder order)
    {
        var level = _levels[order.Price];
        level.Shown -= order.Shown;
        level.Queue.Remove(order.Node);
        if (level.Queue.Count > 0) return;
        _levels.Remove(order.Price);
        _prices.Remove(order.Price);
        _best = null;
    }

    /// <summary>Takes a traded quantity away. An order that shows only a part shows the next one behind the
    /// others.</summary>
    public void Fill(FairOrder order, long lots)
    {
        var level = _levels[order.Price];
        var fromShown = Math.Min(lots, order.Shown);
        order.Remaining -= Math.Min(lots, order.Remaining);
        order.Shown -= fromShown;
        level.Shown -= fromShown;
        if (order.Remaining == 0)
        {
            Remove(order);
        }
        else if (order.Shown == 0)
        {
            level.Queue.Remove(order.Node);
            level.Queue.AddLast(order.Node);
            order.Shown = order.NextShown;
            level.Shown += order.Shown;
        }
    }

    /// <summary>Gives an order less and leaves it its place. What does not show goes first.</summary>
    public void Shrink(FairOrder order, long remaining)
    {
        InvariantViolation.Unless(remaining <= order.Remaining, "An order that grows loses its place.");
        order.Remaining = remaining;
        if (order.Shown <= remaining) return;
        _levels[order.Price].Shown -= order.Shown - remaining;
        order.Shown = remaining;
    }
}
