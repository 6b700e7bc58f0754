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
}

/// <summary>
/// One request to the engine. Build it with the factory methods; which fields matter depends on <see cref="Kind"/>, the
/// rest stay at their default. A struct, so that the path of an order allocates nothing for it.
/// </summary>
public readonly record struct Command
{
    /// <summary>What to do.</summary>
    public CommandKind Kind { get; private init; }

    /// <summary>Whose order, account or group.</summary>
    public MemberId Member { get; private init; }

    /// <summary>Which market; null in <see cref="CommandKind.CancelAllOrders"/> means all.</summary>
    public MarketId? Market { get; private init; }

    /// <summary>The side; null in <see cref="CommandKind.CancelAllOrders"/> means both.</summary>
    public Side? Side { get; private init; }

    /// <summary>Limit or market.</summary>
    public OrderType Type { get; private init; }

    /// <summary>How long the order stays.</summary>
    public TimeInForce TimeInForce { get; private init; }

    /// <summary>True when the order must not take liquidity.</summary>
    public bool PostOnly { get; private init; }

    /// <summary>The limit price; for a market order its worst price, or unset for the market's default
    /// protection.</summary>
    public Price Price { get; private init; }

    /// <summary>How much to trade.</summary>
    public Quantity Quantity { get; private init; }

    /// <summary>The owner's own name for the order.</summary>
    public ClientOrderId ClientOrderId { get; private init; }

    /// <summary>The order to cancel.</summary>
    public OrderId Order { get; private init; }

    /// <summary>The currency of a transfer.</summary>
    public CurrencyId Currency { get; private init; }

    /// <summary>A transfer's amount: positive credits the member, negative debits.</summary>
    public Amount Amount { get; private init; }

    /// <summary>The state to give a market.</summary>
    public MarketState MarketState { get; private init; }

    /// <summary>A transfer's reference, or the group of <see cref="CommandKind.SetMemberGroup"/>.</summary>
    public string? Text { get; private init; }

    /// <summary>A <see cref="CurrencyDefinition"/>, <see cref="MarketDefinition"/> or <see
    /// cref="FeeScheduleEntry"/>.</summary>
    public object? Definition { get; private init; }

    /// <summary>A limit order.</summary>
    public static Command LimitOrder(
        MemberId member, MarketId market, Side side, Price price, Quantity quantity,
        TimeInForce timeInForce = TimeInForce.GoodTilCanceled, bool postOnly = false, ClientOrderId clientOrderId = default) =>
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
        };

    /// <summary>A market order. With no worst price the engine protects it at 10 % from the best price.</summary>
    public static Command MarketOrder(
        MemberId member, MarketId market, Side side, Quantity quantity, Price worstPrice = default,
        TimeInForce timeInForce = TimeInForce.ImmediateOrCancel, ClientOrderId clientOrderId = default) =>
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
        };

    /// <summary>Cancel one order of a member.</summary>
    public static Command CancelOrder(MemberId member, OrderId order) =>
        new() { Kind = CommandKind.CancelOrder, Member = member, Order = order };

    /// <summary>Cancel a member's open orders.</summary>
    public static Command CancelAllOrders(MemberId member, MarketId? market = null, Side? side = null) =>
        new() { Kind = CommandKind.CancelAllOrders, Member = member, Market = market, Side = side };

    /// <summary>
    /// Credit (positive) or debit (negative) a member's available balance against the platform's asset account. A
    /// reference is accepted once, for ever.
    /// </summary>
    /// <param name="member">Whose account.</param>
    /// <param name="currency">In what.</param>
    /// <param name="amount">Not zero; at most the currency's precision.</param>
    /// <param name="reference">For example <c>deposit:btc:…</c>; 1 to 200 characters of ASCII.</param>
    public static Command Transfer(MemberId member, CurrencyId currency, Amount amount, string reference) =>
        new() { Kind = CommandKind.Transfer, Member = member, Currency = currency, Amount = amount, Text = reference };

    /// <summary>Add a currency.</summary>
    public static Command DefineCurrency(CurrencyDefinition definition) =>
        new() { Kind = CommandKind.DefineCurrency, Definition = definition };

    /// <summary>Add a market, halted until <see cref="SetMarketState"/> opens it.</summary>
    public static Command DefineMarket(MarketDefinition definition) =>
        new() { Kind = CommandKind.DefineMarket, Definition = definition };

    /// <summary>Open, restrict or halt a market.</summary>
    public static Command SetMarketState(MarketId market, MarketState state) =>
        new() { Kind = CommandKind.SetMarketState, Market = market, MarketState = state };

    /// <summary>Set one entry of the fee schedule. Orders keep the rates they were accepted with.</summary>
    public static Command SetFee(FeeScheduleEntry entry) => new() { Kind = CommandKind.SetFee, Definition = entry };

    /// <summary>Put a member into a fee group.</summary>
    public static Command SetMemberGroup(MemberId member, string group) =>
        new() { Kind = CommandKind.SetMemberGroup, Member = member, Text = group };
}

/// <summary>A currency to define; the engine gives it the next index.</summary>
/// <param name="Code">2 to 10 of a-z and 0-9.</param>
/// <param name="Name">1 to 50 characters.</param>
/// <param name="Kind">Coin or fiat.</param>
/// <param name="Precision">0 to 18.</param>
public sealed record CurrencyDefinition(string Code, string Name, CurrencyKind Kind, int Precision);
