using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>What became of an order, in a sentence.</summary>
internal static class OrderResultText
{
    /// <summary>For the live region after placing.</summary>
    public static string Of(Market market, OrderView order)
    {
        var traded = order.Executed.IsZero ? null : Traded(market, order);
        var size = $"{AmountText.Of(market, order.Quantity)} {AmountText.Code(market.Base)}";
        var verb = order.Side == Side.Buy ? "buy" : "sell";
        // A trailing stop's trigger moves: what stays is its distance.
        if (order.IsPending && order.Trigger != TriggerKind.TrailingStop)
            return $"Order waiting: {verb} {size} {OrderSentence.When(market, order.Trigger, order.Side, order.TriggerPrice)}.";
        if (order.IsPending) return $"Order waiting: {verb} {size}, {OrderTermsText.Details(market, order)}.";
        if (order.Close == CloseReason.Filled) return $"{traded}.";
        if (order.IsOpen && traded is null)
            return $"Order open: {verb} {size} at "
                + $"{AmountText.Of(market, order.Price)} {AmountText.Code(market.Quote)}.";
        if (order.IsOpen) return $"{traded}; {AmountText.Of(market, order.Remaining)} of {size} still open.";
        var canceled = $"{AmountText.Of(market, order.Remaining)} of {size}: {CloseReasonText.Of(order.Close)}.";
        return traded is null ? canceled : $"{traded}; {canceled}";
    }

    /// <summary>For the live region after placing two orders of which one cancels the other.</summary>
    public static string Of(Market market, OrderView limit, OrderView stop) =>
        $"Both orders open: {Of(market, limit)} {Of(market, stop)} What happens first cancels the other.";

    private static string Traded(Market market, OrderView order)
    {
        var average = AveragePrice.RoundedDown(market, order.ExecutedNotional, order.Executed);
        var verb = order.Side == Side.Buy ? "Bought" : "Sold";
        return $"{verb} {AmountText.Of(market, order.Executed)} {AmountText.Code(market.Base)} at an average of "
            + $"{average.Format(market.PricePrecision)} {AmountText.Code(market.Quote)}";
    }
}
