using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;

namespace Exchange.Tests.Oracle;

/// <summary>Amendments.</summary>
internal sealed partial class NaiveExchange
{
    private RejectReason Amend(Command command)
    {
        if (Find(command.Order.Value, command.Member.Value) is not { } order) return RejectReason.OrderUnknown;
        var market = order.Market;
        if (market.State is MarketState.CancelOnly or MarketState.Halted) return RejectReason.MarketNotOpen;
        if (command.Quantity.Lots < 0 || command.Price.Ticks < 0) return RejectReason.Malformed;
        var ticks = command.Price.IsSet ? command.Price.Ticks : order.Ticks;
        var lots = command.Quantity.IsZero ? order.Quantity : command.Quantity.Lots;
        if (order.IsWaiting || order.Linked is not null || (ticks == order.Ticks && lots == order.Quantity))
            return RejectReason.NotAmendable;
        var reason = AmendmentViolation(order, ticks, lots);
        if (reason != RejectReason.None) return reason;

        Change(order, ticks, lots);
        RunTriggers(market);
        return RejectReason.None;
    }

    private RejectReason AmendmentViolation(NaiveOrder order, long ticks, long lots)
    {
        var market = order.Market;
        var traded = order.Quantity - order.Remaining;
        var remaining = lots - traded;
        if (IsOutOfRange(market, ticks)) return RejectReason.PriceOutOfRange;
        if (remaining <= 0 || lots < market.MinLots) return RejectReason.QuantityTooSmall;
        if (lots > market.MaxLots) return RejectReason.QuantityTooLarge;
        if (order.Display >= lots) return RejectReason.DisplayTooLarge;
        if (market.Notional(ticks, remaining) < market.MinNotional) return RejectReason.NotionalTooSmall;
        if (IsOutsideBand(market, order.Side, ticks, market.Last)) return RejectReason.OutsidePriceBand;
        if (order.PostOnly && market.State == MarketState.Open && market.Best(order.Side.Opposite()) is { } best
            && (order.IsBuy ? best.Ticks <= ticks : best.Ticks >= ticks))
            return RejectReason.WouldTake;
        return Ledger.Of(order.Member, order.PaysWith).Available < NeedAt(order, ticks, remaining) - order.Locked
            ? RejectReason.InsufficientFunds
            : RejectReason.None;
    }

    private static bool KeepsPlace(NaiveOrder order, long ticks, long lots) => ticks == order.Ticks && lots < order.Quantity;

    private static BigInteger NeedAt(NaiveOrder order, long ticks, long remaining) =>
        order.IsBuy ? order.Market.Notional(ticks, remaining) : remaining * order.Market.LotUnits;

    private void Change(NaiveOrder order, long ticks, long lots)
    {
        var keepsPlace = KeepsPlace(order, ticks, lots);
        order.Remaining -= order.Quantity - lots;
        order.Quantity = lots;
        order.Ticks = ticks;
        order.Shown = Math.Min(order.Shown, order.Remaining);
        Lock(order, order.Need - order.Locked);
        _outcome.Orders.Add(new AmendFact(order.Id, order.Ticks, order.Quantity, order.Remaining));
        if (keepsPlace) return;
        order.Market.Resting.Remove(order);
        if (order.Market.State == MarketState.Auction) Rest(order);
        else Enter(order);
    }
}
