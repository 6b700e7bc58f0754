using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>A limit order and a stop order of which one cancels the other, as their owner asks for them.</summary>
/// <param name="Market">Where.</param>
/// <param name="Side">Of both.</param>
/// <param name="Quantity">Of both, in base.</param>
/// <param name="LimitPrice">Of the limit order, in quote.</param>
/// <param name="TriggerPrice">The last price that triggers the stop order, in quote.</param>
public sealed record OneCancelsOtherRequest(
    Market Market, Side Side, Amount Quantity, Amount LimitPrice, Amount TriggerPrice)
{
    /// <summary>The stop order's limit price; null makes it a market order.</summary>
    public Amount? StopLimitPrice { get; init; }

    /// <summary>Good-til-canceled or good-til-date.</summary>
    public TimeInForce TimeInForce { get; init; } = TimeInForce.GoodTilCanceled;

    /// <summary>When good-til-date orders expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The owner's name for the limit order.</summary>
    public ClientOrderId ClientOrderId { get; init; }

    /// <summary>The owner's name for the stop order; another one.</summary>
    public ClientOrderId StopClientOrderId { get; init; }

    /// <summary>What to do on meeting the member's own order.</summary>
    public SelfTradePrevention SelfTradePrevention { get; init; }
}

/// <summary>What became of a pair.</summary>
/// <param name="Reason">None when accepted.</param>
/// <param name="Limit">The limit order; null when refused.</param>
/// <param name="Stop">The stop order; null when refused.</param>
public sealed record OneCancelsOtherResult(OrderRejectReason Reason, OrderView? Limit, OrderView? Stop);

/// <summary>Places two orders of which one cancels the other.</summary>
public sealed class PlaceOneCancelsOther(IEngine engine, IMemberAccess access)
{
    /// <summary>Places both or neither; the result is durable when this returns.</summary>
    public async ValueTask<OneCancelsOtherResult> ExecuteAsync(
        MemberId member, OneCancelsOtherRequest request, CancellationToken cancellationToken)
    {
        var reason = PlaceOrder.Translate(await access.MayAsync(member, Capability.Trade, cancellationToken));
        if (reason != OrderRejectReason.None) return Refused(reason);
        reason = TryCommand(member, request, out var command);
        if (reason != OrderRejectReason.None) return Refused(reason);
        var result = await engine.SubmitAsync(command, cancellationToken);
        if (!result.IsAccepted) return Refused(OrderChecks.Translate(result.Reason));
        await LateOrders.WithdrawAsync(engine, access, member, result.Order);
        var limit = OrderViews.Placed(command, result);
        return new OneCancelsOtherResult(OrderRejectReason.None, limit, StopOf(limit, command.Conditions!));
    }

    /// <summary>The first rule of the market that the request breaks; the order form's preview asks, too.</summary>
    public static OrderRejectReason FirstViolation(OneCancelsOtherRequest request) => TryCommand(default, request, out _);

    private static OrderRejectReason TryCommand(MemberId member, OneCancelsOtherRequest request, out Command command)
    {
        command = default;
        var (market, stopLimit) = (request.Market, default(Price));
        if (Combination(request) is var combination and not OrderRejectReason.None) return combination;
        var reason = RuleChecks.Price(market, request.LimitPrice, out var limit);
        if (reason != OrderRejectReason.None) return reason;
        reason = RuleChecks.TriggerPrice(market, request.TriggerPrice, out var trigger);
        if (reason == OrderRejectReason.None && request.StopLimitPrice is { } price)
            reason = RuleChecks.StopLimitPrice(market, price, out stopLimit);
        if (reason != OrderRejectReason.None) return reason;
        reason = RuleChecks.Quantity(market, request.Quantity, out var quantity);
        if (reason != OrderRejectReason.None) return reason;
        if (market.Notional(limit, quantity) < market.MinNotional) return OrderRejectReason.NotionalTooSmall;
        if (request.Side == Side.Sell ? limit <= trigger : limit >= trigger) return OrderRejectReason.LegsInvalid;

        var stop = new OrderConditions
        {
            TriggerPrice = trigger,
            StopLimitPrice = stopLimit,
            StopClientOrderId = request.StopClientOrderId,
            ExpiresMicroseconds = RuleChecks.Expiry(request.ExpiresAt),
        };
        command = Command.OneCancelsOther(member, market.Id, request.Side, limit, quantity, stop, request.TimeInForce,
            request.ClientOrderId, request.SelfTradePrevention);
        return OrderRejectReason.None;
    }

    private static OrderRejectReason Combination(OneCancelsOtherRequest request)
    {
        if (request.TimeInForce is not (TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate))
            return OrderRejectReason.Malformed;
        if (request.ClientOrderId.IsSet && request.ClientOrderId == request.StopClientOrderId)
            return OrderRejectReason.Malformed;
        return OrderCombinations.Expiry(request.TimeInForce, request.ExpiresAt, mayExpire: true);
    }

    /// <summary>The other leg right after the placement. A market leg's worst price is the engine's to choose and shown
    /// nowhere.</summary>
    private static OrderView StopOf(OrderView limit, OrderConditions stop) => limit with
    {
        Id = limit.LinkedOrder,
        LinkedOrder = limit.Id,
        Type = stop.StopLimitPrice.IsSet ? OrderType.Limit : OrderType.Market,
        Price = stop.StopLimitPrice,
        ClientOrderId = stop.StopClientOrderId,
        Trigger = TriggerKind.Stop,
        TriggerPrice = stop.TriggerPrice,
        IsPending = true,
    };

    private static OneCancelsOtherResult Refused(OrderRejectReason reason) => new(reason, null, null);
}
