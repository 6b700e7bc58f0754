using System.Runtime.InteropServices;
using Exchange.Core.Primitives;

namespace Exchange.Core.Matching;

/// <summary>Where an order is.</summary>
public enum OrderPlace : byte
{
    /// <summary>Being placed, amended or triggered: in no queue.</summary>
    InFlight = 0,

    /// <summary>In the book.</summary>
    Book = 1,

    /// <summary>Waiting for its trigger.</summary>
    Waiting = 2,
}

/// <summary>
/// What matching touches of an order: one cache line. Lives in an <see cref="OrderPool"/> and is linked by slot numbers,
/// not by references; the rest is in <see cref="OrderDetails"/> of the same slot.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
public struct OrderNode
{
    /// <summary>The order.</summary>
    public OrderId Id;

    /// <summary>Its owner.</summary>
    public MemberId Member;

    /// <summary>The limit price; a market order's worst price.</summary>
    public Price Price;

    /// <summary>What is left; of an iceberg order at rest, what it shows.</summary>
    public Quantity Remaining;

    /// <summary>The next younger order at the same price, or -1; the next free slot of a free one.</summary>
    public int Next;

    /// <summary>The next older order at the same price, or -1.</summary>
    public int Previous;

    /// <summary>The price level it is queued at.</summary>
    public int Level;

    /// <summary>The owner's row in the ledger.</summary>
    public int MemberRow;

    /// <summary>The member's next younger open order, or -1.</summary>
    public int MemberNext;

    /// <summary>The member's next older open order, or -1.</summary>
    public int MemberPrevious;

    /// <summary>Index of its market.</summary>
    public ushort Market;

    /// <summary>Buy or sell.</summary>
    public Side Side;

    /// <summary>Where it is.</summary>
    public OrderPlace Place;

    /// <summary>What it does on meeting its owner's other orders.</summary>
    public SelfTradePrevention SelfTradePrevention;

    /// <summary>How long it stays.</summary>
    public TimeInForce TimeInForce;

    /// <summary>It is known by its id and in its owner's list.</summary>
    public bool IsRegistered;

    /// <summary>It has <see cref="OrderDetails.Terms"/> with a linked order: a trade must look there.</summary>
    public bool IsLinked;
}

/// <summary>What matching rarely needs of an order.</summary>
public struct OrderDetails
{
    /// <summary>Sum of its trades' notionals.</summary>
    public Amount ExecutedNotional;

    /// <summary>The owner's own name for it.</summary>
    public ClientOrderId ClientOrderId;

    /// <summary>What it was placed with, or amended to.</summary>
    public Quantity Quantity;

    /// <summary>What an iceberg order at rest does not show.</summary>
    public Quantity Hidden;

    /// <summary>What an iceberg order shows at a time; zero shows everything.</summary>
    public Quantity Display;

    /// <summary>When it was accepted, microseconds since 1970 UTC.</summary>
    public long CreatedMicroseconds;

    /// <summary>When it last changed, microseconds since 1970 UTC.</summary>
    public long UpdatedMicroseconds;

    /// <summary>When it expires, microseconds since 1970 UTC; 0 for never.</summary>
    public long ExpiresMicroseconds;

    /// <summary>The last command that changed it.</summary>
    public long Sequence;

    /// <summary>How many trades it had.</summary>
    public int TradeCount;

    /// <summary>The rate it pays as maker.</summary>
    public FeeRate MakerRate;

    /// <summary>The rate it pays as taker.</summary>
    public FeeRate TakerRate;

    /// <summary>Its place in the <see cref="TermsTable"/>, 0 for none.</summary>
    public int Terms;

    /// <summary>Limit or market.</summary>
    public OrderType Type;

    /// <summary>It was accepted as post-only.</summary>
    public bool PostOnly;
}
