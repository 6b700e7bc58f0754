using Exchange.Core.Primitives;

namespace Exchange.Core.Matching;

/// <summary>
/// The book of one market: price levels, and time order within a level. A pure data structure: it knows orders, not
/// members' balances, and decides nothing but who comes first.
/// </summary>
public sealed class OrderBook
{
    private readonly OrderPool _pool;
    private readonly BookSide _bids;
    private readonly BookSide _asks;

    /// <summary>An empty book whose orders live in <paramref name="pool"/>.</summary>
    public OrderBook(OrderPool pool)
    {
        _pool = pool;
        _bids = new BookSide(Side.Buy, pool);
        _asks = new BookSide(Side.Sell, pool);
    }

    /// <summary>The best price of a side; unset when the side is empty.</summary>
    public Price BestPrice(Side side) => Of(side).BestPrice;

    /// <summary>Slot of the order of this side that trades next, or -1.</summary>
    public int First(Side side) => Of(side).First;

    /// <summary>Everything that rests on a side.</summary>
    public Quantity Total(Side side) => Of(side).Total;

    /// <summary>What rests at a price.</summary>
    public Quantity TotalAt(Side side, Price price) => Of(side).TotalAt(price);

    /// <summary>How many price levels a side has.</summary>
    public int LevelCount(Side side) => Of(side).LevelCount;

    /// <summary>Price and total of the level <paramref name="fromBest"/> places behind the best, 0 being the
    /// best.</summary>
    public (Price Price, Quantity Total) Level(Side side, int fromBest)
    {
        ref readonly var level = ref Of(side).Level(fromBest);
        return (level.Price, level.Total);
    }

    /// <summary>True when an order of <paramref name="side"/> with this limit would trade at once.</summary>
    public bool Crosses(Side side, Price limit) => Reaches(side, limit, BestPrice(side.Opposite()));

    /// <summary>Puts an order behind all others at its price.</summary>
    public int Add(in RestingOrder order)
    {
        var slot = _pool.Add(order);
        Of(order.Side).Append(slot);
        return slot;
    }

    /// <summary>Takes a traded quantity off a resting order; the order leaves the book when nothing remains.</summary>
    /// <returns>True when the order is gone and its slot may be freed.</returns>
    public bool Fill(int slot, Quantity quantity)
    {
        var side = Of(_pool[slot].Side);
        side.Reduce(slot, quantity);
        if (!_pool[slot].Remaining.IsZero) return false;
        side.Unlink(slot);
        return true;
    }

    /// <summary>Takes an order out of the book. Its slot stays valid until freed.</summary>
    public void Remove(int slot) => Of(_pool[slot].Side).Unlink(slot);

    /// <summary>
    /// True when an incoming order of <paramref name="taker"/> could fill <paramref name="quantity"/> within its limit
    /// before it meets one of its own.
    /// </summary>
    public bool CanFill(Side side, Price limit, Quantity quantity, MemberId taker)
    {
        var makers = Of(side.Opposite());
        for (var i = 0; i < makers.LevelCount; i++)
        {
            ref readonly var level = ref makers.Level(i);
            if (!Reaches(side, limit, level.Price)) return false;
            for (var slot = level.Head; slot >= 0; slot = _pool[slot].Next)
            {
                ref var maker = ref _pool[slot];
                if (maker.Member == taker) return false;
                if (quantity <= maker.Remaining) return true;
                quantity -= maker.Remaining;
            }
        }

        return false;
    }

    /// <summary>Slots of one side in the order they trade: best price first, oldest first.</summary>
    public IEnumerable<int> Slots(Side side)
    {
        var levels = Of(side);
        for (var i = 0; i < levels.LevelCount; i++)
            for (var slot = levels.Level(i).Head; slot >= 0; slot = _pool[slot].Next)
                yield return slot;
    }

    private static bool Reaches(Side side, Price limit, Price opposite) =>
        opposite.IsSet && (side == Side.Buy ? opposite <= limit : opposite >= limit);

    private BookSide Of(Side side) => side == Side.Buy ? _bids : _asks;
}
