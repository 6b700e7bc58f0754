using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Each member's open orders, oldest first, as a list threaded through the order pool; and how many there are
/// per market.</summary>
internal sealed class MemberOrders(OrderPool pool)
{
    private const int None = -1;
    private readonly List<(int Head, int Tail)> _ends = [];
    private readonly List<List<int>> _countsOfMarket = [];

    public void AddMember() => _ends.Add((None, None));

    public void AddMarket() => _countsOfMarket.Add([]);

    public int Count(MarketId market, int row)
    {
        var counts = _countsOfMarket[market.Index];
        return row < counts.Count ? counts[row] : 0;
    }

    public void Append(int slot)
    {
        ref var order = ref pool[slot];
        var (head, tail) = _ends[order.MemberRow];
        order.MemberPrevious = tail;
        order.MemberNext = None;
        if (tail != None) pool[tail].MemberNext = slot;
        _ends[order.MemberRow] = (head == None ? slot : head, slot);
        AddToCount(order.Market, order.MemberRow, 1);
    }

    public void Remove(int slot)
    {
        ref var order = ref pool[slot];
        var (head, tail) = _ends[order.MemberRow];
        if (order.MemberPrevious == None) head = order.MemberNext;
        else pool[order.MemberPrevious].MemberNext = order.MemberNext;
        if (order.MemberNext == None) tail = order.MemberPrevious;
        else pool[order.MemberNext].MemberPrevious = order.MemberPrevious;
        _ends[order.MemberRow] = (head, tail);
        AddToCount(order.Market, order.MemberRow, -1);
    }

    /// <summary>Slot of the member's oldest open order, or -1; go on with <see
    /// cref="RestingOrder.MemberNext"/>.</summary>
    public int First(int row) => _ends[row].Head;

    private void AddToCount(MarketId market, int row, int change)
    {
        var counts = _countsOfMarket[market.Index];
        while (counts.Count <= row) counts.Add(0);
        counts[row] += change;
    }
}
