using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>One market's book as readers see it: level totals and the orders that rest. Guarded by its own
/// lock.</summary>
internal sealed class BookView(MarketId market)
{
    private static readonly IComparer<long> Descending = Comparer<long>.Create((a, b) => b.CompareTo(a));
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, long> _bids = new(Descending);
    private readonly SortedDictionary<long, long> _asks = [];
    private readonly SortedSet<(long Rank, long Id)> _bidOrders = [];
    private readonly SortedSet<(long Rank, long Id)> _askOrders = [];

    public void SetLevel(Side side, Price price, Quantity quantity)
    {
        lock (_gate)
        {
            var levels = side == Side.Buy ? _bids : _asks;
            if (quantity.IsZero) levels.Remove(price.Ticks);
            else levels[price.Ticks] = quantity.Lots;
        }
    }

    public void AddOrder(Side side, Price price, OrderId order)
    {
        lock (_gate) Orders(side).Add(Key(side, price, order));
    }

    public void RemoveOrder(Side side, Price price, OrderId order)
    {
        lock (_gate) Orders(side).Remove(Key(side, price, order));
    }

    public DepthView Depth(long sequence, int levels)
    {
        lock (_gate) return new DepthView(market, sequence, Top(_bids, levels), Top(_asks, levels));
    }

    public OrderId[] FirstOrders(Side side, int limit)
    {
        lock (_gate) return [.. Orders(side).Take(limit).Select(key => new OrderId(key.Id))];
    }

    private static List<DepthLevel> Top(SortedDictionary<long, long> levels, int count)
    {
        var top = new List<DepthLevel>(Math.Min(count, levels.Count));
        foreach (var (price, lots) in levels)
        {
            if (top.Count == count) break;
            top.Add(new DepthLevel(new Price(price), new Quantity(lots)));
        }

        return top;
    }

    /// <summary>Best price first, then oldest first: a smaller rank trades earlier.</summary>
    private static (long Rank, long Id) Key(Side side, Price price, OrderId order) =>
        (side == Side.Buy ? -price.Ticks : price.Ticks, order.Value);

    private SortedSet<(long Rank, long Id)> Orders(Side side) => side == Side.Buy ? _bidOrders : _askOrders;
}
