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

    /// <summary>It would have traded with its owner's own order; the newer one is canceled.</summary>
    SelfTrade = 7,
}

/// <summary>What follows from a side.</summary>
public static class SideTerms
{
    /// <summary>The other side.</summary>
    public static Side Opposite(this Side side) => side == Side.Buy ? Side.Sell : Side.Buy;
}
