namespace Exchange.Core.Engine;

/// <summary>
/// Why a command was refused, in the order the checks run. A refused command changes nothing, takes no sequence number
/// and is not in the journal.
/// </summary>
public enum RejectReason : byte
{
    /// <summary>Accepted.</summary>
    None = 0,

    /// <summary>The queue is full: try again later.</summary>
    Busy,

    /// <summary>The journal cannot be written at the moment: nothing is accepted.</summary>
    Unavailable,

    /// <summary>The caller stopped waiting; whether the command took effect is not known to it.</summary>
    OutcomeUnknown,

    /// <summary>No such market.</summary>
    MarketUnknown,

    /// <summary>The market is halted or lets orders only be canceled.</summary>
    MarketNotOpen,

    /// <summary>A field has a value that makes no sense, or two fields contradict each other.</summary>
    Malformed,

    /// <summary>A limit order needs a price.</summary>
    PriceMissing,

    /// <summary>The price is outside the market's lowest and highest price.</summary>
    PriceOutOfRange,

    /// <summary>The quantity is below the market's smallest.</summary>
    QuantityTooSmall,

    /// <summary>The quantity is above the market's largest.</summary>
    QuantityTooLarge,

    /// <summary>Price times quantity is below the market's smallest notional.</summary>
    NotionalTooSmall,

    /// <summary>The member used this client order id for a recent order.</summary>
    ClientOrderIdTaken,

    /// <summary>The member has as many open orders in this market as are allowed.</summary>
    TooManyOpenOrders,

    /// <summary>A market order found nothing, or less than its quantity, on the other side of the book.</summary>
    InsufficientLiquidity,

    /// <summary>A post-only order would have traded at once.</summary>
    WouldTake,

    /// <summary>The available balance is too small.</summary>
    InsufficientFunds,

    /// <summary>No open order with this id belongs to the member.</summary>
    OrderUnknown,

    /// <summary>No such currency.</summary>
    CurrencyUnknown,

    /// <summary>The amount is zero or has more decimals than the currency.</summary>
    AmountInvalid,

    /// <summary>This reference was already accepted.</summary>
    ReferenceTaken,

    /// <summary>A currency or market with this code exists.</summary>
    CodeTaken,

    /// <summary>The definition breaks a rule; the result's detail says which.</summary>
    DefinitionInvalid,
}
