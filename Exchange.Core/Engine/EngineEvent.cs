using Exchange.Core.Ledger;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>What happened.</summary>
public enum EventKind : byte
{
    /// <summary>A currency was added: <see cref="EngineEvent.Definition"/> is a <see
    /// cref="Markets.Currency"/>.</summary>
    CurrencyDefined = 1,

    /// <summary>A market was added: <see cref="EngineEvent.Definition"/> is a <see cref="Markets.Market"/>.</summary>
    MarketDefined,

    /// <summary>A market changed its state.</summary>
    MarketStateChanged,

    /// <summary>A fee was set: <see cref="EngineEvent.Definition"/> is a <see cref="FeeScheduleEntry"/>.</summary>
    FeeSet,

    /// <summary>A member changed the fee group: <see cref="EngineEvent.Text"/>.</summary>
    MemberGroupSet,

    /// <summary>
    /// An order was accepted; it may trade and close in the same command. Order, Member, Market, Side, Type,
    /// TimeInForce, PostOnly, Price (limit or worst), Quantity, ClientOrderId, Amount (what was locked), MakerRate and
    /// TakerRate are set.
    /// </summary>
    OrderOpened,

    /// <summary>
    /// Two orders traded. Trade, Market, Price (the maker's), Quantity, Amount (notional), Side (the taker's), and for
    /// maker and taker: order, member, fee and what remains.
    /// </summary>
    Traded,

    /// <summary>An order left. Order, Member, Market, Side, Price, Remaining, Close.</summary>
    OrderClosed,

    /// <summary>A price level now holds Quantity (0: gone) in all. Market, Side, Price. At most one per level and
    /// command.</summary>
    LevelChanged,

    /// <summary>
    /// One line of the ledger. Account, Member (0 for the platform), Currency, Amount (credit positive, debit
    /// negative), and what caused it: Order, Trade or Text (a transfer's reference).
    /// </summary>
    Posted,
}

/// <summary>
/// One event. Which fields are set is said at <see cref="EventKind"/>. One wide struct rather than a class per kind:
/// the engine writes events into a reused buffer and allocates nothing for them.
/// </summary>
public struct EngineEvent
{
    /// <summary>What happened.</summary>
    public EventKind Kind;

    /// <summary>The side of the order, level or taker.</summary>
    public Side Side;

    /// <summary>The order's type.</summary>
    public OrderType Type;

    /// <summary>How long the order stays.</summary>
    public TimeInForce TimeInForce;

    /// <summary>The order may not take.</summary>
    public bool PostOnly;

    /// <summary>Why the order closed.</summary>
    public CloseReason Close;

    /// <summary>The market's new state.</summary>
    public MarketState MarketState;

    /// <summary>The ledger account of a posting.</summary>
    public LedgerAccount Account;

    /// <summary>The market.</summary>
    public MarketId Market;

    /// <summary>The currency of a posting.</summary>
    public CurrencyId Currency;

    /// <summary>The command's sequence number.</summary>
    public long Sequence;

    /// <summary>The engine's time, microseconds since 1970 UTC.</summary>
    public long AtMicroseconds;

    /// <summary>Owner of the order or account.</summary>
    public MemberId Member;

    /// <summary>The order opened or closed, or that caused a posting.</summary>
    public OrderId Order;

    /// <summary>The order's name as its owner chose it.</summary>
    public ClientOrderId ClientOrderId;

    /// <summary>Limit, worst, trade or level price.</summary>
    public Price Price;

    /// <summary>Order, trade or level quantity.</summary>
    public Quantity Quantity;

    /// <summary>What a closed order had left.</summary>
    public Quantity Remaining;

    /// <summary>Locked amount, notional or posted amount.</summary>
    public Amount Amount;

    /// <summary>The order's maker rate.</summary>
    public FeeRate MakerRate;

    /// <summary>The order's taker rate.</summary>
    public FeeRate TakerRate;

    /// <summary>The trade, or the one that caused a posting.</summary>
    public TradeId Trade;

    /// <summary>The resting order of a trade.</summary>
    public OrderId MakerOrder;

    /// <summary>The incoming order of a trade.</summary>
    public OrderId TakerOrder;

    /// <summary>Owner of the resting order.</summary>
    public MemberId MakerMember;

    /// <summary>Owner of the incoming order.</summary>
    public MemberId TakerMember;

    /// <summary>The maker's fee, in what the maker receives.</summary>
    public Amount MakerFee;

    /// <summary>The taker's fee, in what the taker receives.</summary>
    public Amount TakerFee;

    /// <summary>What the resting order has left.</summary>
    public Quantity MakerRemaining;

    /// <summary>What the incoming order has left.</summary>
    public Quantity TakerRemaining;

    /// <summary>A transfer's reference or a group's name.</summary>
    public string? Text;

    /// <summary>A currency, market or fee entry.</summary>
    public object? Definition;
}
