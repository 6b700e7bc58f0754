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

    /// <summary>The market is in a call auction: only orders that may rest are taken, and none that is post-only.</summary>
    MarketInAuction,

    /// <summary>A field has a value that makes no sense.</summary>
    Malformed,

    /// <summary>Post-only makes no sense with a market, immediate, fill-or-kill or conditional order.</summary>
    PostOnlyNotAllowed,

    /// <summary>Only a limit order that rests at once may show less than its quantity.</summary>
    DisplayNotAllowed,

    /// <summary>An expiry time needs a good-til-date limit order.</summary>
    ExpiryNotAllowed,

    /// <summary>A good-til-date order needs an expiry time.</summary>
    ExpiryMissing,

    /// <summary>A stop or take-profit order needs a trigger price; any other order has none.</summary>
    TriggerPriceInvalid,

    /// <summary>A trailing stop needs exactly one distance, in ticks or in basis points; any other order has none.</summary>
    TrailInvalid,

    /// <summary>A quote amount is for market orders without a trigger and in place of a quantity; it has no more decimals
    /// than the currency and cannot be decremented.</summary>
    QuoteAmountInvalid,

    /// <summary>A limit order needs a price.</summary>
    PriceMissing,

    /// <summary>The price is outside the market's lowest and highest price.</summary>
    PriceOutOfRange,

    /// <summary>The trigger price is outside the market's lowest and highest price.</summary>
    TriggerPriceOutOfRange,

    /// <summary>The quantity is below the market's smallest.</summary>
    QuantityTooSmall,

    /// <summary>The quantity is above the market's largest.</summary>
    QuantityTooLarge,

    /// <summary>The quantity shown is below the market's smallest order.</summary>
    DisplayTooSmall,

    /// <summary>The quantity shown is not below the order's quantity.</summary>
    DisplayTooLarge,

    /// <summary>Price times quantity is below the market's smallest notional.</summary>
    NotionalTooSmall,

    /// <summary>The expiry time is not in the future.</summary>
    ExpiryInPast,

    /// <summary>The member used this client order id for a recent order.</summary>
    ClientOrderIdTaken,

    /// <summary>The member has as many open orders in this market as are allowed.</summary>
    TooManyOpenOrders,

    /// <summary>The market has as many trailing stops as are allowed.</summary>
    TooManyTrailingStops,

    /// <summary>A trailing stop needs a last price to start from, and the market has had no trade.</summary>
    NoLastPrice,

    /// <summary>The trigger price is on the wrong side of the last price: the order would trigger at once.</summary>
    TriggerWrongSide,

    /// <summary>One cancels the other: limit price and trigger price are not on opposite sides of the last
    /// price.</summary>
    LegsInvalid,

    /// <summary>The limit price is further through the last price than the market's price band allows.</summary>
    OutsidePriceBand,

    /// <summary>A market order found nothing, or less than its quantity, on the other side of the book.</summary>
    InsufficientLiquidity,

    /// <summary>A post-only order would have traded at once.</summary>
    WouldTake,

    /// <summary>The available balance is too small.</summary>
    InsufficientFunds,

    /// <summary>No open order with this id belongs to the member.</summary>
    OrderUnknown,

    /// <summary>Only a limit order that rests in the book and has no linked order can be amended, and something must
    /// change.</summary>
    NotAmendable,

    /// <summary>A cancel timer runs 1 second to 1 day, or 0 to disarm it.</summary>
    TimeoutInvalid,

    /// <summary>No such currency.</summary>
    CurrencyUnknown,

    /// <summary>The amount is zero or has more decimals than the currency.</summary>
    AmountInvalid,

    /// <summary>This reference was already accepted.</summary>
    ReferenceTaken,

    /// <summary>A currency or market with this code exists.</summary>
    CodeTaken,

    /// <summary>The definition breaks a rule; <see cref="Markets.Market.TryCreate"/> says which.</summary>
    DefinitionInvalid,
}
