using Exchange.Core.Primitives;

namespace Exchange.Core.Matching;

/// <summary>All orders at one price of one side, oldest first.</summary>
/// <param name="Price">The price.</param>
/// <param name="Total">The sum of what remains.</param>
/// <param name="Head">Slot of the oldest order.</param>
/// <param name="Tail">Slot of the youngest order.</param>
internal record struct PriceLevel(Price Price, Quantity Total, int Head, int Tail);

/// <summary>
/// One side of a book: price levels in a sorted array with the best at the end, so that the common inserts and removals
/// near the best price move almost nothing.
/// </summary>
internal sealed class BookSide(Side side, OrderPool pool)
{
    private const int None = -1;
    private PriceLevel[] _levels = new PriceLevel[64];

    public int LevelCount { get; private set; }

    /// <summary>The sum of everything that rests on this side.</summary>
    public Quantity Total { get; private set; }

    /// <summary>The level <paramref name="fromBest"/> places behind the best, 0 being the best.</summary>
    public ref readonly PriceLevel Level(int fromBest) => ref _levels[LevelCount - 1 - fromBest];

    /// <summary>Slot of the order that trades next, or -1.</summary>
    public int First => LevelCount == 0 ? None : _levels[LevelCount - 1].Head;

    public Price BestPrice => LevelCount == 0 ? default : _levels[LevelCount - 1].Price;

    public Quantity TotalAt(Price price) => TryFindLevel(price, out var index) ? _levels[index].Total : Quantity.Zero;

    public void Append(int slot)
    {
        ref var order = ref pool[slot];
        order.Next = None;
        if (!TryFindLevel(order.Price, out var index)) Insert(index, order.Price);
        ref var level = ref _levels[index];
        order.Previous = level.Tail;
        if (level.Tail == None) level.Head = slot;
        else pool[level.Tail].Next = slot;
        level.Tail = slot;
        level.Total += order.Remaining;
        Total += order.Remaining;
    }

    /// <summary>Takes a traded quantity off an order. The order stays linked even when nothing remains.</summary>
    public void Reduce(int slot, Quantity quantity)
    {
        ref var order = ref pool[slot];
        order.Remaining -= quantity;
        _levels[IndexOf(order.Price)].Total -= quantity;
        Total -= quantity;
    }

    public void Unlink(int slot)
    {
        ref var order = ref pool[slot];
        var index = IndexOf(order.Price);
        ref var level = ref _levels[index];
        level.Total -= order.Remaining;
        Total -= order.Remaining;
        if (order.Previous == None) level.Head = order.Next;
        else pool[order.Previous].Next = order.Next;
        if (order.Next == None) level.Tail = order.Previous;
        else pool[order.Next].Previous = order.Previous;
        if (level.Head == None) RemoveLevel(index);
    }

    private int IndexOf(Price price) => TryFindLevel(price, out var index)
        ? index
        : throw new InvariantViolation($"No level at {price.Ticks} ticks.");

    /// <summary>Finds the level at a price, or the index where it belongs.</summary>
    private bool TryFindLevel(Price price, out int index)
    {
        var low = 0;
        var high = LevelCount - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = side == Side.Buy
                ? _levels[middle].Price.CompareTo(price)
                : price.CompareTo(_levels[middle].Price);
            if (order == 0)
            {
                index = middle;
                return true;
            }

            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        index = low;
        return false;
    }

    private void Insert(int index, Price price)
    {
        if (LevelCount == _levels.Length) Array.Resize(ref _levels, _levels.Length * 2);
        Array.Copy(_levels, index, _levels, index + 1, LevelCount - index);
        _levels[index] = new PriceLevel(price, Quantity.Zero, None, None);
        LevelCount++;
    }

    private void RemoveLevel(int index)
    {
        Array.Copy(_levels, index + 1, _levels, index, LevelCount - index - 1);
        LevelCount--;
    }
}
