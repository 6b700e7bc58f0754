using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Bench;

/// <summary>
/// The book that everybody writes first, a sorted dictionary of linked lists with an object per order. It matches and
/// does nothing else: no balances, fees, postings, events or journal.
/// </summary>
internal sealed class NaiveBook(ITradeSink? sink = null)
{
    private readonly SortedDictionary<long, LinkedList<Order>> _bids = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<long, LinkedList<Order>> _asks = [];
    private readonly Dictionary<long, LinkedListNode<Order>> _byId = [];
    private long _lastId;

    public long Trades { get; private set; }

    /// <summary>True when an order was placed and not filled at once, or canceled.</summary>
    public bool Apply(in Command command) =>
        command.Kind == CommandKind.PlaceOrder ? Place(command) : Cancel(command.Order);

    private bool Place(in Command command)
    {
        var order = new Order(++_lastId, command.Side!.Value, command.Price.Ticks) { Left = command.Quantity.Lots };
        var makers = order.Side == Side.Buy ? _asks : _bids;
        while (order.Left > 0 && makers.Count > 0)
        {
            var (price, level) = makers.First();
            if (command.Type == OrderType.Limit && (order.Side == Side.Buy ? price > order.Price : price < order.Price)) break;
            Fill(order, level);
            if (level.Count == 0) makers.Remove(price);
        }

        if (order.Left > 0 && command.Type == OrderType.Limit) Rest(order);
        return order.Left > 0;
    }

    private void Fill(Order taker, LinkedList<Order> level)
    {
        var maker = level.First!.Value;
        var quantity = Math.Min(taker.Left, maker.Left);
        taker.Left -= quantity;
        maker.Left -= quantity;
        Trades++;
        sink?.Traded(maker.Id, taker.Id, maker.Price, quantity, maker.Left);
        if (maker.Left > 0) return;
        level.RemoveFirst();
        _byId.Remove(maker.Id);
    }

    private void Rest(Order order)
    {
        var levels = order.Side == Side.Buy ? _bids : _asks;
        if (!levels.TryGetValue(order.Price, out var level)) levels[order.Price] = level = new LinkedList<Order>();
        _byId[order.Id] = level.AddLast(order);
    }

    private bool Cancel(OrderId id)
    {
        if (!_byId.Remove(id.Value, out var node)) return false;
        var levels = node.Value.Side == Side.Buy ? _bids : _asks;
        var level = node.List!;
        level.Remove(node);
        if (level.Count == 0) levels.Remove(node.Value.Price);
        return true;
    }

    private sealed class Order(long id, Side side, long price)
    {
        public long Id { get; } = id;

        public Side Side { get; } = side;

        public long Price { get; } = price;

        public long Left { get; set; }
    }
}
