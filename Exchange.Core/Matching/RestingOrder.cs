using Exchange.Core.Primitives;

namespace Exchange.Core.Matching;

/// <summary>An order that rests in a book. Lives in an <see cref="OrderPool"/> and is linked by slot numbers, not by
/// references.</summary>
public struct RestingOrder
{
    /// <summary>The order.</summary>
    public OrderId Id;

    /// <summary>Its owner.</summary>
    public MemberId Member;

    /// <summary>The owner's row in the ledger.</summary>
    public int MemberRow;

    /// <summary>Its market.</summary>
    public MarketId Market;

    /// <summary>Buy or sell.</summary>
    public Side Side;

    /// <summary>It was accepted as post-only.</summary>
    public bool PostOnly;

    /// <summary>The limit price.</summary>
    public Price Price;

    /// <summary>What it was placed with.</summary>
    public Quantity Quantity;

    /// <summary>What is left.</summary>
    public Quantity Remaining;

    /// <summary>Sum of its trades' notionals.</summary>
    public Amount ExecutedNotional;

    /// <summary>How many trades it had.</summary>
    public int TradeCount;

    /// <summary>The rate it pays as maker.</summary>
    public FeeRate MakerRate;

    /// <summary>The rate it pays as taker.</summary>
    public FeeRate TakerRate;

    /// <summary>The owner's own name for it.</summary>
    public ClientOrderId ClientOrderId;

    /// <summary>When it was accepted, microseconds since 1970 UTC.</summary>
    public long CreatedMicroseconds;

    /// <summary>When it last changed, microseconds since 1970 UTC.</summary>
    public long UpdatedMicroseconds;

    /// <summary>The next younger order at the same price, or -1.</summary>
    internal int Next;

    /// <summary>The next older order at the same price, or -1.</summary>
    internal int Previous;

    /// <summary>The member's next younger open order, or -1.</summary>
    internal int MemberNext;

    /// <summary>The member's next older open order, or -1.</summary>
    internal int MemberPrevious;
}
