using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>Changes of a resting order as its owner asks for them.</summary>
/// <param name="Order">Which order.</param>
/// <param name="Price">The new limit price in quote; null keeps it.</param>
/// <param name="Quantity">The new quantity in all, what has traded included, in base; null keeps it.</param>
public sealed record AmendOrderRequest(OrderId Order, Amount? Price, Amount? Quantity);

/// <summary>Changes price or quantity of a member's resting order. A smaller quantity alone keeps its place.</summary>
public sealed class AmendOrder(IEngine engine, IMemberAccess access, IEngineReadState live, IMarketCatalog catalog)
{
    /// <summary>Amends the order; another member's order is as unknown as none.</summary>
    public async ValueTask<PlaceOrderResult> ExecuteAsync(
        MemberId member, AmendOrderRequest request, CancellationToken cancellationToken)
    {
        var verdict = await access.MayAsync(member, Capability.Trade, cancellationToken);
        if (verdict != CapabilityVerdict.Allowed) return PlaceOrder.Refused(PlaceOrder.Translate(verdict));
        if (live.OpenOrder(request.Order) is not { } before || before.Member != member)
            return PlaceOrder.Refused(OrderRejectReason.OrderUnknown);
        var market = catalog.Markets[before.Market.Index];
        var reason = FirstViolation(market, request, out var price, out var quantity);
        if (reason != OrderRejectReason.None) return PlaceOrder.Refused(reason);
        var result = await engine.SubmitAsync(Command.AmendOrder(member, request.Order, price, quantity), cancellationToken);
        return result.IsAccepted
            ? new PlaceOrderResult(OrderRejectReason.None, After(before, result))
            : PlaceOrder.Refused(OrderChecks.Translate(result.Reason));
    }

    private static OrderRejectReason FirstViolation(
        Market market, AmendOrderRequest request, out Price price, out Quantity quantity)
    {
        (price, quantity) = (default, default);
        if (request is { Price: null, Quantity: null }) return OrderRejectReason.NotAmendable;
        if (request.Price is { } newPrice
            && RuleChecks.Price(market, newPrice, out price) is var reason and not OrderRejectReason.None)
            return reason;
        return request.Quantity is { } newQuantity
            ? RuleChecks.Quantity(market, newQuantity, out quantity)
            : OrderRejectReason.None;
    }

    private static OrderView After(OrderView before, in CommandResult result) => before with
    {
        Price = result.Price,
        Quantity = result.Quantity,
        Remaining = result.Remaining,
        ExecutedNotional = result.ExecutedNotional,
        TradeCount = result.TradeCount,
        Close = result.Close,
        Sequence = result.Sequence,
        UpdatedMicroseconds = result.AtMicroseconds,
    };
}
