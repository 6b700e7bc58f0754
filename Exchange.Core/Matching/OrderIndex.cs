namespace Exchange.Core.Matching;

/// <summary>
/// Finds an open order's slot by its id. Ids are dense and rising, so the newest <see cref="Window"/> ids are found by
/// their place in a ring; an order that stays open longer moves to a hash table when its place in the ring is needed
/// again. Every operation takes constant time and, at a steady number of orders, no memory.
/// </summary>
internal sealed class OrderIndex
{
    /// <summary>How many ids the ring covers.</summary>
    public const int Window = 1 << 20;

    private const int FirstRing = 1 << 12;
    private readonly LongIntTable _older = new();
    private (int SlotPlusOne, int HighId)[] _ring = new (int, int)[FirstRing];

    /// <summary>How many orders are known.</summary>
    public int Count { get; private set; }

    public int Find(long id)
    {
        ref var entry = ref _ring[(int)id & (_ring.Length - 1)];
        if (entry.SlotPlusOne != 0 && entry.HighId == High(id)) return entry.SlotPlusOne - 1;
        return _older.Count == 0 ? -1 : _older.Find(id);
    }

    public void Add(long id, int slot)
    {
        ref var entry = ref _ring[(int)id & (_ring.Length - 1)];
        if (entry.SlotPlusOne != 0) entry = ref MakeRoom(id);
        entry = (slot + 1, High(id));
        Count++;
    }

    public void Remove(long id)
    {
        ref var entry = ref _ring[(int)id & (_ring.Length - 1)];
        if (entry.SlotPlusOne != 0 && entry.HighId == High(id)) entry = default;
        else _older.Remove(id);
        Count--;
    }

    /// <summary>The id's place is taken by an older order: a small ring grows, a full-size one hands the older order
    /// over.</summary>
    private ref (int SlotPlusOne, int HighId) MakeRoom(long id)
    {
        while (_ring.Length < Window && _ring[(int)id & (_ring.Length - 1)].SlotPlusOne != 0) Grow();
        ref var entry = ref _ring[(int)id & (_ring.Length - 1)];
        if (entry.SlotPlusOne != 0) _older.Add(IdOf(entry.HighId, (int)id & (_ring.Length - 1)), entry.SlotPlusOne - 1);
        return ref entry;
    }

    private void Grow()
    {
        var (small, large) = (_ring, new (int SlotPlusOne, int HighId)[_ring.Length * 4]);
        _ring = large;
        for (var place = 0; place < small.Length; place++)
        {
            if (small[place].SlotPlusOne == 0) continue;
            var id = ((long)small[place].HighId * small.Length) + place;
            large[(int)id & (large.Length - 1)] = (small[place].SlotPlusOne, High(id));
        }
    }

    private int High(long id) => (int)(id / _ring.Length);

    private long IdOf(int high, int place) => ((long)high * _ring.Length) + place;
}
