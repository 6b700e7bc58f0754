namespace Exchange.Core.Trading;

/// <summary>Why an order, a pair or an amendment was refused, in the order the checks run.</summary>
public enum OrderRejectReason
{
    /// <summary>Accepted.</summary>
    None = 0,

    /// <summary>The member may not trade.</summary>
    NotPermitted,

    /// <summary>The member's level is too low: something of the verification is missing.</summary>
    LevelTooLow,

    /// <summary>The fields contradict each other.</summary>
    Malformed,

    /// <summary>A market order has no limit price.</summary>
    PriceNotAllowed,

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

    /// <summary>A trailing stop needs exactly one distance, and at most 50 %; any other order has none.</summary>
    TrailInvalid,

    /// <summary>A quote amount is above zero, has no more decimals than the currency, and is for market orders without a
    /// trigger and in place of a quantity.</summary>
    QuoteAmountInvalid,

    /// <summary>A limit order needs a price.</summary>
    PriceMissing,

    /// <summary>The price is not above zero.</summary>
    PriceNotPositive,

    /// <summary>The price is not a whole number of ticks.</summary>
    PriceNotOnTick,

    /// <summary>The price is outside the market's range.</summary>
    PriceOutOfRange,

    /// <summary>The trigger price is not a whole number of ticks.</summary>
    TriggerPriceNotOnTick,

    /// <summary>The trigger price is outside the market's range.</summary>
    TriggerPriceOutOfRange,

    /// <summary>A trailing stop's distance is not a whole number of ticks.</summary>
    TrailNotOnTick,

    /// <summary>The limit price of a pair's stop order is not a whole number of ticks.</summary>
    StopLimitPriceNotOnTick,

    /// <summary>The limit price of a pair's stop order is outside the market's range.</summary>
    StopLimitPriceOutOfRange,

    /// <summary>The quantity is not above zero.</summary>
    QuantityNotPositive,

    /// <summary>The quantity is not a whole number of lots.</summary>
    QuantityNotOnLot,

    /// <summary>The quantity is below the market's smallest.</summary>
    QuantityTooSmall,

    /// <summary>The quantity is above the market's largest.</summary>
    QuantityTooLarge,

    /// <summary>The quantity shown is not a whole number of lots.</summary>
    DisplayNotOnLot,

    /// <summary>The quantity shown is below the market's smallest order.</summary>
    DisplayTooSmall,

    /// <summary>The quantity shown is not below the order's quantity.</summary>
    DisplayTooLarge,

    /// <summary>Price times quantity is below the market's smallest notional.</summary>
    NotionalTooSmall,

    /// <summary>The market does not take orders now.</summary>
    MarketNotOpen,

    /// <summary>The market is in a call auction: only orders that may rest are taken, and none that is post-only.</summary>
    MarketInAuction,

    /// <summary>The expiry time is not in the future.</summary>
    ExpiryInPast,

    /// <summary>The client order id was used before.</summary>
    ClientOrderIdTaken,

    /// <summary>Too many open orders in this market.</summary>
    TooManyOpenOrders,

    /// <summary>The market has as many trailing stops as are allowed.</summary>
    TooManyTrailingStops,

    /// <summary>A trailing stop needs a last price, and the market has had no trade.</summary>
    NoLastPrice,

    /// <summary>The order would trigger at once.</summary>
    TriggerWrongSide,

    /// <summary>One cancels the other: the prices are not on opposite sides of the last price.</summary>
    LegsInvalid,

    /// <summary>The price is further through the last price than the market's price band allows.</summary>
    OutsidePriceBand,

    /// <summary>The other side of the book is too thin for a market order.</summary>
    InsufficientLiquidity,

    /// <summary>Post-only, and it would trade at once.</summary>
    WouldTake,

    /// <summary>The available balance is too small.</summary>
    InsufficientFunds,

    /// <summary>No open order with this id belongs to the member.</summary>
    OrderUnknown,

    /// <summary>This order cannot be amended, or nothing would change.</summary>
    NotAmendable,

    /// <summary>The queue is full; nothing happened.</summary>
    Busy,

    /// <summary>The engine takes nothing now; nothing happened.</summary>
    Unavailable,

    /// <summary>The caller stopped waiting; look the order up by its client order id.</summary>
    OutcomeUnknown,
}
