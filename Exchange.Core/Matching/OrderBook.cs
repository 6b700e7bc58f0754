using Exchange.Core.Primitives;

namespace Exchange.Core.Matching;

/// <summary>
/// The book of one market: price levels, and time order within a level. A pure data structure: it knows orders, not
/// members' balances, and decides nothing but who comes first.
/// </summary>
public sealed class OrderBook
{
    private readonly OrderPool _pool;

    /// <summary>An empty book whose orders live in <paramref name="pool"/>, for prices up to <paramref
    /// name="highest"/>.</summary>
    public OrderBook(OrderPool pool, Price highest)
    {
        _pool = pool;
        Bids = new PriceLevels(pool, highestIsBest: true, highest);
        Asks = new PriceLevels(pool, highestIsBest: false, highest);
    }

    /// <summary>The buy side.</summary>
    public PriceLevels Bids { get; }

    /// <summary>The sell side.</summary>
    public PriceLevels Asks { get; }

    /// <summary>True when the best bid is at or above the best ask, as it may be in a call auction.</summary>
    public bool IsCrossed => Bids.Best >= 0 && Asks.Best >= 0 && Bids.BestPrice >= Asks.BestPrice;

    /// <summary>A side.</summary>
    public PriceLevels this[Side side] => side == Side.Buy ? Bids : Asks;

    /// <summary>True when an order of <paramref name="side"/> with this limit would trade at <paramref
    /// name="opposite"/>.</summary>
    public static bool Reaches(Side side, Price limit, Price opposite) =>
        side == Side.Buy ? opposite <= limit : opposite >= limit;

    /// <summary>True when an order of <paramref name="side"/> with this limit would trade at once.</summary>
    public bool Crosses(Side side, Price limit)
    {
        var makers = this[side.Opposite()];
        return makers.Best >= 0 && Reaches(side, limit, makers.BestPrice);
    }

    /// <summary>
    /// Puts an order behind all others at its price; an iceberg order shows its display quantity and hides the rest of
    /// <see cref="OrderNode.Remaining"/>.
    /// </summary>
    public void Append(int slot, ref OrderNode order, ref OrderDetails details, out bool isNewLevel)
    {
        if (!details.Display.IsZero)
        {
            var shown = Quantity.Min(details.Display, order.Remaining);
            details.Hidden = order.Remaining - shown;
            order.Remaining = shown;
        }

        order.Place = OrderPlace.Book;
        this[order.Side].Append(slot, ref order, order.Price, details.Hidden, out isNewLevel);
    }

    /// <summary>Puts an order back as a snapshot has it: behind all others at its price, hiding what it hid.</summary>
    internal void Restore(int slot)
    {
        ref var order = ref _pool[slot];
        order.Place = OrderPlace.Book;
        this[order.Side].Append(slot, ref order, order.Price, _pool.Details(slot).Hidden, out _);
    }

    /// <summary>
    /// Takes a traded quantity, at most what it shows, off a resting order. An iceberg order shows its next part behind the
    /// others; an order with nothing left leaves the book.
    /// </summary>
    /// <returns>True when nothing is left of the order.</returns>
    public bool Fill(int slot, ref OrderNode order, Quantity quantity)
    {
        var side = this[order.Side];
        side.Reduce(ref order, quantity);
        if (!order.Remaining.IsZero) return false;
        ref var details = ref _pool.Details(slot);
        if (!details.Hidden.IsZero)
        {
            side.ShowNext(slot, ref details);
            return false;
        }

        side.Unlink(ref order, Quantity.Zero);
        order.Place = OrderPlace.InFlight;
        return true;
    }

    /// <summary>Takes a quantity, less than it has left, off a resting order, hidden quantity first; it keeps its
    /// place.</summary>
    public void Shrink(int slot, Quantity quantity)
    {
        ref var order = ref _pool[slot];
        ref var details = ref _pool.Details(slot);
        var hidden = Quantity.Min(details.Hidden, quantity);
        if (!hidden.IsZero) this[order.Side].ReduceHidden(order, ref details, hidden);
        if (quantity != hidden) this[order.Side].Reduce(ref order, quantity - hidden);
    }

    /// <summary>Takes an order out of the book; all it has left is in <see cref="OrderNode.Remaining"/>
    /// afterwards.</summary>
    public void Remove(ref OrderNode order, ref OrderDetails details)
    {
        this[order.Side].Unlink(ref order, details.Hidden);
        order.Remaining += details.Hidden;
        details.Hidden = Quantity.Zero;
        order.Place = OrderPlace.InFlight;
    }

    /// <summary>
    /// True when an incoming order could fill <paramref name="quantity"/> within its limit, and nobody else's order stands at a
    /// better price than <paramref name="nearest"/>, where the breaker would stop it. The member's own orders are passed over
    /// when <paramref name="passesOwn"/>, else they end the search; a row of -1 says that there are none.
    /// </summary>
    public bool CanFill(Side side, Price limit, Price nearest, Quantity quantity, int takerRow, bool passesOwn)
    {
        var makers = this[side.Opposite()];
        for (var i = makers.Best; i >= 0 && Reaches(side, limit, makers[i].Price); i = makers[i].Worse)
        {
            var isTooNear = side == Side.Buy ? makers[i].Price < nearest : makers[i].Price > nearest;
            if (takerRow < 0)
            {
                if (isTooNear) return false;
                var atLevel = makers[i].Shown + makers[i].Hidden;
                if (quantity <= atLevel) return true;
                quantity -= atLevel;
                continue;
            }

            // What an iceberg hides stands behind the whole level: an own order there is met before it.
            var (shown, all) = (Quantity.Zero, Quantity.Zero);
            for (var slot = makers[i].Head; slot >= 0; slot = _pool[slot].Next)
            {
                ref var maker = ref _pool[slot];
                if (maker.MemberRow == takerRow)
                {
                    if (passesOwn) continue;
                    return false;
                }

                if (isTooNear) return false;
                shown += maker.Remaining;
                all += maker.Remaining + _pool.Details(slot).Hidden;
                if (quantity <= shown) return true;
            }

            if (quantity <= all) return true;
            quantity -= all;
        }

        return false;
    }

    /// <summary>Slots of one side in the order they trade: best price first, oldest first.</summary>
    public IEnumerable<int> Slots(Side side)
    {
        var levels = this[side];
        for (var i = levels.Best; i >= 0; i = levels[i].Worse)
            for (var slot = levels[i].Head; slot >= 0; slot = _pool[slot].Next)
                yield return slot;
    }
}
