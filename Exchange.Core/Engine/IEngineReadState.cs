using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>
/// What is true now, as of the last commit: balances, open orders and books. Updated before the callers of a batch get
/// their answers, so a member always reads their own writes. Safe for any thread.
/// </summary>
public interface IEngineReadState
{
    /// <summary>The last sequence that is included.</summary>
    long Sequence { get; }

    /// <summary>A member's balances in every currency they ever held, by currency index. Empty for a
    /// stranger.</summary>
    IReadOnlyList<BalanceView> Balances(MemberId member);

    /// <summary>A member's balance in one currency; zero when they never held it.</summary>
    BalanceView Balance(MemberId member, CurrencyId currency);

    /// <summary>A member's open orders, newest first.</summary>
    IReadOnlyList<OrderView> OpenOrders(MemberId member);

    /// <summary>An open order, whoever owns it, or null.</summary>
    OrderView? OpenOrder(OrderId order);

    /// <summary>
    /// An order that closed a moment ago, whoever owned it, or null: bridges the time until the tables have it, so that
    /// a member who just saw an order close can look it up.
    /// </summary>
    OrderView? RecentlyClosedOrder(OrderId order) => null;

    /// <summary>A member's fee group.</summary>
    string GroupOf(MemberId member);

    /// <summary>The book by price level, best first, at most <paramref name="levels"/> per side.</summary>
    DepthView Depth(MarketId market, int levels);

    /// <summary>What a market in a call auction would trade now, or null when it is not in one.</summary>
    AuctionView? Auction(MarketId market) => null;

    /// <summary>The resting orders of one side, best first and oldest first within a price.</summary>
    IReadOnlyList<OrderView> RestingOrders(MarketId market, Side side, int limit);
}

/// <summary>A member's balance in one currency.</summary>
/// <param name="Currency">Which.</param>
/// <param name="Available">What may be used.</param>
/// <param name="Locked">What is set aside.</param>
public sealed record BalanceView(CurrencyId Currency, Amount Available, Amount Locked)
{
    /// <summary>Available plus locked.</summary>
    public Amount Total => Available + Locked;
}

/// <summary>One price level of a book.</summary>
/// <param name="Price">The price.</param>
/// <param name="Quantity">All that rests there.</param>
public readonly record struct DepthLevel(Price Price, Quantity Quantity);

/// <summary>A book at one moment.</summary>
/// <param name="Market">Which.</param>
/// <param name="Sequence">The last command included.</param>
/// <param name="Bids">Buy side, highest first.</param>
/// <param name="Asks">Sell side, lowest first.</param>
public sealed record DepthView(
    MarketId Market, long Sequence, IReadOnlyList<DepthLevel> Bids, IReadOnlyList<DepthLevel> Asks);

/// <summary>A call auction at one moment.</summary>
/// <param name="EndsMicroseconds">When it trades, microseconds since 1970 UTC.</param>
/// <param name="Price">At what price it would trade now; unset for nothing.</param>
/// <param name="Quantity">How much it would trade now.</param>
public readonly record struct AuctionView(long EndsMicroseconds, Price Price, Quantity Quantity);

/// <summary>An order as it stands. Immutable: a change makes a new one.</summary>
public sealed record OrderView
{
    /// <summary>The order.</summary>
    public required OrderId Id { get; init; }

    /// <summary>Its owner.</summary>
    public required MemberId Member { get; init; }

    /// <summary>Its market.</summary>
    public required MarketId Market { get; init; }

    /// <summary>Buy or sell.</summary>
    public required Side Side { get; init; }

    /// <summary>Limit or market.</summary>
    public required OrderType Type { get; init; }

    /// <summary>How long it stays.</summary>
    public required TimeInForce TimeInForce { get; init; }

    /// <summary>It may not take.</summary>
    public bool PostOnly { get; init; }

    /// <summary>The limit price; a market order's worst price.</summary>
    public required Price Price { get; init; }

    /// <summary>What it was placed with.</summary>
    public required Quantity Quantity { get; init; }

    /// <summary>What is left.</summary>
    public required Quantity Remaining { get; init; }

    /// <summary>Sum of price times quantity over its trades, in quote.</summary>
    public Amount ExecutedNotional { get; init; }

    /// <summary>How many trades it had.</summary>
    public int TradeCount { get; init; }

    /// <summary>None while open.</summary>
    public CloseReason Close { get; init; }

    /// <summary>The rate it pays as maker.</summary>
    public FeeRate MakerRate { get; init; }

    /// <summary>The rate it pays as taker.</summary>
    public FeeRate TakerRate { get; init; }

    /// <summary>The owner's own name for it.</summary>
    public ClientOrderId ClientOrderId { get; init; }

    /// <summary>What it does on meeting its owner's other orders.</summary>
    public SelfTradePrevention SelfTradePrevention { get; init; }

    /// <summary>What it waits, or waited, for.</summary>
    public TriggerKind Trigger { get; init; }

    /// <summary>True while it waits for its trigger and is not in the book.</summary>
    public bool IsPending { get; init; }

    /// <summary>The last price that triggers it, for a trailing stop as of its placement or trigger; unset without a
    /// trigger.</summary>
    public Price TriggerPrice { get; init; }

    /// <summary>A trailing stop's distance in ticks, or 0.</summary>
    public long TrailTicks { get; init; }

    /// <summary>A trailing stop's distance in basis points, or 0.</summary>
    public int TrailBasisPoints { get; init; }

    /// <summary>What an iceberg order shows at a time; zero shows everything.</summary>
    public Quantity Display { get; init; }

    /// <summary>When it expires, microseconds since 1970 UTC; 0 for never.</summary>
    public long ExpiresMicroseconds { get; init; }

    /// <summary>The other order of a pair of which one cancels the other; 0 for none.</summary>
    public OrderId LinkedOrder { get; init; }

    /// <summary>The last command that changed it.</summary>
    public long Sequence { get; init; }

    /// <summary>When it was accepted, microseconds since 1970 UTC.</summary>
    public required long CreatedMicroseconds { get; init; }

    /// <summary>When it last changed, microseconds since 1970 UTC.</summary>
    public required long UpdatedMicroseconds { get; init; }

    /// <summary>What has traded.</summary>
    public Quantity Executed => Quantity - Remaining;

    /// <summary>True while it is open.</summary>
    public bool IsOpen => Close == CloseReason.None;
}
