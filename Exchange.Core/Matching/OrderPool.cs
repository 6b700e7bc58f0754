using Exchange.Core.Primitives;

namespace Exchange.Core.Matching;

/// <summary>
/// Holds every order of every market in two arrays, so that an order costs no object of its own: what matching touches in
/// one, the rest in the other. Finds an order by id.
/// </summary>
public sealed class OrderPool
{
    private const int None = -1;
    private readonly OrderIndex _index = new();
    private OrderNode[] _nodes = new OrderNode[1024];
    private OrderDetails[] _details = new OrderDetails[1024];
    private int _used;
    private int _firstFree = None;

    /// <summary>How many orders are open: resting or waiting.</summary>
    public int Count => _index.Count;

    /// <summary>The order in a slot. The reference is good until <see cref="Take"/> is called.</summary>
    public ref OrderNode this[int slot] => ref _nodes[slot];

    /// <summary>The rest of the order in a slot. The reference is good until <see cref="Take"/> is called.</summary>
    public ref OrderDetails Details(int slot) => ref _details[slot];

    /// <summary>Finds an open order's slot.</summary>
    public bool TryFind(OrderId id, out int slot)
    {
        slot = _index.Find(id.Value);
        return slot >= 0;
    }

    /// <summary>An order will be looked for soon.</summary>
    internal void PrefetchIndex(OrderId id) => _index.Prefetch(id.Value);

    /// <summary>An order in a slot will be needed soon.</summary>
    internal void Prefetch(int slot)
    {
        CacheLine.Prefetch(ref _nodes[slot]);
        CacheLine.Prefetch(ref _details[slot]);
        CacheLine.Prefetch(ref _details[slot].Sequence);
    }

    /// <summary>A slot to fill in: all of its two structs must be set. References taken before are stale.</summary>
    public int Take()
    {
        var slot = _firstFree;
        if (slot == None) return Grow();
        _firstFree = _nodes[slot].Next;
        return slot;
    }

    /// <summary>Makes the order known by its id.</summary>
    public void Register(int slot, ref OrderNode order)
    {
        order.IsRegistered = true;
        _index.Add(order.Id.Value, slot);
    }

    /// <summary>Frees a slot; its order is not known any more.</summary>
    public void Free(int slot, ref OrderNode order)
    {
        if (order.IsRegistered) _index.Remove(order.Id.Value);
        order.Next = _firstFree;
        _firstFree = slot;
    }

    private int Grow()
    {
        if (_used == _nodes.Length)
        {
            Array.Resize(ref _nodes, _nodes.Length * 2);
            Array.Resize(ref _details, _details.Length * 2);
        }

        return _used++;
    }
}
