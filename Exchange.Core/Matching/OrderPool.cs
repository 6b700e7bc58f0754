using Exchange.Core.Primitives;

namespace Exchange.Core.Matching;

/// <summary>
/// Holds every resting order of every market in one array, so that an order costs no object of its own, and finds it by
/// id.
/// </summary>
public sealed class OrderPool
{
    private const int None = -1;
    private readonly Dictionary<long, int> _slotOfId = [];
    private RestingOrder[] _orders = new RestingOrder[1024];
    private int _used;
    private int _firstFree = None;

    /// <summary>How many orders rest.</summary>
    public int Count => _slotOfId.Count;

    /// <summary>The order in a slot.</summary>
    public ref RestingOrder this[int slot] => ref _orders[slot];

    /// <summary>Finds an order's slot.</summary>
    public bool TryFind(OrderId id, out int slot) => _slotOfId.TryGetValue(id.Value, out slot);

    /// <summary>Takes an order in and gives its slot. A <c>ref</c> taken before may be stale afterwards.</summary>
    public int Add(in RestingOrder order)
    {
        var slot = _firstFree;
        if (slot != None) _firstFree = _orders[slot].Next;
        else slot = Grow();
        _orders[slot] = order;
        _slotOfId.Add(order.Id.Value, slot);
        return slot;
    }

    /// <summary>Frees a slot.</summary>
    public void Free(int slot)
    {
        _slotOfId.Remove(_orders[slot].Id.Value);
        _orders[slot] = default;
        _orders[slot].Next = _firstFree;
        _firstFree = slot;
    }

    private int Grow()
    {
        if (_used == _orders.Length) Array.Resize(ref _orders, _orders.Length * 2);
        return _used++;
    }
}
