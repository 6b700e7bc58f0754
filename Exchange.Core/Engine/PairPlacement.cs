using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Places a limit order and a stop order of which one cancels the other.</summary>
internal sealed class PairPlacement(EngineState state, OrderPlacement placement, OrderExecution execution)
{
    private readonly PlacementChecks _checks = new(state);

    public CommandResult Apply(in Command command, long sequence, long atMicroseconds, EventBuffer output)
    {
        var reason = FirstViolation(command, atMicroseconds, out var limit, out var stop);
        if (reason != RejectReason.None) return CommandResult.Refused(reason);

        var conditions = command.Conditions!;
        var limitSlot = placement.Open(command, limit, command.ClientOrderId, sequence, atMicroseconds);
        var stopSlot = placement.Open(command, stop, conditions.StopClientOrderId, sequence, atMicroseconds);
        if (!conditions.StopLimitPrice.IsSet)
        {
            // A market order does not rest: it is immediate once triggered.
            state.Pool[stopSlot].TimeInForce = TimeInForce.ImmediateOrCancel;
            state.Pool.Details(stopSlot).Type = OrderType.Market;
        }

        Link(limitSlot, stopSlot, stop);
        ref var limitOrder = ref state.Pool[limitSlot];
        ref var limitDetails = ref state.Pool.Details(limitSlot);
        ref var stopOrder = ref state.Pool[stopSlot];
        placement.Announce(limitOrder, limitDetails, limit, output);
        placement.Announce(stopOrder, state.Pool.Details(stopSlot), stop, output);
        stop.Market.Triggers.Add(stopSlot);
        // The member's list and the expiries are in order of ids: the limit order registers first, when it rests.
        var close = execution.Enter(limit.Market, limitSlot, ref limitOrder, ref limitDetails, limit.Lock, atMicroseconds, output);
        InvariantViolation.Unless(close == CloseReason.None, "The limit order of a pair must rest.");
        state.Register(stopSlot, ref stopOrder);
        var result = new CommandResult { LinkedOrder = stopOrder.Id };
        OrderPlacement.Describe(limitOrder, limitDetails, ref result);
        return result;
    }

    private RejectReason FirstViolation(
        in Command command, long atMicroseconds, out PlacementPlan limit, out PlacementPlan stop)
    {
        limit = default;
        stop = default;
        if (!state.TryMarket(command.MarketIndex, out var market)) return RejectReason.MarketUnknown;
        limit.Market = stop.Market = market;
        limit.Row = stop.Row = state.Ledger.TryRow(command.Member, out var row) ? row : -1;
        var reason = PlacementChecks.StateViolation(command, market);
        if (reason == RejectReason.None) reason = FormViolation(command);
        if (reason == RejectReason.None) reason = RangeViolation(command, market.Market, atMicroseconds);
        if (reason == RejectReason.None) reason = _checks.MemberViolation(command, command.Conditions, limit, count: 2);
        if (reason == RejectReason.None) reason = LegsViolation(command, market);
        if (reason != RejectReason.None) return reason;

        var (conditions, side) = (command.Conditions!, command.RawSide);
        limit.Quantity = stop.Quantity = command.Quantity;
        limit.Limit = command.Price;
        stop.Limit = conditions.StopLimitPrice;
        stop.TriggerPrice = conditions.TriggerPrice;
        if (!PlacementChecks.IsInsideBand(market, side, limit.Limit, market.LastPrice)
            || (stop.Limit.IsSet && !PlacementChecks.IsInsideBand(market, side, stop.Limit, stop.TriggerPrice)))
            return RejectReason.OutsidePriceBand;
        if (market.State == MarketState.Open && market.Book.Crosses(side, limit.Limit)) return RejectReason.WouldTake;
        limit.Lock = Settlement.Reservation(market.Market, side, limit.Limit, limit.Quantity);
        var both = limit;
        both.Lock = Amount.Max(limit.Lock, ConditionChecks.NeedOf(market.Market, side, stop.Limit, stop.TriggerPrice, stop.Quantity));
        stop.Lock = both.Lock - limit.Lock;
        return _checks.FundsViolation(command, both);
    }

    private static RejectReason FormViolation(in Command command)
    {
        if (command.Conditions is not { } conditions) return RejectReason.Malformed;
        var reason = PlacementChecks.FormViolation(command);
        if (reason != RejectReason.None) return reason;
        var hasMore = command.Type != OrderType.Limit || command.PostOnly || conditions.Trigger != TriggerKind.None
            || conditions.TrailTicks != 0 || conditions.TrailBasisPoints != 0 || conditions.Display != default
            || !conditions.QuoteAmount.IsZero || command.Quantity.Lots <= 0
            || command.TimeInForce is not (TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate);
        if (hasMore || (command.ClientOrderId.IsSet && command.ClientOrderId == conditions.StopClientOrderId))
            return RejectReason.Malformed;
        reason = ConditionChecks.ExpiryViolation(command, conditions);
        if (reason != RejectReason.None) return reason;
        return conditions.TriggerPrice.IsSet ? RejectReason.None : RejectReason.TriggerPriceInvalid;
    }

    private static RejectReason RangeViolation(in Command command, Market market, long atMicroseconds)
    {
        var conditions = command.Conditions!;
        if (!command.Price.IsSet) return RejectReason.PriceMissing;
        if (!IsInRange(command.Price, market)) return RejectReason.PriceOutOfRange;
        if (conditions.StopLimitPrice != default && !IsInRange(conditions.StopLimitPrice, market)) return RejectReason.PriceOutOfRange;
        if (!IsInRange(conditions.TriggerPrice, market)) return RejectReason.TriggerPriceOutOfRange;
        if (command.Quantity < market.MinQuantity) return RejectReason.QuantityTooSmall;
        if (command.Quantity > market.MaxQuantity) return RejectReason.QuantityTooLarge;
        if (market.Notional(command.Price, command.Quantity) < market.MinNotional
            || (conditions.StopLimitPrice.IsSet
                && market.Notional(conditions.StopLimitPrice, command.Quantity) < market.MinNotional))
            return RejectReason.NotionalTooSmall;
        return ConditionChecks.RangeViolation(command, conditions, market, atMicroseconds);
    }

    private static RejectReason LegsViolation(in Command command, LiveMarket market)
    {
        var (limit, trigger, last) = (command.Price, command.Conditions!.TriggerPrice, market.LastPrice);
        var areApart = command.RawSide == Side.Sell
            ? limit > trigger && (!last.IsSet || (limit > last && last > trigger))
            : limit < trigger && (!last.IsSet || (limit < last && last < trigger));
        return areApart ? RejectReason.None : RejectReason.LegsInvalid;
    }

    private static bool IsInRange(Price price, Market market) => price >= market.MinPrice && price <= market.MaxPrice;

    private void Link(int limitSlot, int stopSlot, in PlacementPlan stop)
    {
        var limitPlace = state.Terms.Take();
        var stopPlace = state.Terms.Take();
        state.Pool.Details(limitSlot).Terms = limitPlace;
        state.Pool.Details(stopSlot).Terms = stopPlace;
        state.Pool[limitSlot].IsLinked = true;
        state.Pool[stopSlot].IsLinked = true;
        ref var limitTerms = ref state.Terms[limitPlace];
        limitTerms.LinkedSlot = stopSlot;
        limitTerms.LinkedOrder = state.Pool[stopSlot].Id;
        ref var stopTerms = ref state.Terms[stopPlace];
        stopTerms.LinkedSlot = limitSlot;
        stopTerms.LinkedOrder = state.Pool[limitSlot].Id;
        stopTerms.Trigger = TriggerKind.Stop;
        stopTerms.TriggerPrice = stop.TriggerPrice;
        stopTerms.Locked = stop.Lock;
    }
}
