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
/// <param name="Quantity">In base; zero when <see cref="QuoteAmount"/> is given.</param>
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

    /// <summary>What to do on meeting the member's own order.</summary>
    public SelfTradePrevention SelfTradePrevention { get; init; }

    /// <summary>What it waits for before it enters the book.</summary>
    public TriggerKind Trigger { get; init; }

    /// <summary>The last price that triggers a stop or take-profit order, in quote.</summary>
    public Amount? TriggerPrice { get; init; }

    /// <summary>A trailing stop's distance in quote; null when it is given in basis points.</summary>
    public Amount? TrailAmount { get; init; }

    /// <summary>A trailing stop's distance in hundredths of a percent; null when it is given as an amount.</summary>
    public int? TrailBasisPoints { get; init; }

    /// <summary>An iceberg order shows at most this much base at a time; null shows everything.</summary>
    public Amount? Display { get; init; }

    /// <summary>When a good-til-date order expires.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>A market order's size as an amount of quote, in place of a quantity.</summary>
    public Amount? QuoteAmount { get; init; }

    /// <summary>The same with a name, unless it has one.</summary>
    public PlaceOrderRequest Named(ClientOrderId name) => ClientOrderId.IsSet ? this : this with { ClientOrderId = name };
}

/// <summary>What became of an order request.</summary>
/// <param name="Reason">None when accepted.</param>
/// <param name="Order">The order after matching, durable; null when refused.</param>
public sealed record PlaceOrderResult(OrderRejectReason Reason, OrderView? Order)
{
    /// <summary>With <see cref="OrderRejectReason.ClientOrderIdTaken"/> from the engine: the order that has the name.</summary>
    public OrderId Existing { get; init; }
}

/// <summary>Places an order for a member: permission, the market's rules, then the engine.</summary>
public sealed class PlaceOrder(IEngine engine, IMemberAccess access)
{
    /// <summary>Places the order; the result is durable when this returns.</summary>
    public async ValueTask<PlaceOrderResult> ExecuteAsync(
        MemberId member, PlaceOrderRequest request, CancellationToken cancellationToken)
    {
        var reason = Translate(await access.MayAsync(member, Capability.Trade, cancellationToken));
        if (reason != OrderRejectReason.None) return Refused(reason);
        reason = TryCommand(member, request, out var command);
        if (reason != OrderRejectReason.None) return Refused(reason);
        var result = await engine.SubmitAsync(command, cancellationToken);
        if (result.IsAccepted) await LateOrders.WithdrawAsync(engine, access, member, result.Order);
        return ToResult(command, result);
    }

    /// <summary>The command for a request, or the first rule that the request breaks.</summary>
    internal static OrderRejectReason TryCommand(MemberId member, PlaceOrderRequest request, out Command command)
    {
        command = default;
        var reason = OrderChecks.FirstViolation(request, out var price, out var quantity, out var conditions);
        if (reason != OrderRejectReason.None) return reason;
        command = request.Type == OrderType.Market
            ? Command.MarketOrder(member, request.Market.Id, request.Side, quantity, price,
                MarketTimeInForce(request.TimeInForce), request.ClientOrderId, request.SelfTradePrevention, conditions)
            : Command.LimitOrder(member, request.Market.Id, request.Side, price, quantity,
                request.TimeInForce, request.PostOnly, request.ClientOrderId, request.SelfTradePrevention, conditions);
        return OrderRejectReason.None;
    }

    /// <summary>What the engine said about a placement.</summary>
    internal static PlaceOrderResult ToResult(in Command command, in CommandResult result) => result.IsAccepted
        ? new PlaceOrderResult(OrderRejectReason.None, OrderViews.Placed(command, result))
        : new PlaceOrderResult(OrderChecks.Translate(result.Reason), null) { Existing = result.Order };

    /// <summary>Whether a member may trade, as an order's reason.</summary>
    internal static OrderRejectReason Translate(CapabilityVerdict verdict) => verdict switch
    {
        CapabilityVerdict.Allowed => OrderRejectReason.None,
        CapabilityVerdict.NotActive => OrderRejectReason.NotPermitted,
        CapabilityVerdict.LevelTooLow => OrderRejectReason.LevelTooLow,
    };

    /// <summary>A refusal.</summary>
    internal static PlaceOrderResult Refused(OrderRejectReason reason) => new(reason, null);

    private static TimeInForce MarketTimeInForce(TimeInForce asked) =>
        asked == TimeInForce.FillOrKill ? TimeInForce.FillOrKill : TimeInForce.ImmediateOrCancel;
}
