using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>What an order would do against the book as it is now. An estimate: the book moves.</summary>
internal sealed record OrderPreview
{
    /// <summary>Price times quantity of all that trades or rests, in quote.</summary>
    public required Amount Total { get; init; }

    /// <summary>The part that trades at once.</summary>
    public required Quantity Taken { get; init; }

    /// <summary>The part that goes into the book.</summary>
    public required Quantity Rests { get; init; }

    /// <summary>Average price of what trades at once; zero when nothing does.</summary>
    public required Amount Average { get; init; }

    /// <summary>The worst price the order may trade at; unset when the book is empty.</summary>
    public required Price Worst { get; init; }

    /// <summary>The fee, in what is received.</summary>
    public required Amount Fee { get; init; }

    /// <summary>What is received after the fee.</summary>
    public required Amount Receive { get; init; }

    /// <summary>The currency received.</summary>
    public required Currency ReceiveCurrency { get; init; }

    /// <summary>Estimates an order that the market's rules allow.</summary>
    public static OrderPreview Of(
        PlaceOrderRequest request, Price price, Quantity quantity, DepthView depth, FeeScheduleEntry fees)
    {
        var market = request.Market;
        var limit = price.IsSet ? price : BookWalk.DefaultWorst(market, depth, request.Side);
        var walk = request.PostOnly ? default : BookWalk.Take(market, depth, request.Side, quantity, limit);
        var mayRest = request.Type == OrderType.Limit && request.TimeInForce == TimeInForce.GoodTilCanceled;
        if (request.TimeInForce == TimeInForce.FillOrKill && walk.Taken < quantity) walk = default;
        var rests = mayRest ? quantity - walk.Taken : Quantity.Zero;
        var restNotional = rests.IsZero ? Amount.Zero : market.Notional(limit, rests);

        var buys = request.Side == Side.Buy;
        var currency = buys ? market.Base : market.Quote;
        var takenGross = buys ? market.AmountOf(walk.Taken) : walk.Notional;
        var restGross = buys ? market.AmountOf(rests) : restNotional;
        var fee = takenGross.ShareRoundedUp(fees.Taker.PartsPerMillion, currency.Precision)
            + restGross.ShareRoundedUp(fees.Maker.PartsPerMillion, currency.Precision);
        return new OrderPreview
        {
            Total = walk.Notional + restNotional,
            Taken = walk.Taken,
            Rests = rests,
            Worst = limit,
            Average = AveragePrice.RoundedDown(market, walk.Notional, walk.Taken),
            Fee = fee,
            Receive = takenGross + restGross - fee,
            ReceiveCurrency = currency,
        };
    }
}
