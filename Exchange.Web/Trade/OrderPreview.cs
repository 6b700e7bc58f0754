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

    /// <summary>Estimates a limit or market order that the market's rules allow.</summary>
    public static OrderPreview Of(OrderPlan plan, OrderSurroundings now)
    {
        var (market, side, draft) = (plan.Market, plan.Side, plan.Draft);
        var limit = OrderReservation.PriceOf(plan, now);
        var quantity = draft.IsByTotal ? BookWalk.MostFor(market, now.Depth, side, plan.Total, limit) : plan.Quantity;
        var waits = draft.IsPostOnly || now.State == MarketState.Auction;
        var walk = waits ? default : BookWalk.Take(market, now.Depth, side, quantity, limit);
        if (draft.Stays == TimeInForce.FillOrKill && walk.Taken < quantity) walk = default;
        var rests = draft.IsRestingLimit ? quantity - walk.Taken : Quantity.Zero;
        return Of(plan, now.Fees, limit, walk, rests);
    }

    private static OrderPreview Of(OrderPlan plan, FeeScheduleEntry fees, Price limit, BookWalk walk, Quantity rests)
    {
        var market = plan.Market;
        var restNotional = rests.IsZero ? Amount.Zero : market.Notional(limit, rests);
        var buys = plan.Side == Side.Buy;
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
