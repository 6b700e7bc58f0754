using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>What happened.</summary>
public enum EventKind : byte
{
    /// <summary>A currency was added: <see cref="EngineEvent.Subject"/> is a <see cref="Markets.Currency"/>.</summary>
    CurrencyDefined = 1,

    /// <summary>A market was added: <see cref="EngineEvent.Subject"/> is a <see cref="Markets.Market"/>. Market,
    /// MarketState.</summary>
    MarketDefined,

    /// <summary>A market changed its state. Market, MarketState; ExpiresMicroseconds is an auction's end.</summary>
    MarketStateChanged,

    /// <summary>A market's protection was set: <see cref="EngineEvent.Subject"/> is a <see
    /// cref="MarketProtection"/>.</summary>
    MarketProtectionSet,

    /// <summary>A fee was set: <see cref="EngineEvent.Subject"/> is a <see cref="FeeScheduleEntry"/>.</summary>
    FeeSet,

    /// <summary>A member changed the fee group: <see cref="EngineEvent.Text"/>.</summary>
    MemberGroupSet,

    /// <summary>Money came in (Amount positive) or went out. Member, Currency, Amount, Text (the reference).</summary>
    Transferred,

    /// <summary>
    /// An order was accepted; it may trade and close in the same command. Order, Member, Market, Side, Type, TimeInForce,
    /// PostOnly, SelfTradePrevention, Price (limit or worst), Quantity, ClientOrderId, Currency and Amount (what was
    /// locked), MakerRate, TakerRate, ExpiresMicroseconds, Display, Trigger, TriggerPrice and LinkedOrder are set; for a
    /// trailing stop also TrailTicks or TrailBasisPoints. With a Trigger it waits.
    /// </summary>
    OrderOpened,

    /// <summary>
    /// A waiting order's trigger price was reached: it enters the book now. Order, Member, Market, Side, Price (limit or
    /// worst), TriggerPrice, Remaining, Currency and Amount (what was locked on top).
    /// </summary>
    OrderTriggered,

    /// <summary>
    /// A resting order was changed by its owner or by self-trade prevention. Order, Member, Market, Side, Price, Quantity
    /// and Remaining as they are now; Currency and Amount: locked on top (positive) or given back (negative).
    /// </summary>
    OrderAmended,

    /// <summary>
    /// Two orders traded. Trade, Market, Price, Quantity, Amount (notional), BaseAmount, Side (the taker's), Currency
    /// (base), QuoteCurrency, and for maker and taker: order, member, rate, fee and what remains. Outside an auction the
    /// price is the maker's.
    /// </summary>
    Traded,

    /// <summary>An order that stays open needs less than it has locked. Order, Member, Market, Side, Currency, Amount (given
    /// back).</summary>
    Released,

    /// <summary>An order left. Order, Member, Market, Side, Price, Remaining, Close, Currency and Amount (given
    /// back).</summary>
    OrderClosed,

    /// <summary>A price level now shows Quantity (0: gone) in all. Market, Side, Price. At most one per level and
    /// command.</summary>
    LevelChanged,

    /// <summary>What a call auction would trade now: Market, Price (unset: nothing), Quantity.</summary>
    AuctionIndicated,

    /// <summary>A cancel timer was armed or renewed, or has ended (ExpiresMicroseconds 0). Member,
    /// TimerSource.</summary>
    CancelTimerSet,
}

/// <summary>
/// One event. Which fields are set is said at <see cref="EventKind"/>. One struct rather than a class per kind: the engine
/// writes events into a reused buffer and allocates nothing for them. What only trades have lies over what only orders
/// have, so that an event takes three cache lines. What an event moves in the ledger is said by <see cref="Postings"/>.
/// </summary>
[StructLayout(LayoutKind.Explicit)]
public struct EngineEvent
{
    /// <summary>A definition, a transfer's reference or a group's name.</summary>
    [FieldOffset(0)]
    public object? Subject;

    /// <summary>What happened.</summary>
    [FieldOffset(8)]
    public EventKind Kind;

    /// <summary>The side of the order, level or taker.</summary>
    [FieldOffset(9)]
    public Side Side;

    /// <summary>The order's type.</summary>
    [FieldOffset(10)]
    public OrderType Type;

    /// <summary>How long the order stays.</summary>
    [FieldOffset(11)]
    public TimeInForce TimeInForce;

    /// <summary>The order may not take.</summary>
    [FieldOffset(12)]
    public bool PostOnly;

    /// <summary>What the order does on meeting its owner's other orders.</summary>
    [FieldOffset(13)]
    public SelfTradePrevention SelfTradePrevention;

    /// <summary>What the order waits for.</summary>
    [FieldOffset(14)]
    public TriggerKind Trigger;

    /// <summary>Why the order closed.</summary>
    [FieldOffset(15)]
    public CloseReason Close;

    /// <summary>The market's new state.</summary>
    [FieldOffset(16)]
    public MarketState MarketState;

    /// <summary>Whose cancel timer.</summary>
    [FieldOffset(17)]
    public CancelTimerSource TimerSource;

    /// <summary>The market.</summary>
    [FieldOffset(20)]
    public MarketId Market;

    /// <summary>The currency of <see cref="Amount"/>; a trade's base currency.</summary>
    [FieldOffset(24)]
    public CurrencyId Currency;

    /// <summary>A trade's quote currency.</summary>
    [FieldOffset(28)]
    public CurrencyId QuoteCurrency;

    /// <summary>The order's or maker's maker rate.</summary>
    [FieldOffset(32)]
    public FeeRate MakerRate;

    /// <summary>The order's or taker's taker rate.</summary>
    [FieldOffset(36)]
    public FeeRate TakerRate;

    /// <summary>The command's sequence number.</summary>
    [FieldOffset(40)]
    public long Sequence;

    /// <summary>The engine's time, microseconds since 1970 UTC.</summary>
    [FieldOffset(48)]
    public long AtMicroseconds;

    /// <summary>Limit, worst, trade or level price.</summary>
    [FieldOffset(56)]
    public Price Price;

    /// <summary>Order, trade or level quantity.</summary>
    [FieldOffset(64)]
    public Quantity Quantity;

    /// <summary>Locked, notional, released or transferred amount.</summary>
    [FieldOffset(80)]
    public Amount Amount;

    /// <summary>The order.</summary>
    [FieldOffset(72)]
    public OrderId Order;

    /// <summary>The resting order of a trade; in an auction the older one.</summary>
    [FieldOffset(72)]
    public OrderId MakerOrder;

    /// <summary>Owner of the order or account.</summary>
    [FieldOffset(96)]
    public MemberId Member;

    /// <summary>Owner of the resting order.</summary>
    [FieldOffset(96)]
    public MemberId MakerMember;

    /// <summary>What the order has left.</summary>
    [FieldOffset(104)]
    public Quantity Remaining;

    /// <summary>What the resting order has left.</summary>
    [FieldOffset(104)]
    public Quantity MakerRemaining;

    /// <summary>The other order of a pair of which one cancels the other.</summary>
    [FieldOffset(112)]
    public OrderId LinkedOrder;

    /// <summary>The incoming order of a trade; in an auction the newer one.</summary>
    [FieldOffset(112)]
    public OrderId TakerOrder;

    /// <summary>When the order expires, the auction ends or the timer runs out, microseconds since 1970 UTC; 0 for
    /// never.</summary>
    [FieldOffset(120)]
    public long ExpiresMicroseconds;

    /// <summary>Owner of the incoming order.</summary>
    [FieldOffset(120)]
    public MemberId TakerMember;

    /// <summary>The last price that triggers, or triggered, the order.</summary>
    [FieldOffset(128)]
    public Price TriggerPrice;

    /// <summary>What the incoming order has left.</summary>
    [FieldOffset(128)]
    public Quantity TakerRemaining;

    /// <summary>What an iceberg order shows at a time; zero shows everything.</summary>
    [FieldOffset(136)]
    public Quantity Display;

    /// <summary>The trade.</summary>
    [FieldOffset(136)]
    public TradeId Trade;

    /// <summary>The order's name as its owner chose it.</summary>
    [FieldOffset(144)]
    public ClientOrderId ClientOrderId;

    /// <summary>The maker's fee, in what the maker receives.</summary>
    [FieldOffset(144)]
    public Amount MakerFee;

    /// <summary>A trailing stop's distance in ticks, or 0.</summary>
    [FieldOffset(160)]
    public long TrailTicks;

    /// <summary>The taker's fee, in what the taker receives.</summary>
    [FieldOffset(160)]
    public Amount TakerFee;

    /// <summary>A trailing stop's distance in basis points, or 0.</summary>
    [FieldOffset(176)]
    public int TrailBasisPoints;

    /// <summary>A trade's quantity as an amount of base.</summary>
    [FieldOffset(176)]
    public Amount BaseAmount;

    [FieldOffset(8)]
    private Values _values;

    /// <summary>A transfer's reference or a group's name.</summary>
    public readonly string? Text => Subject as string;

    /// <summary>Makes everything unset.</summary>
    internal void Clear()
    {
        Subject = null;
        _values = default;
    }

    /// <summary>All but the reference, to be cleared in a few wide stores: a struct with a reference in it is cleared word by
    /// word.</summary>
    [InlineArray(23)]
    private struct Values
    {
        private ulong _first;
    }
}
