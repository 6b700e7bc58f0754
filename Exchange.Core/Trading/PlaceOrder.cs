using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>An order as its owner asks for it.</summary>
/// <param name="Market">Where.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Type">Limit or market.</param>
/// <param name="Quantity">In base.</param>
/// <param name="Price">Limit price in quote; null for a market order.</param>
public sealed record PlaceOrderRequest(Market Market, Side Side, OrderType Type, Amount Quantity, Amount? Price)
{
    /// <summary>How long it stays; a market order is always immediate or fill-or-kill.</summary>
    public TimeInForce TimeInForce { get; init; } = TimeInForce.GoodTilCanceled;

    /// <summary>It may not take.</summary>
    public bool PostOnly { get; init; }

    /// <summary>A market order's worst price in quote; null for the market's default protection.</summary>
    public Amount? WorstPrice { get; init; }

    /// <summary>The owner's name for it; repeating one is refused, so a request sent twice places one order.</summary>
    public ClientOrderId ClientOrderId { get; init; }
}

/// <summary>Why an order was refused, in the order the checks run.</summary>
public enum OrderRejectReason
{
    /// <summary>Accepted.</summary>
    None = 0,

    /// <summary>The member may not trade.</summary>
    NotPermitted,

    /// <summary>The fields contradict each other.</summary>
    Malformed,

    /// <summary>A market order has no limit price.</summary>
    PriceNotAllowed,

    /// <summary>A limit order needs a price.</summary>
    PriceMissing,

    /// <summary>The price is not above zero.</summary>
    PriceNotPositive,

    /// <summary>The price is not a whole number of ticks.</summary>
    PriceNotOnTick,

    /// <summary>The price is outside the market's range.</summary>
    PriceOutOfRange,

    /// <summary>The quantity is not above zero.</summary>
    QuantityNotPositive,

    /// <summary>The quantity is not a whole number of lots.</summary>
    QuantityNotOnLot,

    /// <summary>The quantity is below the market's smallest.</summary>
    QuantityTooSmall,

    /// <summary>The quantity is above the market's largest.</summary>
    QuantityTooLarge,

    /// <summary>Price times quantity is below the market's smallest notional.</summary>
    NotionalTooSmall,

    /// <summary>The market does not take orders now.</summary>
    MarketNotOpen,

    /// <summary>The market is in a call auction: only orders that may rest are taken, and none that is post-only.</summary>
    MarketInAuction,

    /// <summary>Post-only makes no sense with a market, immediate, fill-or-kill or conditional order.</summary>
    PostOnlyNotAllowed,

    /// <summary>Only a limit order that rests at once may show less than its quantity.</summary>
    DisplayNotAllowed,

    /// <summary>The quantity shown is below the market's smallest order.</summary>
    DisplayTooSmall,

    /// <summary>The quantity shown is not below the order's quantity.</summary>
    DisplayTooLarge,

    /// <summary>An expiry time needs a good-til-date limit order.</summary>
    ExpiryNotAllowed,

    /// <summary>A good-til-date order needs an expiry time.</summary>
    ExpiryMissing,

    /// <summary>The expiry time is not in the future.</summary>
    ExpiryInPast,

    /// <summary>A stop or take-profit order needs a trigger price; any other order has none.</summary>
    TriggerPriceInvalid,

    /// <summary>The trigger price is outside the market's range.</summary>
    TriggerPriceOutOfRange,

    /// <summary>The order would trigger at once.</summary>
    TriggerWrongSide,

    /// <summary>A trailing stop needs exactly one distance; any other order has none.</summary>
    TrailInvalid,

    /// <summary>The market has as many trailing stops as are allowed.</summary>
    TooManyTrailingStops,

    /// <summary>A trailing stop needs a last price, and the market has had no trade.</summary>
    NoLastPrice,

    /// <summary>A quote amount is for market orders without a trigger and in place of a quantity.</summary>
    QuoteAmountInvalid,

    /// <summary>One cancels the other: the prices are not on opposite sides of the last price.</summary>
    LegsInvalid,

    /// <summary>The price is further through the last price than the market's price band allows.</summary>
    OutsidePriceBand,

    /// <summary>No open order with this id belongs to the member.</summary>
    OrderUnknown,

    /// <summary>This order cannot be amended, or nothing would change.</summary>
    NotAmendable,

    /// <summary>The client order id was used before.</summary>
    ClientOrderIdTaken,

    /// <summary>Too many open orders in this market.</summary>
    TooManyOpenOrders,

    /// <summary>The other side of the book is too thin for a market order.</summary>
    InsufficientLiquidity,

    /// <summary>Post-only, and it would trade at once.</summary>
    WouldTake,

    /// <summary>The available balance is too small.</summary>
    InsufficientFunds,

    /// <summary>The queue is full; nothing happened.</summary>
    Busy,

    /// <summary>The engine takes nothing now; nothing happened.</summary>
    Unavailable,

    /// <summary>The caller stopped waiting; look the order up by its client order id.</summary>
    OutcomeUnknown,
}

/// <summary>What became of an order request.</summary>
/// <param name="Reason">None when accepted.</param>
/// <param name="Order">The order after matching, durable; null when refused.</param>
public sealed record PlaceOrderResult(OrderRejectReason Reason, OrderView? Order);

/// <summary>Places an order for a member: permission, the market's rules, then the engine.</summary>
public sealed class PlaceOrder(IEngine engine, IMemberAccess access)
{
    /// <summary>Places the order; the result is durable when this returns.</summary>
    public async ValueTask<PlaceOrderResult> ExecuteAsync(
        MemberId member, PlaceOrderRequest request, CancellationToken cancellationToken)
    {
        if (!await access.MayTradeAsync(member, cancellationToken)) return Refused(OrderRejectReason.NotPermitted);
        var reason = OrderChecks.FirstViolation(request, out var price, out var quantity);
        if (reason != OrderRejectReason.None) return Refused(reason);

        var command = request.Type == OrderType.Market
            ? Command.MarketOrder(member, request.Market.Id, request.Side, quantity, price,
                MarketTimeInForce(request.TimeInForce), request.ClientOrderId)
            : Command.LimitOrder(member, request.Market.Id, request.Side, price, quantity,
                request.TimeInForce, request.PostOnly, request.ClientOrderId);
        var result = await engine.SubmitAsync(command, cancellationToken);
        return result.IsAccepted
            ? new PlaceOrderResult(OrderRejectReason.None, OrderViews.Placed(command, result))
            : Refused(OrderChecks.Translate(result.Reason));
    }

    private static TimeInForce MarketTimeInForce(TimeInForce asked) =>
        asked == TimeInForce.FillOrKill ? TimeInForce.FillOrKill : TimeInForce.ImmediateOrCancel;

    private static PlaceOrderResult Refused(OrderRejectReason reason) => new(reason, null);
}
