using Exchange.Core.Primitives;

namespace Exchange.Core.Matching;

/// <summary>
/// Finds an open order's slot by its id. Ids are dense and rising, so the newest are found by their
/// place in a ring of about twice as many places as there are orders; an order that stays open longer moves to a hash
/// table when its place in the ring is needed again. Every operation takes constant time and, at a steady number of orders, no memory.
/// </summary>
internal sealed class OrderIndex
{
    /// <summary>Most ids that the ring covers.</summary>
    public const int Window = 1 << 22;

    private const int FirstShift = 12;
    private readonly LongIntTable _older = new();
    private (int SlotPlusOne, int HighId)[] _ring = new (int, int)[1 << FirstShift];

    // The ring has 2^shift places; an id above them tells which round it is of.
    private int _shift = FirstShift;

    /// <summary>How many orders are known.</summary>
    public int Count { get; private set; }

    public int Find(long id)
    {
        // Anybody may ask for any number.
        if (!IsInReach(id)) return -1;
        ref var entry = ref _ring[unchecked((int)id) & (_ring.Length - 1)];
        if (entry.SlotPlusOne != 0 && entry.HighId == High(id)) return entry.SlotPlusOne - 1;
        return _older.Count == 0 ? -1 : _older.Find(id);
    }

    public void Prefetch(long id) => CacheLine.Prefetch(ref _ring[(int)id & (_ring.Length - 1)]);

    public void Add(long id, int slot)
    {
        while (!IsInReach(id) && _ring.Length < Window) Grow();
        ref var entry = ref _ring[unchecked((int)id) & (_ring.Length - 1)];
        if (entry.SlotPlusOne != 0) entry = ref MakeRoom(id);
        entry = (slot + 1, High(id));
        Count++;
    }

    public void Remove(long id)
    {
        ref var entry = ref _ring[unchecked((int)id) & (_ring.Length - 1)];
        if (entry.SlotPlusOne != 0 && entry.HighId == High(id)) entry = default;
        else _older.Remove(id);
        Count--;
    }

    /// <summary>The id's place is taken by an older order: a crowded ring grows, another hands the older order
    /// over.</summary>
    private ref (int SlotPlusOne, int HighId) MakeRoom(long id)
    {
        if (_ring.Length < Window && Count * 2 > _ring.Length) Grow();
        ref var entry = ref _ring[unchecked((int)id) & (_ring.Length - 1)];
        if (entry.SlotPlusOne != 0) _older.Add(IdOf(entry.HighId, unchecked((int)id) & (_ring.Length - 1)), entry.SlotPlusOne - 1);
        return ref entry;
    }

    private void Grow()
    {
        var (small, smallShift) = (_ring, _shift);
        _shift++;
        _ring = new (int SlotPlusOne, int HighId)[1 << _shift];
        for (var place = 0; place < small.Length; place++)
        {
            if (small[place].SlotPlusOne == 0) continue;
            var id = ((long)small[place].HighId << smallShift) + place;
            _ring[unchecked((int)id) & (_ring.Length - 1)] = (small[place].SlotPlusOne, High(id));
        }
    }

    private bool IsInReach(long id) => unchecked((ulong)id) >> _shift <= int.MaxValue;

    private int High(long id) => (int)(id >> _shift);

    private long IdOf(int high, int place) => ((long)high << _shift) + place;
}
