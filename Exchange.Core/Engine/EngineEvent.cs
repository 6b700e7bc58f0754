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
/// One event. Which fields are set is said at <see cref="EventKind"/>. One wide struct rather than a class per kind: the
/// engine writes events into a reused buffer and allocates nothing for them. What an event moves in the ledger is said by
/// <see cref="Postings"/>.
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

    /// <summary>What the order does on meeting its owner's other orders.</summary>
    public SelfTradePrevention SelfTradePrevention;

    /// <summary>What the order waits for.</summary>
    public TriggerKind Trigger;

    /// <summary>Why the order closed.</summary>
    public CloseReason Close;

    /// <summary>The market's new state.</summary>
    public MarketState MarketState;

    /// <summary>Whose cancel timer.</summary>
    public CancelTimerSource TimerSource;

    /// <summary>The market.</summary>
    public MarketId Market;

    /// <summary>The currency of <see cref="Amount"/>; a trade's base currency.</summary>
    public CurrencyId Currency;

    /// <summary>A trade's quote currency.</summary>
    public CurrencyId QuoteCurrency;

    /// <summary>The order's or maker's maker rate.</summary>
    public FeeRate MakerRate;

    /// <summary>The order's or taker's taker rate.</summary>
    public FeeRate TakerRate;

    /// <summary>The command's sequence number.</summary>
    public long Sequence;

    /// <summary>The engine's time, microseconds since 1970 UTC.</summary>
    public long AtMicroseconds;

    /// <summary>Limit, worst, trade or level price.</summary>
    public Price Price;

    /// <summary>Order, trade or level quantity.</summary>
    public Quantity Quantity;

    /// <summary>Locked, notional, released or transferred amount.</summary>
    public Amount Amount;

    /// <summary>The order; a trade's resting order.</summary>
    public OrderId Order;

    /// <summary>Owner of the order or account; a trade's maker.</summary>
    public MemberId Member;

    /// <summary>What the order, or a trade's resting order, has left.</summary>
    public Quantity Remaining;

    /// <summary>A definition, a transfer's reference or a group's name.</summary>
    public object? Subject;

    // What only trades have lies over what only orders have: three cache lines instead of five.
    private long _linkedOrTakerOrder;
    private long _expiryOrTakerMember;
    private long _triggerPriceOrTakerRemaining;
    private long _displayOrTrade;
    private UInt128 _nameOrMakerFee;
    private Int128 _trailTicksOrTakerFee;
    private Int128 _trailBasisPointsOrBaseAmount;

    /// <summary>A transfer's reference or a group's name.</summary>
    public readonly string? Text => Subject as string;

    /// <summary>The order's name as its owner chose it.</summary>
    public ClientOrderId ClientOrderId
    {
        readonly get => new(_nameOrMakerFee);
        set => _nameOrMakerFee = value.Value;
    }

    /// <summary>The other order of a pair of which one cancels the other.</summary>
    public OrderId LinkedOrder
    {
        readonly get => new(_linkedOrTakerOrder);
        set => _linkedOrTakerOrder = value.Value;
    }

    /// <summary>When the order expires, the auction ends or the timer runs out, microseconds since 1970 UTC; 0 for
    /// never.</summary>
    public long ExpiresMicroseconds
    {
        readonly get => _expiryOrTakerMember;
        set => _expiryOrTakerMember = value;
    }

    /// <summary>The last price that triggers, or triggered, the order.</summary>
    public Price TriggerPrice
    {
        readonly get => new(_triggerPriceOrTakerRemaining);
        set => _triggerPriceOrTakerRemaining = value.Ticks;
    }

    /// <summary>What an iceberg order shows at a time; zero shows everything.</summary>
    public Quantity Display
    {
        readonly get => new(_displayOrTrade);
        set => _displayOrTrade = value.Lots;
    }

    /// <summary>A trailing stop's distance in ticks, or 0.</summary>
    public long TrailTicks
    {
        readonly get => (long)_trailTicksOrTakerFee;
        set => _trailTicksOrTakerFee = value;
    }

    /// <summary>A trailing stop's distance in basis points, or 0.</summary>
    public int TrailBasisPoints
    {
        readonly get => (int)_trailBasisPointsOrBaseAmount;
        set => _trailBasisPointsOrBaseAmount = value;
    }

    /// <summary>The trade.</summary>
    public TradeId Trade
    {
        readonly get => new(_displayOrTrade);
        set => _displayOrTrade = value.Value;
    }

    /// <summary>The resting order of a trade; in an auction the older one.</summary>
    public OrderId MakerOrder
    {
        readonly get => Order;
        set => Order = value;
    }

    /// <summary>The incoming order of a trade; in an auction the newer one.</summary>
    public OrderId TakerOrder
    {
        readonly get => new(_linkedOrTakerOrder);
        set => _linkedOrTakerOrder = value.Value;
    }

    /// <summary>Owner of the resting order.</summary>
    public MemberId MakerMember
    {
        readonly get => Member;
        set => Member = value;
    }

    /// <summary>Owner of the incoming order.</summary>
    public MemberId TakerMember
    {
        readonly get => new(_expiryOrTakerMember);
        set => _expiryOrTakerMember = value.Value;
    }

    /// <summary>What the resting order has left.</summary>
    public Quantity MakerRemaining
    {
        readonly get => Remaining;
        set => Remaining = value;
    }

    /// <summary>What the incoming order has left.</summary>
    public Quantity TakerRemaining
    {
        readonly get => new(_triggerPriceOrTakerRemaining);
        set => _triggerPriceOrTakerRemaining = value.Lots;
    }

    /// <summary>A trade's quantity as an amount of base.</summary>
    public Amount BaseAmount
    {
        readonly get => Amount.FromUnits(_trailBasisPointsOrBaseAmount);
        set => _trailBasisPointsOrBaseAmount = value.Units;
    }

    /// <summary>The maker's fee, in what the maker receives.</summary>
    public Amount MakerFee
    {
        readonly get => Amount.FromUnits((Int128)_nameOrMakerFee);
        set => _nameOrMakerFee = (UInt128)value.Units;
    }

    /// <summary>The taker's fee, in what the taker receives.</summary>
    public Amount TakerFee
    {
        readonly get => Amount.FromUnits(_trailTicksOrTakerFee);
        set => _trailTicksOrTakerFee = value.Units;
    }
}
