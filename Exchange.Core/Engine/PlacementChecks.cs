using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>What a placement works with once all checks hold.</summary>
internal struct PlacementPlan
{
    /// <summary>The market.</summary>
    public LiveMarket Market;

    /// <summary>The member's row, -1 for a stranger.</summary>
    public int Row;

    /// <summary>The limit price; a market order's worst price.</summary>
    public Price Limit;

    /// <summary>How much to trade.</summary>
    public Quantity Quantity;

    /// <summary>What to lock of the currency that the side pays with.</summary>
    public Amount Lock;

    /// <summary>The last price that triggers the order; unset for one that enters at once.</summary>
    public Price TriggerPrice;
}

/// <summary>Every check of an order, in the order of <see cref="RejectReason"/>. Reads only.</summary>
internal sealed class PlacementChecks(EngineState state)
{
    /// <summary>Most open orders a member may have in one market.</summary>
    public const int MaxOpenOrdersPerMarket = 500;

    private readonly ConditionChecks _conditionChecks = new(state);

    public RejectReason FirstViolation(in Command command, long atMicroseconds, out PlacementPlan plan)
    {
        plan = default;
        if (!state.TryMarket(command.MarketIndex, out var market)) return RejectReason.MarketUnknown;
        plan.Market = market;
        plan.Row = state.Ledger.TryRow(command.Member, out var row) ? row : -1;
        var reason = StateViolation(command, market);
        if (reason == RejectReason.None) reason = FormViolation(command);
        var conditions = command.Conditions;
        if (reason == RejectReason.None && conditions is not null) reason = ConditionChecks.FormViolation(command, conditions, market);
        if (reason == RejectReason.None) reason = RangeViolation(command, conditions, market.Market);
        if (reason == RejectReason.None && conditions is not null)
            reason = ConditionChecks.RangeViolation(command, conditions, market.Market, atMicroseconds);
        if (reason == RejectReason.None) reason = MemberViolation(command, conditions, plan, count: 1);
        if (reason != RejectReason.None) return reason;

        plan.Quantity = command.Quantity;
        plan.Limit = command.Price;
        if (conditions is not null && conditions.Trigger != TriggerKind.None)
            return _conditionChecks.TriggerViolation(command, conditions, ref plan);
        if (command.Type == OrderType.Limit && !IsInsideBand(market, command.RawSide, plan.Limit, market.LastPrice))
            return RejectReason.OutsidePriceBand;
        if (command.Type == OrderType.Market) reason = LiquidityViolation(command, conditions, ref plan);
        if (reason != RejectReason.None) return reason;
        if (command.PostOnly && market.Book.Crosses(command.RawSide, plan.Limit)) return RejectReason.WouldTake;
        plan.Lock = NeedOf(command, plan);
        return FundsViolation(command, plan);
    }

    /// <summary>A limit order that may rest is taken in an auction, and whatever waits for a trigger.</summary>
    public static RejectReason StateViolation(in Command command, LiveMarket market)
    {
        if (market.State == MarketState.Open) return RejectReason.None;
        if (market.State != MarketState.Auction) return RejectReason.MarketNotOpen;
        if (command.Conditions is { Trigger: not TriggerKind.None }) return RejectReason.None;
        var mayRest = command.Type == OrderType.Limit && !command.PostOnly
            && command.TimeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate;
        return mayRest ? RejectReason.None : RejectReason.MarketInAuction;
    }

    /// <summary>What every order must fulfil, whatever the market.</summary>
    public static RejectReason FormViolation(in Command command)
    {
        if (command.Member.Value <= 0 || command.RawSide is not (Side.Buy or Side.Sell)) return RejectReason.Malformed;
        if (command.Type is not (OrderType.Limit or OrderType.Market)) return RejectReason.Malformed;
        if (command.TimeInForce is < TimeInForce.GoodTilCanceled or > TimeInForce.GoodTilDate) return RejectReason.Malformed;
        if (command.SelfTradePrevention > SelfTradePrevention.Decrement) return RejectReason.Malformed;
        var rests = command.TimeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate;
        if (command.Type == OrderType.Market && rests) return RejectReason.Malformed;
        var conditions = command.Conditions;
        if (command.Quantity.Lots <= 0 && (conditions is null || conditions.QuoteAmount.IsZero)) return RejectReason.Malformed;
        if (command.Kind == CommandKind.PlaceOrder && conditions is not null && ConditionChecks.IsMalformed(conditions))
            return RejectReason.Malformed;
        if (command.PostOnly && !rests) return RejectReason.PostOnlyNotAllowed;
        if (command.TimeInForce == TimeInForce.GoodTilDate && conditions is null) return RejectReason.ExpiryMissing;
        return RejectReason.None;
    }

    /// <summary>True when a limit price is not further through a price than the market's band allows.</summary>
    public static bool IsInsideBand(LiveMarket market, Side side, Price limit, Price from)
    {
        var band = market.Protection.BandBasisPoints;
        if (band == 0 || !market.LastPrice.IsSet) return true;
        return side == Side.Buy ? limit <= BasisPoints.Above(from, band) : limit >= BasisPoints.Below(from, band);
    }

    /// <summary>The client order id is new, and the member may have <paramref name="count"/> more open orders.</summary>
    public RejectReason MemberViolation(
        in Command command, OrderConditions? conditions, in PlacementPlan plan, int count)
    {
        if (command.ClientOrderId.IsSet && state.ClientOrderIds.Contains(command.Member, command.ClientOrderId))
            return RejectReason.ClientOrderIdTaken;
        if (conditions is not null && conditions.StopClientOrderId.IsSet
            && state.ClientOrderIds.Contains(command.Member, conditions.StopClientOrderId))
            return RejectReason.ClientOrderIdTaken;
        var staysOpen = command.TimeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate
            || conditions is { Trigger: not TriggerKind.None };
        if (!staysOpen || plan.Row < 0) return RejectReason.None;
        return state.MemberOrders.Count(command.MarketIndex, plan.Row) > MaxOpenOrdersPerMarket - count
            ? RejectReason.TooManyOpenOrders
            : RejectReason.None;
    }

    public RejectReason FundsViolation(in Command command, in PlacementPlan plan)
    {
        var currency = Settlement.PaidCurrency(plan.Market.Market, command.RawSide);
        var hasEnough = plan.Row >= 0 ? state.Ledger.HasAvailable(plan.Row, currency, plan.Lock) : plan.Lock.IsZero;
        return hasEnough ? RejectReason.None : RejectReason.InsufficientFunds;
    }

    private static RejectReason RangeViolation(in Command command, OrderConditions? conditions, Market market)
    {
        if (command.Type == OrderType.Limit && !command.Price.IsSet) return RejectReason.PriceMissing;
        var isPriced = command.Type == OrderType.Limit || command.Price != default;
        if (isPriced && (command.Price < market.MinPrice || command.Price > market.MaxPrice)) return RejectReason.PriceOutOfRange;
        if (conditions is not null && !ConditionChecks.IsTriggerInRange(conditions, market)) return RejectReason.TriggerPriceOutOfRange;
        if (conditions is null || conditions.QuoteAmount.IsZero)
        {
            if (command.Quantity < market.MinQuantity) return RejectReason.QuantityTooSmall;
            if (command.Quantity > market.MaxQuantity) return RejectReason.QuantityTooLarge;
        }

        if (conditions is not null && !conditions.Display.IsZero)
        {
            if (conditions.Display < market.MinQuantity) return RejectReason.DisplayTooSmall;
            if (conditions.Display >= command.Quantity) return RejectReason.DisplayTooLarge;
        }

        var isTooSmall = command.Type == OrderType.Limit && !market.MinNotional.IsZero
            && market.Notional(command.Price, command.Quantity) < market.MinNotional;
        return isTooSmall ? RejectReason.NotionalTooSmall : RejectReason.None;
    }

    private static RejectReason LiquidityViolation(in Command command, OrderConditions? conditions, ref PlacementPlan plan)
    {
        var side = command.RawSide;
        var makers = plan.Market.Book[side.Opposite()];
        var market = plan.Market.Market;
        if (makers.Best < 0 || makers.Total < command.Quantity) return RejectReason.InsufficientLiquidity;
        if (!plan.Limit.IsSet) plan.Limit = MarketOrderCost.WorstPrice(market, side, makers.BestPrice);
        if (conditions is null || conditions.QuoteAmount.IsZero) return RejectReason.None;
        if (!MarketOrderCost.TryLotsFor(plan.Market, side, plan.Limit, conditions.QuoteAmount, out plan.Quantity))
            return RejectReason.InsufficientLiquidity;
        if (plan.Quantity.IsZero || plan.Quantity < market.MinQuantity) return RejectReason.QuantityTooSmall;
        return plan.Quantity > market.MaxQuantity ? RejectReason.QuantityTooLarge : RejectReason.None;
    }

    private Amount NeedOf(in Command command, in PlacementPlan plan)
    {
        if (command.Type == OrderType.Limit || command.RawSide == Side.Sell)
            return Settlement.Reservation(plan.Market.Market, command.RawSide, plan.Limit, plan.Quantity);
        var passedRow = command.SelfTradePrevention == SelfTradePrevention.CancelOldest ? plan.Row : -1;
        return MarketOrderCost.CostOf(plan.Market, plan.Limit, plan.Quantity, passedRow, state.Pool);
    }
}
