using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>The client order ids of the last orders that carried one, so that a request sent twice places one
/// order.</summary>
internal sealed class RecentClientOrderIds
{
    /// <summary>How many are remembered, over all members.</summary>
    public const int Capacity = 100_000;

    private readonly Dictionary<(long Member, UInt128 Id), long> _orderOf = [];
    private readonly Queue<(long Member, UInt128 Id)> _inOrder = new();

    /// <summary>All of them, oldest first, with the order each names.</summary>
    public IEnumerable<(long Member, UInt128 Id, long Order)> InOrder =>
        _inOrder.Select(key => (key.Member, key.Id, _orderOf[key]));

    public int Count => _inOrder.Count;

    public bool Contains(MemberId member, ClientOrderId id) => _orderOf.ContainsKey((member.Value, id.Value));

    /// <summary>The order that carries an id which is contained.</summary>
    public OrderId OrderOf(MemberId member, ClientOrderId id) => new(_orderOf[(member.Value, id.Value)]);

    public void Add(MemberId member, ClientOrderId id, OrderId order)
    {
        if (_inOrder.Count == Capacity) _orderOf.Remove(_inOrder.Dequeue());
        _inOrder.Enqueue((member.Value, id.Value));
        _orderOf.Add((member.Value, id.Value), order.Value);
    }
}
