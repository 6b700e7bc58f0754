namespace Exchange.Core.Matching;

/// <summary>Which way an order trades, seen from its owner and in the base currency.</summary>
public enum Side : byte
{
    /// <summary>Buys base, pays quote.</summary>
    Buy = 1,

    /// <summary>Sells base, receives quote.</summary>
    Sell = 2,
}

/// <summary>How an order's price is decided.</summary>
public enum OrderType : byte
{
    /// <summary>Trades at its limit price or better.</summary>
    Limit = 1,

    /// <summary>Trades at the best prices there are, no worse than its protection price; never rests.</summary>
    Market = 2,
}

/// <summary>How long an order stays.</summary>
public enum TimeInForce : byte
{
    /// <summary>Rests until it is filled or canceled.</summary>
    GoodTilCanceled = 1,

    /// <summary>Fills what it can at once; the rest is canceled.</summary>
    ImmediateOrCancel = 2,

    /// <summary>Fills whole at once or not at all.</summary>
    FillOrKill = 3,

    /// <summary>Rests until it is filled, canceled or its expiry time has come.</summary>
    GoodTilDate = 4,
}

/// <summary>What an order waits for before it enters the book. Judged by the last trade price of its market.</summary>
public enum TriggerKind : byte
{
    /// <summary>Nothing: it enters at once.</summary>
    None = 0,

    /// <summary>A price that turns against its owner: a sell waits for the last price to fall to its trigger price, a buy
    /// for it to rise.</summary>
    Stop = 1,

    /// <summary>A price that turns in its owner's favour: a sell waits for the last price to rise to its trigger price, a
    /// buy for it to fall.</summary>
    TakeProfit = 2,

    /// <summary>A stop whose trigger price follows the best last price seen since it was placed, at a fixed
    /// distance.</summary>
    TrailingStop = 3,
}

/// <summary>What happens when an incoming order meets a resting order of the same member. The incoming order's mode
/// decides.</summary>
public enum SelfTradePrevention : byte
{
    /// <summary>The incoming order is closed.</summary>
    CancelNewest = 0,

    /// <summary>The resting order is closed and the incoming one goes on.</summary>
    CancelOldest = 1,

    /// <summary>Both are closed.</summary>
    CancelBoth = 2,

    /// <summary>Both lose the smaller remaining quantity; the one with nothing left is closed.</summary>
    Decrement = 3,
}

/// <summary>Why an order left the book.</summary>
public enum CloseReason : byte
{
    /// <summary>The order is open.</summary>
    None = 0,

    /// <summary>Everything was traded.</summary>
    Filled = 1,

    /// <summary>Its owner canceled it.</summary>
    CanceledByMember = 2,

    /// <summary>An operator canceled it.</summary>
    CanceledByOperator = 3,

    /// <summary>Immediate-or-cancel: the rest found no counterparty.</summary>
    ImmediateRemainder = 4,

    /// <summary>Fill-or-kill: the whole quantity was not there.</summary>
    NotFillable = 5,

    /// <summary>Market order: nothing more was on offer up to the worst price.</summary>
    PriceProtection = 6,

    /// <summary>It would have traded with an order of the same member.</summary>
    SelfTrade = 7,

    /// <summary>Good-til-date: its time has come.</summary>
    Expired = 8,

    /// <summary>One cancels the other: the other order traded, triggered or closed.</summary>
    LinkedOrder = 9,

    /// <summary>Its owner's cancel timer ran out.</summary>
    CancelTimer = 10,

    /// <summary>The circuit breaker stopped the market while it was matching, and it may not rest.</summary>
    MarketHalted = 11,
}

/// <summary>What follows from a side.</summary>
public static class SideTerms
{
    /// <summary>The other side.</summary>
    public static Side Opposite(this Side side) => side == Side.Buy ? Side.Sell : Side.Buy;
}
