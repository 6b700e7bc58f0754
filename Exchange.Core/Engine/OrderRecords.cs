using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>An order as the read state keeps it: what every order has. An <see cref="OrderView"/> is made of it only when
/// somebody looks.</summary>
internal struct OrderRecord
{
    public OrderId Id;
    public MemberId Member;
    public Price Price;
    public Quantity Quantity;
    public Quantity Remaining;

    /// <summary>What the book shows of it.</summary>
    public Quantity Shown;

    public Amount ExecutedNotional;
    public ClientOrderId ClientOrderId;
    public long Sequence;

    /// <summary>The command in which it last came to the book as a taker.</summary>
    public long EnteredSequence;

    public long CreatedMicroseconds;
    public long UpdatedMicroseconds;

    /// <summary>Null for a plain order.</summary>
    public OrderExtras? Extras;

    public int TradeCount;
    public FeeRate MakerRate;
    public FeeRate TakerRate;
    public MarketId Market;
    public Side Side;
    public OrderType Type;
    public TimeInForce TimeInForce;
    public SelfTradePrevention SelfTradePrevention;
    public CloseReason Close;
    public bool PostOnly;
    public bool IsPending;

    /// <summary>Slot of the next younger order at the same price, or -1; the next free slot of a free one.</summary>
    public int Next;

    /// <summary>Slot of the next older order at the same price, or -1.</summary>
    public int Previous;

    /// <summary>The level it is queued at, or -1 when it is not in the book.</summary>
    public int Level;

    /// <summary>Slot of the member's next older open order, or -1.</summary>
    public int MemberOlder;

    /// <summary>Slot of the member's next younger open order, or -1.</summary>
    public int MemberYounger;

    /// <summary>True for an order that stays in the book until it is traded away or taken out.</summary>
    public readonly bool MayRest =>
        Type == OrderType.Limit && TimeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate;

    /// <summary>What an iceberg order shows at a time; zero shows everything.</summary>
    public readonly Quantity Display => Extras?.Display ?? default;

    /// <summary>What the book would show of it if it came to rest now.</summary>
    public readonly Quantity ShownAtRest =>
        Extras is not { } extras || extras.Display.IsZero || extras.Display > Remaining ? Remaining : extras.Display;
}

/// <summary>What only some orders have.</summary>
internal sealed class OrderExtras
{
    public TriggerKind Trigger { get; init; }

    public Price TriggerPrice { get; set; }

    public long TrailTicks { get; init; }

    public int TrailBasisPoints { get; init; }

    public Quantity Display { get; init; }

    public long ExpiresMicroseconds { get; init; }

    public OrderId LinkedOrder { get; init; }

    /// <summary>Null for a plain order.</summary>
    public static OrderExtras? Of(in EngineEvent e) =>
        e.Trigger == TriggerKind.None && e.Display.IsZero && e.ExpiresMicroseconds == 0 && e.LinkedOrder == default
            ? null
            : new OrderExtras
            {
                Trigger = e.Trigger,
                TriggerPrice = e.TriggerPrice,
                TrailTicks = e.TrailTicks,
                TrailBasisPoints = e.TrailBasisPoints,
                Display = e.Display,
                ExpiresMicroseconds = e.ExpiresMicroseconds,
                LinkedOrder = e.LinkedOrder,
            };

    /// <summary>Null for a plain order.</summary>
    public static OrderExtras? Of(OrderView view) =>
        view.Trigger == TriggerKind.None && view.Display.IsZero && view.ExpiresMicroseconds == 0 && view.LinkedOrder == default
            ? null
            : new OrderExtras
            {
                Trigger = view.Trigger,
                TriggerPrice = view.TriggerPrice,
                TrailTicks = view.TrailTicks,
                TrailBasisPoints = view.TrailBasisPoints,
                Display = view.Display,
                ExpiresMicroseconds = view.ExpiresMicroseconds,
                LinkedOrder = view.LinkedOrder,
            };
}

/// <summary>
/// The open orders, and those that closed a moment ago, in pages of slots that are used again, found by their ids. Not safe
/// for several threads.
/// </summary>
internal sealed class OrderRecords
{
    /// <summary>How many closed orders are remembered: at full load the tables are that far behind.</summary>
    public const int ClosedOrdersKept = 100_000;

    private const int None = -1;
    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;
    private readonly OrderIndex _slots = new();
    private readonly Queue<int> _closed = new();
    private OrderRecord[][] _pages = [];
    private int _used;
    private int _firstFree = None;

    public ref OrderRecord this[int slot] => ref _pages[slot >> PageBits][slot & (PageSize - 1)];

    /// <summary>The slot of an order, or -1.</summary>
    public int Find(OrderId order) => _slots.Find(order.Value);

    /// <summary>Takes in the order that an <see cref="EventKind.OrderOpened"/> tells of and gives its slot.</summary>
    public int Add(in EngineEvent e)
    {
        var slot = Take(e.Order);
        this[slot] = new OrderRecord
        {
            Id = e.Order,
            Member = e.Member,
            Market = e.Market,
            Side = e.Side,
            Type = e.Type,
            TimeInForce = e.TimeInForce,
            PostOnly = e.PostOnly,
            Price = e.Price,
            Quantity = e.Quantity,
            Remaining = e.Quantity,
            MakerRate = e.MakerRate,
            TakerRate = e.TakerRate,
            ClientOrderId = e.ClientOrderId,
            SelfTradePrevention = e.SelfTradePrevention,
            IsPending = e.Trigger != TriggerKind.None,
            Extras = OrderExtras.Of(e),
            Level = None,
            Sequence = e.Sequence,
            EnteredSequence = e.Sequence,
            CreatedMicroseconds = e.AtMicroseconds,
            UpdatedMicroseconds = e.AtMicroseconds,
        };
        return slot;
    }

    /// <summary>Takes in an open order of a recovered engine and gives its slot.</summary>
    public int Add(OrderView view)
    {
        var slot = Take(view.Id);
        this[slot] = new OrderRecord
        {
            Id = view.Id,
            Member = view.Member,
            Market = view.Market,
            Side = view.Side,
            Type = view.Type,
            TimeInForce = view.TimeInForce,
            PostOnly = view.PostOnly,
            Price = view.Price,
            Quantity = view.Quantity,
            Remaining = view.Remaining,
            ExecutedNotional = view.ExecutedNotional,
            TradeCount = view.TradeCount,
            MakerRate = view.MakerRate,
            TakerRate = view.TakerRate,
            ClientOrderId = view.ClientOrderId,
            SelfTradePrevention = view.SelfTradePrevention,
            IsPending = view.IsPending,
            Extras = OrderExtras.Of(view),
            Level = None,
            Sequence = view.Sequence,
            CreatedMicroseconds = view.CreatedMicroseconds,
            UpdatedMicroseconds = view.UpdatedMicroseconds,
        };
        return slot;
    }

    /// <summary>Keeps a closed order for a while; the one that closed longest ago is forgotten for it.</summary>
    public void Closed(int slot)
    {
        _closed.Enqueue(slot);
        if (_closed.Count <= ClosedOrdersKept) return;
        var oldest = _closed.Dequeue();
        ref var record = ref this[oldest];
        _slots.Remove(record.Id.Value);
        record = default;
        record.Next = _firstFree;
        _firstFree = oldest;
    }

    /// <summary>The order for those who asked.</summary>
    public OrderView View(int slot)
    {
        ref var order = ref this[slot];
        var extras = order.Extras;
        return new OrderView
        {
            Id = order.Id,
            Member = order.Member,
            Market = order.Market,
            Side = order.Side,
            Type = order.Type,
            TimeInForce = order.TimeInForce,
            PostOnly = order.PostOnly,
            Price = order.Price,
            Quantity = order.Quantity,
            Remaining = order.Remaining,
            ExecutedNotional = order.ExecutedNotional,
            TradeCount = order.TradeCount,
            Close = order.Close,
            MakerRate = order.MakerRate,
            TakerRate = order.TakerRate,
            ClientOrderId = order.ClientOrderId,
            SelfTradePrevention = order.SelfTradePrevention,
            IsPending = order.IsPending,
            Trigger = extras?.Trigger ?? TriggerKind.None,
            TriggerPrice = extras?.TriggerPrice ?? default,
            TrailTicks = extras?.TrailTicks ?? 0,
            TrailBasisPoints = extras?.TrailBasisPoints ?? 0,
            Display = extras?.Display ?? default,
            ExpiresMicroseconds = extras?.ExpiresMicroseconds ?? 0,
            LinkedOrder = extras?.LinkedOrder ?? default,
            Sequence = order.Sequence,
            CreatedMicroseconds = order.CreatedMicroseconds,
            UpdatedMicroseconds = order.UpdatedMicroseconds,
        };
    }

    /// <summary>The order as the public may see it in the book: what an iceberg hides is in no figure.</summary>
    public OrderView PublicView(int slot)
    {
        var order = View(slot);
        if (order.Display.IsZero) return order;
        var shown = this[slot].Shown;
        return order with { Quantity = order.Executed + shown, Remaining = shown, Display = default };
    }

    private int Take(OrderId order)
    {
        var slot = _firstFree;
        if (slot != None) _firstFree = this[slot].Next;
        else slot = _used++;
        if (slot >> PageBits == _pages.Length) _pages = [.. _pages, new OrderRecord[PageSize]];
        _slots.Add(order.Value, slot);
        return slot;
    }
}
