using Exchange.Core.Primitives;

namespace Exchange.Core.Matching;

/// <summary>
/// The orders of one market that wait for its last price: those that wait for a rise by rising trigger price, those that
/// wait for a fall by falling trigger price, in the order they got it. Trailing stops move with the price.
/// </summary>
public sealed class TriggerBook
{
    /// <summary>Most trailing stops of a market: each new extreme of the price looks at all of them.</summary>
    public const int MaxTrailingStops = 1_000;

    private readonly OrderPool _pool;
    private readonly TermsTable _terms;
    private readonly PriceLevels _rises;
    private readonly PriceLevels _falls;
    private readonly List<int> _trailing = [];

    /// <summary>Nobody waits.</summary>
    public TriggerBook(OrderPool pool, TermsTable terms, Price highest)
    {
        _pool = pool;
        _terms = terms;
        // A trailing stop or a worst price may lie above the highest limit price; a trigger price never does.
        _rises = new PriceLevels(pool, highestIsBest: false, highest);
        _falls = new PriceLevels(pool, highestIsBest: true, highest);
    }

    /// <summary>How many trailing stops wait.</summary>
    public int TrailingCount => _trailing.Count;

    /// <summary>True when nobody waits.</summary>
    public bool IsEmpty => _rises.Count == 0 && _falls.Count == 0;

    /// <summary>True when an order of this side and trigger waits for the price to rise.</summary>
    public static bool WaitsForRise(Side side, TriggerKind trigger) =>
        trigger == TriggerKind.TakeProfit ? side == Side.Sell : side == Side.Buy;

    /// <summary>True when the last price triggers an order.</summary>
    public static bool IsReached(Side side, TriggerKind trigger, Price triggerPrice, Price last) =>
        WaitsForRise(side, trigger) ? last >= triggerPrice : last <= triggerPrice;

    /// <summary>Lets an order wait for the trigger price in its terms.</summary>
    public void Add(int slot)
    {
        ref var order = ref _pool[slot];
        ref var terms = ref _terms[_pool.Details(slot).Terms];
        order.Place = OrderPlace.Waiting;
        Queue(order.Side, terms.Trigger).Append(slot, ref order, terms.TriggerPrice, Quantity.Zero, out _);
        if (terms.Trigger == TriggerKind.TrailingStop) _trailing.Add(slot);
    }

    /// <summary>Takes an order out.</summary>
    public void Remove(int slot)
    {
        ref var order = ref _pool[slot];
        var trigger = _terms[_pool.Details(slot).Terms].Trigger;
        order.Place = OrderPlace.InFlight;
        Queue(order.Side, trigger).Unlink(ref order, Quantity.Zero);
        if (trigger == TriggerKind.TrailingStop) _trailing.Remove(slot);
    }

    /// <summary>Slot of the order that the last price triggers next, or -1.</summary>
    public int NextTriggered(Price last)
    {
        if (_rises.Best >= 0 && _rises.BestPrice <= last) return _rises.First;
        return _falls.Best >= 0 && _falls.BestPrice >= last ? _falls.First : -1;
    }

    /// <summary>Moves the trigger prices of trailing stops for which the last price is a new extreme, oldest order
    /// first.</summary>
    public void Trail(Price last)
    {
        foreach (var slot in _trailing)
        {
            ref var order = ref _pool[slot];
            ref var terms = ref _terms[_pool.Details(slot).Terms];
            if (order.Side == Side.Sell ? last <= terms.Extreme : last >= terms.Extreme) continue;
            terms.Extreme = last;
            var triggerPrice = TriggerPriceOf(order.Side, last, terms.TrailTicks, terms.TrailBasisPoints);
            if (triggerPrice == terms.TriggerPrice) continue;
            var queue = Queue(order.Side, TriggerKind.TrailingStop);
            queue.Unlink(ref order, Quantity.Zero);
            terms.TriggerPrice = triggerPrice;
            queue.Append(slot, ref order, triggerPrice, Quantity.Zero, out _);
        }
    }

    /// <summary>A trailing stop's trigger price at an extreme of the last price: below it for a sell, above for a buy; a sell
    /// whose distance leaves no room gets an unset or negative one.</summary>
    public static Price TriggerPriceOf(Side side, Price extreme, long trailTicks, int trailBasisPoints)
    {
        var distance = trailTicks != 0 ? trailTicks : BasisPoints.ShareRoundedUp(extreme, trailBasisPoints);
        var ticks = side == Side.Sell ? (Int128)extreme.Ticks - distance : (Int128)extreme.Ticks + distance;
        return new Price((long)Int128.Min(ticks, long.MaxValue));
    }

    /// <summary>Brings trailing stops into the order of their ids, after a snapshot was read.</summary>
    internal void SortTrailing() => _trailing.Sort((a, b) => _pool[a].Id.Value.CompareTo(_pool[b].Id.Value));

    /// <summary>Slots of all that wait: for a rise by trigger price, then for a fall.</summary>
    public IEnumerable<int> Slots()
    {
        foreach (var queue in new[] { _rises, _falls })
            for (var i = queue.Best; i >= 0; i = queue[i].Worse)
                for (var slot = queue[i].Head; slot >= 0; slot = _pool[slot].Next)
                    yield return slot;
    }

    private PriceLevels Queue(Side side, TriggerKind trigger) => WaitsForRise(side, trigger) ? _rises : _falls;
}
