using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Each member's open orders, oldest first, as a list threaded through the order pool; and how many there are
/// per market.</summary>
internal sealed class MemberOrders(OrderPool pool)
{
    private const int None = -1;
    private (int Head, int Tail)[] _ends = new (int, int)[16];
    private int[][] _countsOfMarket = [];
    private int _members;

    public void AddMember()
    {
        if (_members == _ends.Length)
        {
            Array.Resize(ref _ends, _members * 2);
            for (var i = 0; i < _countsOfMarket.Length; i++) Array.Resize(ref _countsOfMarket[i], _ends.Length);
        }

        _ends[_members++] = (None, None);
    }

    public void AddMarket() => _countsOfMarket = [.. _countsOfMarket, new int[_ends.Length]];

    public int Count(int market, int row) => _countsOfMarket[market][row];

    public void Prefetch(int market, int row)
    {
        CacheLine.Prefetch(ref _ends[row]);
        CacheLine.Prefetch(ref _countsOfMarket[market][row]);
    }

    public void Append(int slot, ref OrderNode order)
    {
        ref var ends = ref _ends[order.MemberRow];
        order.MemberPrevious = ends.Tail;
        order.MemberNext = None;
        if (ends.Tail == None) ends.Head = slot;
        else pool[ends.Tail].MemberNext = slot;
        ends.Tail = slot;
        _countsOfMarket[order.Market][order.MemberRow]++;
    }

    public void Remove(ref OrderNode order)
    {
        ref var ends = ref _ends[order.MemberRow];
        if (order.MemberPrevious == None) ends.Head = order.MemberNext;
        else pool[order.MemberPrevious].MemberNext = order.MemberNext;
        if (order.MemberNext == None) ends.Tail = order.MemberPrevious;
        else pool[order.MemberNext].MemberPrevious = order.MemberPrevious;
        _countsOfMarket[order.Market][order.MemberRow]--;
    }

    /// <summary>Slot of the member's oldest open order, or -1; go on with <see cref="OrderNode.MemberNext"/>.</summary>
    public int First(int row) => _ends[row].Head;
}
