using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>What a command asks the engine to do. The numbers are part of the journal's format and never
/// change.</summary>
public enum CommandKind : byte
{
    /// <summary>Not a command.</summary>
    None = 0,

    /// <summary>Put an order in.</summary>
    PlaceOrder = 1,

    /// <summary>Take one order out.</summary>
    CancelOrder = 2,

    /// <summary>Take a member's open orders out, all or those of one market or side.</summary>
    CancelAllOrders = 3,

    /// <summary>Credit or debit a member against a platform account, once per reference.</summary>
    Transfer = 4,

    /// <summary>Add a currency.</summary>
    DefineCurrency = 5,

    /// <summary>Add a market.</summary>
    DefineMarket = 6,

    /// <summary>Open, restrict or halt a market.</summary>
    SetMarketState = 7,

    /// <summary>Set one entry of the fee schedule.</summary>
    SetFee = 8,

    /// <summary>Put a member into a fee group.</summary>
    SetMemberGroup = 9,

    // 10 is the journal's number of a PlaceOrder that has more than a plain order.

    /// <summary>Put a limit order and a stop order in, of which one cancels the other.</summary>
    PlaceOneCancelsOther = 11,

    /// <summary>Change price or quantity of a resting order.</summary>
    AmendOrder = 12,

    /// <summary>Set a market's price band and circuit breaker.</summary>
    SetMarketProtection = 13,

    /// <summary>Arm, renew or disarm a timer that cancels a member's orders.</summary>
    SetCancelTimer = 14,

    /// <summary>Do what time alone brings about: expiries, cancel timers, ends of auctions. The engine sends it to
    /// itself.</summary>
    Advance = 15,
}

/// <summary>
/// One request to the engine. Build it with the factory methods; which fields matter depends on <see cref="Kind"/>, the
/// rest stay at their default. A struct of 88 bytes, so that the path of an order allocates nothing for it.
/// </summary>
public readonly record struct Command
{
    private readonly byte _side;
    private readonly int _marketPlusOne;

    /// <summary>What to do.</summary>
    public CommandKind Kind { get; private init; }

    /// <summary>Limit or market.</summary>
    public OrderType Type { get; private init; }

    /// <summary>How long the order stays.</summary>
    public TimeInForce TimeInForce { get; private init; }

    /// <summary>True when the order must not take liquidity.</summary>
    public bool PostOnly { get; private init; }

    /// <summary>What to do on meeting the member's own order.</summary>
    public SelfTradePrevention SelfTradePrevention { get; private init; }

    /// <summary>The state to give a market.</summary>
    public MarketState MarketState { get; private init; }

    /// <summary>Whose timer to set.</summary>
    public CancelTimerSource TimerSource { get; private init; }

    /// <summary>Which market; null in <see cref="CommandKind.CancelAllOrders"/> means all.</summary>
    public MarketId? Market
    {
        get => _marketPlusOne == 0 ? null : new MarketId(MarketIndex);
        private init => _marketPlusOne = value is { } id ? unchecked(id.Index + 1) : 0;
    }

    /// <summary>The side; null in <see cref="CommandKind.CancelAllOrders"/> means both.</summary>
    public Side? Side
    {
        get => _side == 0 ? null : (Side)_side;
        private init => _side = (byte)(value ?? 0);
    }

    /// <summary>The currency of a transfer.</summary>
    public CurrencyId Currency { get; private init; }

    /// <summary>Whose order, account or group.</summary>
    public MemberId Member { get; private init; }

    /// <summary>The limit price; for a market order its worst price, or unset for the market's default protection; for an
    /// amendment the new price, or unset to keep it.</summary>
    public Price Price { get; private init; }

    /// <summary>How much to trade; for an amendment the new quantity in all, what has traded included, or zero to keep
    /// it.</summary>
    public Quantity Quantity { get; private init; }

    /// <summary>The order to cancel or amend.</summary>
    public OrderId Order { get; private init; }

    /// <summary>How long a cancel timer runs, in microseconds.</summary>
    public long DurationMicroseconds { get; private init; }

    /// <summary>The owner's own name for the order.</summary>
    public ClientOrderId ClientOrderId { get; private init; }

    /// <summary>A transfer's amount: positive credits the member, negative debits.</summary>
    public Amount Amount { get; private init; }

    /// <summary>
    /// What kinds of command that are not an order's hot path carry: a transfer's reference or a group's name, <see
    /// cref="OrderConditions"/>, <see cref="CurrencyDefinition"/>, <see cref="MarketDefinition"/>, <see
    /// cref="MarketProtection"/> or <see cref="FeeScheduleEntry"/>.
    /// </summary>
    public object? Body { get; private init; }

    /// <summary>A transfer's reference, or the group of <see cref="CommandKind.SetMemberGroup"/>.</summary>
    public string? Text => Body as string;

    /// <summary>What a plain order does not have; null for a plain one.</summary>
    public OrderConditions? Conditions => Body as OrderConditions;

    /// <summary>The market's index, -1 for none: <see cref="Market"/> without the cost of a nullable.</summary>
    internal int MarketIndex => unchecked(_marketPlusOne - 1);

    /// <summary>The side's byte, 0 for none.</summary>
    internal Side RawSide => (Side)_side;

    /// <summary>A limit order.</summary>
    public static Command LimitOrder(
        MemberId member, MarketId market, Side side, Price price, Quantity quantity,
        TimeInForce timeInForce = TimeInForce.GoodTilCanceled, bool postOnly = false, ClientOrderId clientOrderId = default,
        SelfTradePrevention selfTradePrevention = default, OrderConditions? conditions = null) =>
        new()
        {
            Kind = CommandKind.PlaceOrder,
            Member = member,
            Market = market,
            Side = side,
            Type = OrderType.Limit,
            TimeInForce = timeInForce,
            PostOnly = postOnly,
            Price = price,
            Quantity = quantity,
            ClientOrderId = clientOrderId,
            SelfTradePrevention = selfTradePrevention,
            Body = conditions,
        };

    /// <summary>A market order. With no worst price the engine protects it at 10 % from the best price, or from the
    /// trigger price.</summary>
    public static Command MarketOrder(
        MemberId member, MarketId market, Side side, Quantity quantity, Price worstPrice = default,
        TimeInForce timeInForce = TimeInForce.ImmediateOrCancel, ClientOrderId clientOrderId = default,
        SelfTradePrevention selfTradePrevention = default, OrderConditions? conditions = null) =>
        new()
        {
            Kind = CommandKind.PlaceOrder,
            Member = member,
            Market = market,
            Side = side,
            Type = OrderType.Market,
            TimeInForce = timeInForce,
            Price = worstPrice,
            Quantity = quantity,
            ClientOrderId = clientOrderId,
            SelfTradePrevention = selfTradePrevention,
            Body = conditions,
        };

    /// <summary>
    /// Two orders of one side and quantity, of which one cancels the other: a limit order on the better side of the last
    /// price and a stop order on the worse side. They share one reservation.
    /// </summary>
    /// <param name="member">Whose.</param>
    /// <param name="market">Where.</param>
    /// <param name="side">Of both.</param>
    /// <param name="limitPrice">Of the limit order.</param>
    /// <param name="quantity">Of both.</param>
    /// <param name="stop">The stop's trigger price, its limit price if any, its client order id, and the expiry of
    /// both.</param>
    /// <param name="timeInForce">Good-til-canceled or good-til-date.</param>
    /// <param name="clientOrderId">Of the limit order.</param>
    /// <param name="selfTradePrevention">Of both.</param>
    public static Command OneCancelsOther(
        MemberId member, MarketId market, Side side, Price limitPrice, Quantity quantity, OrderConditions stop,
        TimeInForce timeInForce = TimeInForce.GoodTilCanceled, ClientOrderId clientOrderId = default,
        SelfTradePrevention selfTradePrevention = default) =>
        new()
        {
            Kind = CommandKind.PlaceOneCancelsOther,
            Member = member,
            Market = market,
            Side = side,
            Type = OrderType.Limit,
            TimeInForce = timeInForce,
            Price = limitPrice,
            Quantity = quantity,
            ClientOrderId = clientOrderId,
            SelfTradePrevention = selfTradePrevention,
            Body = stop,
        };

    /// <summary>
    /// Change a resting order. A smaller quantity at the same price keeps its place in the queue; anything else puts it
    /// behind the others at its price, after trading what it now can.
    /// </summary>
    public static Command AmendOrder(MemberId member, OrderId order, Price newPrice = default, Quantity newQuantity = default) =>
        new() { Kind = CommandKind.AmendOrder, Member = member, Order = order, Price = newPrice, Quantity = newQuantity };

    /// <summary>Cancel one order of a member.</summary>
    public static Command CancelOrder(MemberId member, OrderId order) =>
        new() { Kind = CommandKind.CancelOrder, Member = member, Order = order };

    /// <summary>Cancel a member's open orders.</summary>
    public static Command CancelAllOrders(MemberId member, MarketId? market = null, Side? side = null) =>
        new() { Kind = CommandKind.CancelAllOrders, Member = member, Market = market, Side = side };

    /// <summary>
    /// Cancel all of a member's orders unless renewed within a time; zero disarms.
    /// </summary>
    /// <param name="member">Whose orders.</param>
    /// <param name="microseconds">0, or a second to a day.</param>
    /// <param name="source">Each source's timer runs by itself.</param>
    public static Command SetCancelTimer(MemberId member, long microseconds, CancelTimerSource source) =>
        new() { Kind = CommandKind.SetCancelTimer, Member = member, DurationMicroseconds = microseconds, TimerSource = source };

    /// <summary>Do what is due at the command's time.</summary>
    public static Command Advance() => new() { Kind = CommandKind.Advance };

    /// <summary>
    /// Credit (positive) or debit (negative) a member's available balance against the platform's asset account. A
    /// reference is accepted once, for ever.
    /// </summary>
    /// <param name="member">Whose account.</param>
    /// <param name="currency">In what.</param>
    /// <param name="amount">Not zero; at most the currency's precision.</param>
    /// <param name="reference">For example <c>deposit:btc:…</c>; 1 to 200 characters of ASCII.</param>
    public static Command Transfer(MemberId member, CurrencyId currency, Amount amount, string reference) =>
        new() { Kind = CommandKind.Transfer, Member = member, Currency = currency, Amount = amount, Body = reference };

    /// <summary>Add a currency.</summary>
    public static Command DefineCurrency(CurrencyDefinition definition) =>
        new() { Kind = CommandKind.DefineCurrency, Body = definition };

    /// <summary>Add a market, halted until <see cref="SetMarketState"/> opens it.</summary>
    public static Command DefineMarket(MarketDefinition definition) =>
        new() { Kind = CommandKind.DefineMarket, Body = definition };

    /// <summary>Open, restrict or halt a market, or put it into a call auction. Opening one that is in an auction, or was
    /// halted in one, first trades what can trade at the auction's price.</summary>
    public static Command SetMarketState(MarketId market, MarketState state) =>
        new() { Kind = CommandKind.SetMarketState, Market = market, MarketState = state };

    /// <summary>Set a market's price band and circuit breaker.</summary>
    public static Command SetMarketProtection(MarketProtection protection) =>
        new() { Kind = CommandKind.SetMarketProtection, Market = protection.Market, Body = protection };

    /// <summary>Set one entry of the fee schedule. Orders keep the rates they were accepted with.</summary>
    public static Command SetFee(FeeScheduleEntry entry) => new() { Kind = CommandKind.SetFee, Body = entry };

    /// <summary>Put a member into a fee group.</summary>
    public static Command SetMemberGroup(MemberId member, string group) =>
        new() { Kind = CommandKind.SetMemberGroup, Member = member, Body = group };
}

/// <summary>A currency to define; the engine gives it the next index.</summary>
/// <param name="Code">2 to 10 of a-z and 0-9.</param>
/// <param name="Name">1 to 50 characters.</param>
/// <param name="Kind">Coin or fiat.</param>
/// <param name="Precision">0 to 18.</param>
public sealed record CurrencyDefinition(string Code, string Name, CurrencyKind Kind, int Precision);
