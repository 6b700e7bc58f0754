using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>The checks of what only orders with <see cref="OrderConditions"/> have. Reads only.</summary>
internal sealed class ConditionChecks(EngineState state)
{
    /// <summary>A value that makes no sense, or one that only a pair has.</summary>
    public static bool IsMalformed(OrderConditions conditions) =>
        conditions.Trigger > TriggerKind.TrailingStop || conditions.Display.Lots < 0
        || conditions.StopLimitPrice != default || conditions.StopClientOrderId.IsSet;

    /// <summary>Combinations that make no sense.</summary>
    public static RejectReason FormViolation(in Command command, OrderConditions conditions, LiveMarket market)
    {
        var waits = conditions.Trigger != TriggerKind.None;
        var rests = command.TimeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate;
        if (command.PostOnly && waits) return RejectReason.PostOnlyNotAllowed;
        if (!conditions.Display.IsZero && (waits || !rests)) return RejectReason.DisplayNotAllowed;
        var reason = ExpiryViolation(command, conditions);
        if (reason == RejectReason.None) reason = TriggerFormViolation(conditions);
        if (reason != RejectReason.None) return reason;
        return conditions.QuoteAmount.IsZero || IsQuoteAmount(command, conditions, market.Market)
            ? RejectReason.None
            : RejectReason.QuoteAmountInvalid;
    }

    /// <summary>An expiry time goes with good-til-date, and with nothing else.</summary>
    public static RejectReason ExpiryViolation(in Command command, OrderConditions conditions)
    {
        if (command.TimeInForce == TimeInForce.GoodTilDate)
            return conditions.ExpiresMicroseconds == 0 ? RejectReason.ExpiryMissing : RejectReason.None;
        return conditions.ExpiresMicroseconds != 0 ? RejectReason.ExpiryNotAllowed : RejectReason.None;
    }

    public static bool IsTriggerInRange(OrderConditions conditions, Market market) =>
        conditions.TriggerPrice == default
        || (conditions.TriggerPrice >= market.MinPrice && conditions.TriggerPrice <= market.MaxPrice);

    public static RejectReason RangeViolation(
        in Command command, OrderConditions conditions, Market market, long atMicroseconds) =>
        command.TimeInForce == TimeInForce.GoodTilDate && conditions.ExpiresMicroseconds <= atMicroseconds
            ? RejectReason.ExpiryInPast
            : RejectReason.None;

    /// <summary>Whether the order may wait, and what it locks.</summary>
    public RejectReason TriggerViolation(in Command command, OrderConditions conditions, ref PlacementPlan plan)
    {
        var market = plan.Market;
        var side = command.RawSide;
        plan.TriggerPrice = conditions.TriggerPrice;
        if (conditions.Trigger == TriggerKind.TrailingStop)
        {
            if (market.Triggers.TrailingCount >= TriggerBook.MaxTrailingStops) return RejectReason.TooManyTrailingStops;
            if (!market.LastPrice.IsSet) return RejectReason.NoLastPrice;
            plan.TriggerPrice = TriggerBook.TriggerPriceOf(
                side, market.LastPrice, conditions.TrailTicks, conditions.TrailBasisPoints);
            if (!plan.TriggerPrice.IsSet || plan.TriggerPrice > market.Market.MaxPrice) return RejectReason.TrailInvalid;
        }
        else if (market.LastPrice.IsSet
            && TriggerBook.IsReached(side, conditions.Trigger, plan.TriggerPrice, market.LastPrice))
        {
            return RejectReason.TriggerWrongSide;
        }

        if (command.Type == OrderType.Limit && !PlacementChecks.IsInsideBand(market, side, plan.Limit, plan.TriggerPrice))
            return RejectReason.OutsidePriceBand;
        plan.Lock = NeedOf(market.Market, side, plan.Limit, plan.TriggerPrice, plan.Quantity);
        return state.BalanceOf(command.Member, Settlement.PaidCurrency(market.Market, side)).Available < plan.Lock
            ? RejectReason.InsufficientFunds
            : RejectReason.None;
    }

    /// <summary>What a waiting order may need once it is triggered: at its limit, or at its worst price.</summary>
    public static Amount NeedOf(Market market, Side side, Price limit, Price triggerPrice, Quantity quantity) =>
        Settlement.Reservation(market, side, limit.IsSet ? limit : MarketOrderCost.WorstPrice(market, side, triggerPrice), quantity);

    private static RejectReason TriggerFormViolation(OrderConditions conditions)
    {
        var needsPrice = conditions.Trigger is TriggerKind.Stop or TriggerKind.TakeProfit;
        if (needsPrice ? !conditions.TriggerPrice.IsSet : conditions.TriggerPrice != default) return RejectReason.TriggerPriceInvalid;
        if (conditions.Trigger != TriggerKind.TrailingStop)
            return conditions.TrailTicks != 0 || conditions.TrailBasisPoints != 0 ? RejectReason.TrailInvalid : RejectReason.None;
        var hasOneDistance = conditions.TrailBasisPoints == 0
            ? conditions.TrailTicks > 0
            : conditions.TrailTicks == 0 && conditions.TrailBasisPoints is > 0 and <= OrderConditions.MaxTrailBasisPoints;
        return hasOneDistance ? RejectReason.None : RejectReason.TrailInvalid;
    }

    private static bool IsQuoteAmount(in Command command, OrderConditions conditions, Market market) =>
        command.Type == OrderType.Market && conditions.Trigger == TriggerKind.None && command.Quantity.IsZero
        && conditions.QuoteAmount.IsPositive && conditions.QuoteAmount.FitsPrecision(market.Quote.Precision)
        && command.SelfTradePrevention != SelfTradePrevention.Decrement;
}
