using Exchange.Core.Primitives;

namespace Exchange.Core.Matching;

/// <summary>All orders queued at one price, oldest first.</summary>
public struct PriceLevel
{
    /// <summary>The price.</summary>
    public Price Price;

    /// <summary>What its orders show.</summary>
    public Quantity Shown;

    /// <summary>What its iceberg orders do not show.</summary>
    public Quantity Hidden;

    /// <summary>Slot of the oldest order.</summary>
    public int Head;

    /// <summary>Slot of the youngest order.</summary>
    public int Tail;

    /// <summary>The next better level, or -1; the next free level of a free one.</summary>
    public int Better;

    /// <summary>The next worse level, or -1.</summary>
    public int Worse;

    /// <summary>Marks the levels that the present command has changed.</summary>
    internal long Stamp;
}

/// <summary>
/// Price levels with the orders queued at them, from best to worst: one side of a book, or the orders that wait for one
/// direction of the price. Levels lie in one array, are linked in price order and found through a trie.
/// </summary>
public sealed class PriceLevels
{
    private const int None = -1;
    private readonly OrderPool _pool;
    private readonly bool _highestIsBest;
    private readonly PriceTrie _trie;
    private PriceLevel[] _levels = new PriceLevel[64];
    private int _used;
    private int _firstFree = None;

    /// <summary>No levels yet.</summary>
    /// <param name="pool">Where the orders live.</param>
    /// <param name="highestIsBest">Which end is best.</param>
    /// <param name="highest">No price is above this.</param>
    public PriceLevels(OrderPool pool, bool highestIsBest, Price highest)
    {
        _pool = pool;
        _highestIsBest = highestIsBest;
        _trie = new PriceTrie(highest);
    }

    /// <summary>The best level, or -1; go on with <see cref="PriceLevel.Worse"/>.</summary>
    public int Best { get; private set; } = None;

    /// <summary>How many levels there are.</summary>
    public int Count { get; private set; }

    /// <summary>The best price; unset when there is none.</summary>
    public Price BestPrice => Best == None ? default : _levels[Best].Price;

    /// <summary>Slot of the first order at the best price, or -1.</summary>
    public int First => Best == None ? None : _levels[Best].Head;

    /// <summary>Everything that is queued, hidden quantity included.</summary>
    public Quantity Total { get; private set; }

    /// <summary>A level. The reference is good until an order is added.</summary>
    public ref PriceLevel this[int level] => ref _levels[level];

    /// <summary>The level at a price, or -1.</summary>
    public int Find(Price price) => Best != None && _levels[Best].Price == price ? Best : _trie.Find(price);

    /// <summary>Puts an order behind all others at a price. Gives the level and whether it is new.</summary>
    public int Append(int slot, ref OrderNode order, Price price, Quantity hidden, out bool isNew)
    {
        var index = Find(price);
        isNew = index < 0;
        if (isNew) index = Insert(price);
        ref var level = ref _levels[index];
        order.Level = index;
        order.Next = None;
        order.Previous = level.Tail;
        if (level.Tail == None) level.Head = slot;
        else _pool[level.Tail].Next = slot;
        level.Tail = slot;
        level.Shown += order.Remaining;
        level.Hidden += hidden;
        Total += order.Remaining + hidden;
        return index;
    }

    /// <summary>Takes a quantity off what an order shows. The order stays queued even when nothing remains.</summary>
    public void Reduce(ref OrderNode order, Quantity quantity)
    {
        order.Remaining -= quantity;
        _levels[order.Level].Shown -= quantity;
        Total -= quantity;
    }

    /// <summary>An iceberg order whose shown part is gone shows the next one, behind the others at its price.</summary>
    internal void ShowNext(int slot, ref OrderDetails details)
    {
        ref var order = ref _pool[slot];
        ref var level = ref _levels[order.Level];
        order.Remaining = Quantity.Min(details.Display, details.Hidden);
        details.Hidden -= order.Remaining;
        level.Shown += order.Remaining;
        level.Hidden -= order.Remaining;
        if (order.Next == None) return;
        if (order.Previous == None) level.Head = order.Next;
        else _pool[order.Previous].Next = order.Next;
        _pool[order.Next].Previous = order.Previous;
        order.Previous = level.Tail;
        order.Next = None;
        _pool[level.Tail].Next = slot;
        level.Tail = slot;
    }

    /// <summary>Takes a quantity off what an order hides.</summary>
    public void ReduceHidden(in OrderNode order, ref OrderDetails details, Quantity quantity)
    {
        details.Hidden -= quantity;
        _levels[order.Level].Hidden -= quantity;
        Total -= quantity;
    }

    /// <summary>Takes an order out of its queue, and its level with it when it was the last.</summary>
    public void Unlink(ref OrderNode order, Quantity hidden)
    {
        ref var level = ref _levels[order.Level];
        level.Shown -= order.Remaining;
        level.Hidden -= hidden;
        Total -= order.Remaining + hidden;
        if (order.Previous == None) level.Head = order.Next;
        else _pool[order.Previous].Next = order.Next;
        if (order.Next == None) level.Tail = order.Previous;
        else _pool[order.Next].Previous = order.Previous;
        if (level.Head == None) Remove(order.Level);
    }

    private int Insert(Price price)
    {
        var index = TakeLevel();
        var better = Best == None ? None : IsBetterThanBest(price) ? None : _highestIsBest ? _trie.Above(price) : _trie.Below(price);
        var worse = better == None ? Best : _levels[better].Worse;
        _levels[index] = new PriceLevel { Price = price, Head = None, Tail = None, Better = better, Worse = worse };
        if (better == None) Best = index;
        else _levels[better].Worse = index;
        if (worse != None) _levels[worse].Better = index;
        _trie.Add(price, index);
        Count++;
        return index;
    }

    private bool IsBetterThanBest(Price price) => _highestIsBest ? price > BestPrice : price < BestPrice;

    private void Remove(int index)
    {
        ref var level = ref _levels[index];
        _trie.Remove(level.Price);
        if (level.Better == None) Best = level.Worse;
        else _levels[level.Better].Worse = level.Worse;
        if (level.Worse != None) _levels[level.Worse].Better = level.Better;
        level.Stamp = 0;
        level.Better = _firstFree;
        _firstFree = index;
        Count--;
    }

    private int TakeLevel()
    {
        var index = _firstFree;
        if (index != None)
        {
            _firstFree = _levels[index].Better;
            return index;
        }

        if (_used == _levels.Length) Array.Resize(ref _levels, _levels.Length * 2);
        return _used++;
    }
}
