using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;

namespace Exchange.Tests.Oracle;

/// <summary>Why an order is refused: the contract's list, in its order.</summary>
internal sealed partial class NaiveExchange
{
    private static readonly (RejectReason Reason, Func<NaiveExchange, NaiveRequest, bool> IsBroken)[] Checks =
    [
        (RejectReason.MarketNotOpen, (_, r) => r.Market.State is MarketState.CancelOnly or MarketState.Halted),
        (RejectReason.MarketInAuction, (_, r) => r.Market.State == MarketState.Auction && !MayJoinAuction(r)),
        (RejectReason.Malformed, (_, r) => IsMalformed(r)),
        (RejectReason.PostOnlyNotAllowed, (_, r) => r.Command.PostOnly && !IsPlainLimitThatStays(r)),
        (RejectReason.DisplayNotAllowed, (_, r) => r.Conditions.Display.Lots != 0 && !IsPlainLimitThatStays(r)),
        (RejectReason.ExpiryNotAllowed, (_, r) => r.Conditions.ExpiresMicroseconds != 0 && !IsGoodTilDate(r)),
        (RejectReason.ExpiryMissing, (_, r) => r.Conditions.ExpiresMicroseconds == 0 && IsGoodTilDate(r)),
        (RejectReason.TriggerPriceInvalid, (_, r) =>
            NeedsTriggerPrice(r) ? !r.Conditions.TriggerPrice.IsSet : r.Conditions.TriggerPrice.Ticks != 0),
        (RejectReason.TrailInvalid, (_, r) => IsTrailInvalid(r)),
        (RejectReason.QuoteAmountInvalid, (e, r) => r.ByQuoteAmount && !e.IsQuoteAmountValid(r)),
        (RejectReason.PriceMissing, (_, r) => r.Legs.Any(leg => leg.Type == OrderType.Limit && !leg.HasPrice)),
        (RejectReason.PriceOutOfRange, (_, r) => r.Legs.Any(leg => leg.Ticks != 0 && IsOutOfRange(r.Market, leg.Ticks))),
        (RejectReason.TriggerPriceOutOfRange, (_, r) => NeedsTriggerPrice(r) && IsOutOfRange(r.Market, r.Conditions.TriggerPrice.Ticks)),
        (RejectReason.QuantityTooSmall, (_, r) => !r.ByQuoteAmount && r.Lots < r.Market.MinLots),
        (RejectReason.QuantityTooLarge, (_, r) => !r.ByQuoteAmount && r.Lots > r.Market.MaxLots),
        (RejectReason.DisplayTooSmall, (_, r) => r.Conditions.Display.Lots != 0 && r.Conditions.Display.Lots < r.Market.MinLots),
        (RejectReason.DisplayTooLarge, (_, r) => r.Conditions.Display.Lots != 0 && r.Conditions.Display.Lots >= r.Lots),
        (RejectReason.NotionalTooSmall, (_, r) => r.Legs.Any(leg =>
            leg.Type == OrderType.Limit && r.Market.Notional(leg.Ticks, r.Lots) < r.Market.MinNotional)),
        (RejectReason.ExpiryInPast, (_, r) => r.Conditions.ExpiresMicroseconds != 0 && r.Conditions.ExpiresMicroseconds <= r.Now),
        (RejectReason.ClientOrderIdTaken, (e, r) => r.Legs.Any(leg =>
            leg.ClientOrderId.IsSet && e._names.Contains((r.Command.Member.Value, leg.ClientOrderId)))),
        (RejectReason.TooManyOpenOrders, (_, r) => MayRestOrWait(r)
            && r.Market.Open.Count(o => o.Member == r.Command.Member.Value) + r.Legs.Count > MaxOpenOrders),
        (RejectReason.TooManyTrailingStops, (_, r) => IsTrailing(r)
            && r.Market.Waiting.Count(o => o.Trigger == TriggerKind.TrailingStop) >= MaxTrailingStops),
        (RejectReason.NoLastPrice, (_, r) => IsTrailing(r) && r.Market.Last is null),
        (RejectReason.TrailInvalid, (_, r) => IsTrailing(r) && IsOutOfRange(1, r.Market.MaxTicks, r.Legs[0].TriggerTicks)),
        (RejectReason.TriggerWrongSide, (_, r) => r.IsConditional && r.Market.Last is { } last
            && IsTriggered(r.Side, r.Conditions.Trigger, r.Legs[0].TriggerTicks, last)),
        (RejectReason.LegsInvalid, (_, r) => r.IsPair && !AreOnOppositeSides(r)),
        (RejectReason.OutsidePriceBand, (_, r) => r.Legs.Any(leg => leg.Type == OrderType.Limit
            && IsOutsideBand(r.Market, r.Side, leg.Ticks, leg.Trigger == TriggerKind.None ? r.Market.Last : leg.TriggerTicks))),
        (RejectReason.InsufficientLiquidity, (_, r) => r.IsPlainMarket && r.FindsTooLittle),
        (RejectReason.QuantityTooSmall, (_, r) => r.ByQuoteAmount && r.Lots < r.Market.MinLots),
        (RejectReason.QuantityTooLarge, (_, r) => r.ByQuoteAmount && r.Lots > r.Market.MaxLots),
        (RejectReason.WouldTake, (_, r) => (r.Command.PostOnly || r.IsPair) && r.Market.State == MarketState.Open
            && r.Market.Best(r.Side.Opposite()) is { } best && r.Reaches(r.Command.Price.Ticks, best.Ticks)),
        (RejectReason.InsufficientFunds, (e, r) => e.AvailableFor(r) < r.Legs.Max(r.NeedOf)),
    ];

    private static bool MayJoinAuction(NaiveRequest r) =>
        r.IsConditional || (r.Command.Type == OrderType.Limit && r.StaysAWhile && !r.Command.PostOnly);

    private static bool IsMalformed(NaiveRequest r)
    {
        var (c, x) = (r.Command, r.Conditions);
        if (c.Member.Value <= 0 || c.Side is not { } side || !Enum.IsDefined(side) || !Enum.IsDefined(c.Type)
            || !Enum.IsDefined(c.TimeInForce) || !Enum.IsDefined(c.SelfTradePrevention) || !Enum.IsDefined(x.Trigger)
            || (c.Quantity.Lots <= 0 && !r.ByQuoteAmount) || x.Display.Lots < 0)
            return true;
        if (c.Type == OrderType.Market && r.StaysAWhile) return true;
        return r.IsPair
            ? !r.StaysAWhile || x.Trigger != TriggerKind.None || x.TrailTicks != 0 || x.TrailBasisPoints != 0 || x.Display.Lots != 0
                || r.ByQuoteAmount || (c.ClientOrderId.IsSet && c.ClientOrderId == x.StopClientOrderId)
            : x.StopLimitPrice.Ticks != 0 || x.StopClientOrderId.IsSet;
    }

    private static bool IsPlainLimitThatStays(NaiveRequest r) =>
        !r.IsPair && !r.IsConditional && r.Command.Type == OrderType.Limit && r.StaysAWhile;

    private static bool IsGoodTilDate(NaiveRequest r) =>
        r.Command.Type == OrderType.Limit && r.Command.TimeInForce == TimeInForce.GoodTilDate;

    private static bool NeedsTriggerPrice(NaiveRequest r) =>
        r.IsPair || r.Conditions.Trigger is TriggerKind.Stop or TriggerKind.TakeProfit;

    private static bool IsTrailing(NaiveRequest r) => !r.IsPair && r.Conditions.Trigger == TriggerKind.TrailingStop;

    private static bool IsTrailInvalid(NaiveRequest r)
    {
        var (ticks, basisPoints) = (r.Conditions.TrailTicks, r.Conditions.TrailBasisPoints);
        if (!IsTrailing(r)) return ticks != 0 || basisPoints != 0;
        if ((ticks != 0) == (basisPoints != 0)) return true;
        return ticks < 0 || basisPoints is < 0 or > OrderConditions.MaxTrailBasisPoints;
    }

    private bool IsQuoteAmountValid(NaiveRequest r) =>
        r.IsPlainMarket && r.Command.Quantity.IsZero && r.Conditions.QuoteAmount.IsPositive
        && r.Conditions.QuoteAmount.FitsPrecision(_currencies[r.Market.Quote].Precision)
        && r.Command.SelfTradePrevention != SelfTradePrevention.Decrement;

    private static bool IsOutOfRange(NaiveMarket market, long ticks) => IsOutOfRange(market.MinTicks, market.MaxTicks, ticks);

    private static bool IsOutOfRange(long least, long most, long ticks) => ticks < least || ticks > most;

    private static bool MayRestOrWait(NaiveRequest r) =>
        r.IsPair || r.IsConditional || (r.Command.Type == OrderType.Limit && r.StaysAWhile);

    private static bool IsTriggered(Side side, TriggerKind kind, long trigger, long last) =>
        NaiveMarket.WaitsForRise(side, kind) ? last >= trigger : last <= trigger;

    /// <summary>The limit price on the better side of the last price, the trigger price on the worse.</summary>
    private static bool AreOnOppositeSides(NaiveRequest r)
    {
        var (limit, trigger) = (r.Command.Price.Ticks, r.Conditions.TriggerPrice.Ticks);
        if (r.IsBuy) (limit, trigger) = (-limit, -trigger);
        return r.Market.Last is not { } last
            ? limit > trigger
            : r.IsBuy ? limit > -last && -last > trigger : limit > last && last > trigger;
    }

    private static bool IsOutsideBand(NaiveMarket market, Side side, long ticks, long? from)
    {
        var band = market.Protection.BandBasisPoints;
        if (band == 0 || market.Last is null || from is not { } middle) return false;
        return side == Side.Buy ? ticks > NaiveMarket.Above(middle, band) : ticks < NaiveMarket.Below(middle, band);
    }

    private BigInteger AvailableFor(NaiveRequest r) =>
        Ledger.Of(r.Command.Member.Value, r.IsBuy ? r.Market.Quote : r.Market.Base).Available;
}
