using System.Diagnostics.CodeAnalysis;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>Parameters of one order as a request, or all that is wrong with them.</summary>
internal static class OrderRequests
{
    /// <summary>False with the answer when a parameter is missing, not well-formed or names no market that trades.</summary>
    public static bool TryRequest(
        in OrderParameters parameters, IMarketCatalog catalog,
        [NotNullWhen(true)] out PlaceOrderRequest? request,
        [NotNullWhen(false)] out ApiError? error)
    {
        request = null;
        error = null;
        Market? market = null;
        var found = !string.IsNullOrEmpty(parameters.Market) && catalog.TryMarket(parameters.Market, out market)
            && catalog.StateOf(market.Id) is MarketState.Open or MarketState.Auction;
        if (!found || market is null || !IsWellFormed(parameters))
        {
            error = OrderParameterErrors.For(parameters, found);
            return false;
        }

        request = new PlaceOrderRequest(
            market,
            parameters.Side == Word.First ? Side.Buy : Side.Sell,
            OrderWords.IsMarket(parameters.Kind) ? OrderType.Market : OrderType.Limit,
            parameters.Volume.Value,
            parameters.Price.OrNull)
        {
            TimeInForce = TimeInForceOf(parameters.TimeInForce),
            PostOnly = parameters.PostOnly == Word.First,
            WorstPrice = parameters.WorstPrice.OrNull,
            ClientOrderId = ClientOrderId.From(parameters.ClientId),
            SelfTradePrevention = SelfTradeOf(parameters.SelfTrade),
            Trigger = OrderWords.TriggerOf(parameters.Kind),
            TriggerPrice = parameters.TriggerPrice.OrNull,
            TrailAmount = parameters.TrailAmount.OrNull,
            TrailBasisPoints = parameters.TrailPercent.OrNull is { } percent ? PercentField.BasisPoints(percent) : null,
            Display = parameters.DisplayVolume.OrNull,
            ExpiresAt = parameters.ExpiresAt,
            QuoteAmount = parameters.QuoteVolume.OrNull,
        };
        return true;
    }

    private static TimeInForce TimeInForceOf(Word word) => word switch
    {
        Word.Second => TimeInForce.ImmediateOrCancel,
        Word.Third => TimeInForce.FillOrKill,
        Word.Fourth => TimeInForce.GoodTilDate,
        _ => TimeInForce.GoodTilCanceled,
    };

    private static SelfTradePrevention SelfTradeOf(Word word) => word switch
    {
        Word.Second => SelfTradePrevention.CancelOldest,
        Word.Third => SelfTradePrevention.CancelBoth,
        Word.Fourth => SelfTradePrevention.Decrement,
        _ => SelfTradePrevention.CancelNewest,
    };

    private static bool IsWellFormed(in OrderParameters p) =>
        p.Repeated == 0
        && p.Side is Word.First or Word.Second
        && p.Kind is not (OrderKind.Blank or OrderKind.Unknown)
        && (p.Volume.Status == AmountStatus.Positive
            || (p.Volume.Status == AmountStatus.Missing && p.QuoteVolume.Status != AmountStatus.Missing))
        && (OrderWords.IsMarket(p.Kind)
            ? p.Price.Status is AmountStatus.Missing or AmountStatus.Blank
            : p.Price.Status == AmountStatus.Positive)
        && p.TimeInForce is not (Word.Unknown or Word.Blank)
        && p.PostOnly is not (Word.Unknown or Word.Blank)
        && p.WorstPrice.IsUsableOrMissing
        && !p.IsClientIdInvalid
        && HasWellFormedConditions(p);

    private static bool HasWellFormedConditions(in OrderParameters p) =>
        p.TriggerPrice.IsUsableOrMissing
        && p.TrailAmount.IsUsableOrMissing
        && p.TrailPercent.IsUsableOrMissing
        && (p.TrailPercent.OrNull is not { } percent || PercentField.BasisPoints(percent) is not null)
        && p.DisplayVolume.IsUsableOrMissing
        && p.QuoteVolume.IsUsableOrMissing
        && !p.IsExpiresAtInvalid
        && p.SelfTrade is not (Word.Unknown or Word.Blank);
}
