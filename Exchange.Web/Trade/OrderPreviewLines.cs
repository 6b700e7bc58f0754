using Exchange.Core.Matching;

namespace Exchange.Web.Trade;

/// <summary>The figures below the form: what an order would cost, lock and bring.</summary>
internal static class OrderPreviewLines
{
    /// <summary>The lines, as far as they can be known.</summary>
    public static IEnumerable<(string Name, string Value)> Of(OrderAssessment assessment, OrderSurroundings now)
    {
        var fees = $"maker {AmountText.Percent(now.Fees.Maker)}, taker {AmountText.Percent(now.Fees.Taker)}";
        if (assessment.Preview is { } preview) return Estimate(preview, assessment.Plan, fees);
        var waits = assessment.Plan.Draft.IsConditional || assessment.Plan.Draft.IsPair;
        return [.. waits ? Waiting(assessment.Plan, now) : [], ("Fee rate", fees)];
    }

    private static IEnumerable<(string Name, string Value)> Estimate(OrderPreview preview, OrderPlan plan, string fees)
    {
        var (market, quote) = (plan.Market, AmountText.Code(plan.Market.Quote));
        yield return ("Total", $"≈ {AmountText.With(preview.Total, market.Quote)}");
        if (!preview.Taken.IsZero)
            yield return ("Average price", $"≈ {preview.Average.Format(market.PricePrecision)} {quote}");
        if (plan.Draft.Kind == OrderKind.Market && preview.Worst.IsSet)
            yield return ("Worst price", $"{AmountText.Of(market, preview.Worst)} {quote}");
        yield return ("Fee", $"≈ {AmountText.With(preview.Fee, preview.ReceiveCurrency)} ({fees})");
        yield return ("You get", $"≈ {AmountText.With(preview.Receive, preview.ReceiveCurrency)}");
    }

    private static IEnumerable<(string Name, string Value)> Waiting(OrderPlan plan, OrderSurroundings now)
    {
        var market = plan.Market;
        if (plan.Draft.IsMarket || plan.Draft is { IsPair: true, IsLimitAtTrigger: false })
        {
            var worst = plan.Worst.IsSet
                ? plan.Worst
                : OrderReservation.WorstAt(market, plan.Side, plan.TriggerNow(now.Last));
            var about = plan.Draft.Kind == OrderKind.TrailingStop && !plan.Worst.IsSet ? "≈ " : "";
            if (worst.IsSet) yield return ("Worst price", $"{about}{AmountText.Of(market, worst)} {AmountText.Code(market.Quote)}");
        }

        if (OrderReservation.Of(plan, now) is { } locked)
            yield return ("Locks now", AmountText.With(locked, plan.Side == Side.Buy ? market.Quote : market.Base));
    }
}
