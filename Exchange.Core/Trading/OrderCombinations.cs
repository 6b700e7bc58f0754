using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>What may be asked for together: one check per reason, in the engine's order.</summary>
internal static class OrderCombinations
{
    /// <summary>The first combination that makes no sense.</summary>
    public static OrderRejectReason FirstViolation(PlaceOrderRequest request)
    {
        var isMarket = request.Type == OrderType.Market;
        var rests = request.TimeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate;
        var restsAtOnce = !isMarket && rests && request.Trigger == TriggerKind.None;
        if (!isMarket && request.WorstPrice is not null) return OrderRejectReason.Malformed;
        if (isMarket && request.Price is not null) return OrderRejectReason.PriceNotAllowed;
        if (request.PostOnly && !restsAtOnce) return OrderRejectReason.PostOnlyNotAllowed;
        if (request.Display is not null && !restsAtOnce) return OrderRejectReason.DisplayNotAllowed;
        var expiry = Expiry(request.TimeInForce, request.ExpiresAt, mayExpire: !isMarket);
        if (expiry != OrderRejectReason.None) return expiry;
        var hasTriggerPrice = request.Trigger is TriggerKind.Stop or TriggerKind.TakeProfit;
        if (hasTriggerPrice != request.TriggerPrice is not null) return OrderRejectReason.TriggerPriceInvalid;
        if (!IsTrailValid(request)) return OrderRejectReason.TrailInvalid;
        return IsQuoteAmountValid(request) ? OrderRejectReason.None : OrderRejectReason.QuoteAmountInvalid;
    }

    /// <summary>An expiry time belongs to good-til-date orders, and to each of them.</summary>
    public static OrderRejectReason Expiry(TimeInForce timeInForce, DateTimeOffset? expiresAt, bool mayExpire)
    {
        var isDated = timeInForce == TimeInForce.GoodTilDate;
        if ((isDated && !mayExpire) || (!isDated && expiresAt is not null)) return OrderRejectReason.ExpiryNotAllowed;
        return isDated && expiresAt is null ? OrderRejectReason.ExpiryMissing : OrderRejectReason.None;
    }

    private static bool IsTrailValid(PlaceOrderRequest request)
    {
        if (request.Trigger != TriggerKind.TrailingStop) return request is { TrailAmount: null, TrailBasisPoints: null };
        return request.TrailAmount is { } amount
            ? amount.IsPositive && request.TrailBasisPoints is null
            : request.TrailBasisPoints is >= 1 and <= OrderConditions.MaxTrailBasisPoints;
    }

    private static bool IsQuoteAmountValid(PlaceOrderRequest request)
    {
        if (request.QuoteAmount is not { } amount) return true;
        return request.Type == OrderType.Market && request.Trigger == TriggerKind.None && request.Quantity.IsZero
            && request.SelfTradePrevention != SelfTradePrevention.Decrement
            && amount.IsPositive && amount.FitsPrecision(request.Market.Quote.Precision);
    }
}
