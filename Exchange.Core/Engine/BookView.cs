using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>One market's book as readers see it. Not safe for several threads.</summary>
internal sealed class BookView(Market market, OrderRecords orders)
{
    private readonly BookSideView _bids = new(orders, market.MaxPrice, highestIsBest: true);
    private readonly BookSideView _asks = new(orders, market.MaxPrice, highestIsBest: false);

    /// <summary>What a call auction would trade now; null outside one.</summary>
    public AuctionView? Auction { get; set; }

    public BookSideView this[Side side] => side == Side.Buy ? _bids : _asks;

    public DepthView Depth(long sequence, int levels) => new(market.Id, sequence, _bids.Top(levels), _asks.Top(levels));
}

/// <summary>
/// One side of a book: what each price level shows in all, as the engine said, and the orders queued there, oldest first.
/// Levels lie in one array, are linked from best to worst and found through a trie.
/// </summary>
internal sealed class BookSideView(OrderRecords orders, Price highest, bool highestIsBest)
{
    private const int None = -1;
    private readonly PriceTrie _trie = new(highest);
    private Level[] _levels = new Level[64];
    private int _used;
    private int _firstFree = None;
    private int _best = None;
    private int _count;

    /// <summary>Sets what a level shows in all; nothing takes it away unless orders are queued there still.</summary>
    public void Set(Price price, Quantity shown)
    {
        var index = shown.IsZero ? Find(price) : FindOrInsert(price);
        if (index == None) return;
        _levels[index].Shown = shown;
        RemoveIfEmpty(index);
    }

    /// <summary>Queues an order behind the others at its price.</summary>
    public void Append(int slot)
    {
        ref var order = ref orders[slot];
        var index = FindOrInsert(order.Price);
        ref var level = ref _levels[index];
        order.Level = index;
        order.Next = None;
        order.Previous = level.Tail;
        if (level.Tail == None) level.Head = slot;
        else orders[level.Tail].Next = slot;
        level.Tail = slot;
    }

    /// <summary>Takes an order out that is queued.</summary>
    public void Remove(int slot)
    {
        ref var order = ref orders[slot];
        ref var level = ref _levels[order.Level];
        if (order.Previous == None) level.Head = order.Next;
        else orders[order.Previous].Next = order.Next;
        if (order.Next == None) level.Tail = order.Previous;
        else orders[order.Next].Previous = order.Previous;
        RemoveIfEmpty(order.Level);
        order.Level = None;
    }

    /// <summary>The best levels.</summary>
    public List<DepthLevel> Top(int count)
    {
        var top = new List<DepthLevel>(Math.Min(count, _count));
        for (var i = _best; i != None && top.Count < count; i = _levels[i].Worse)
            if (!_levels[i].Shown.IsZero) top.Add(new DepthLevel(_levels[i].Price, _levels[i].Shown));
        return top;
    }

    /// <summary>The first orders, best first and oldest first within a price.</summary>
    public List<OrderView> First(int count)
    {
        var first = new List<OrderView>();
        for (var i = _best; i != None; i = _levels[i].Worse)
        {
            for (var slot = _levels[i].Head; slot != None; slot = orders[slot].Next)
            {
                if (first.Count >= count) return first;
                first.Add(orders.PublicView(slot));
            }
        }

        return first;
    }

    private int Find(Price price) => _best != None && _levels[_best].Price == price ? _best : _trie.Find(price);

    private int FindOrInsert(Price price)
    {
        var index = Find(price);
        return index == None ? Insert(price) : index;
    }

    private int Insert(Price price)
    {
        var better = _count == 0 ? None : highestIsBest ? _trie.Above(price) : _trie.Below(price);
        var worse = better == None ? _best : _levels[better].Worse;
        var index = Take();
        _levels[index] = new Level { Price = price, Head = None, Tail = None, Better = better, Worse = worse };
        if (better == None) _best = index;
        else _levels[better].Worse = index;
        if (worse != None) _levels[worse].Better = index;
        _trie.Add(price, index);
        _count++;
        return index;
    }

    private void RemoveIfEmpty(int index)
    {
        ref var level = ref _levels[index];
        if (level.Head != None || !level.Shown.IsZero) return;
        if (level.Better == None) _best = level.Worse;
        else _levels[level.Better].Worse = level.Worse;
        if (level.Worse != None) _levels[level.Worse].Better = level.Better;
        _trie.Remove(level.Price);
        level.Worse = _firstFree;
        _firstFree = index;
        _count--;
    }

    private int Take()
    {
        if (_firstFree != None)
        {
            var free = _firstFree;
            _firstFree = _levels[free].Worse;
            return free;
        }

        if (_used == _levels.Length) Array.Resize(ref _levels, _used * 2);
        return _used++;
    }

    private struct Level
    {
        public Price Price;
        public Quantity Shown;
        public int Head;
        public int Tail;
        public int Better;
        public int Worse;
    }
}
