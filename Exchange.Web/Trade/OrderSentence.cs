using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Web.Trade;

/// <summary>What an order will do, in words. An empty text while too little is known.</summary>
internal static class OrderSentence
{
    /// <summary>The sentences for a draft.</summary>
    public static string Of(OrderPlan plan, OrderSurroundings now)
    {
        if (plan.Draft.IsByTotal ? plan.Total.IsZero : plan.Quantity.IsZero) return "";
        var action = plan.Draft.Kind switch
        {
            OrderKind.Limit => plan.Price.IsSet ? Limit(plan, now) : "",
            OrderKind.Market => Market(plan),
            OrderKind.Stop or OrderKind.TakeProfit or OrderKind.TrailingStop => Conditional(plan, now),
            OrderKind.OneCancelsOther => Pair(plan),
        };
        return action.Length == 0 ? "" : action + Addition(plan);
    }

    /// <summary>What a trigger waits for: the last price falls to, or rises to.</summary>
    public static string When(Market market, TriggerKind kind, Side side, Price trigger) =>
        $"when the last price {(OrderKinds.WaitsForFall(kind, side) ? "falls" : "rises")} to {Price(market, trigger)}";

    private static string Limit(OrderPlan plan, OrderSurroundings now)
    {
        var start = $"{Verb(plan)} {Size(plan)} at {Price(plan.Market, plan.Price)} or better";
        if (now.State == MarketState.Auction) return $"{start}, at the auction's price or later.";
        return plan.Draft.Stays switch
        {
            TimeInForce.ImmediateOrCancel => $"{start}, at once; what does not trade is canceled.",
            TimeInForce.FillOrKill => $"{start}, whole and at once or not at all.",
            TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate => $"{start}.",
        };
    }

    private static string Market(OrderPlan plan)
    {
        var all = plan.Draft.Stays == TimeInForce.FillOrKill ? ", whole or not at all" : "";
        if (!plan.Draft.IsByTotal) return $"{Verb(plan)} {Size(plan)} at once at the best prices{all}.";
        var (code, total) = (AmountText.Code(plan.Market.Base), AmountText.With(plan.Total, plan.Market.Quote));
        return plan.Side == Side.Buy
            ? $"Buys as much {code} as {total} pays for, at once at the best prices{all}."
            : $"Sells as much {code} as brings {total}, at once at the best prices{all}.";
    }

    private static string Conditional(OrderPlan plan, OrderSurroundings now)
    {
        var trigger = plan.TriggerNow(now.Last);
        if (!trigger.IsSet || (!plan.Draft.IsMarket && !plan.Price.IsSet)) return "";
        var action = plan.Draft.IsMarket
            ? $"{Verb(plan)} {Size(plan)} at market"
            : $"Places a limit {Noun(plan)} of {Size(plan)} at {Price(plan.Market, plan.Price)}";
        var kind = OrderKinds.Trigger(plan.Draft.Kind);
        if (kind != TriggerKind.TrailingStop) return $"{action} {When(plan.Market, kind, plan.Side, trigger)}.";
        var turn = plan.Side == Side.Sell ? "falls {0} below its highest" : "rises {0} above its lowest";
        return $"{action} when the last price {turn.Replace("{0}", Distance(plan), StringComparison.Ordinal)} from now on: "
            + $"at {Price(plan.Market, trigger)} as things stand.";
    }

    private static string Pair(OrderPlan plan)
    {
        if (!plan.Price.IsSet || !plan.Trigger.IsSet || (plan.Draft.HasStopPrice && !plan.StopPrice.IsSet)) return "";
        var stop = plan.Draft.HasStopPrice
            ? $"places a limit {Noun(plan)} at {Price(plan.Market, plan.StopPrice)}"
            : $"{Verb(plan).ToLowerInvariant()} at market";
        return $"{Verb(plan)} {Size(plan)} at {Price(plan.Market, plan.Price)} or better, or {stop} "
            + $"{When(plan.Market, TriggerKind.Stop, plan.Side, plan.Trigger)}. What happens first cancels the other.";
    }

    private static string Addition(OrderPlan plan)
    {
        var display = plan.Display.IsZero ? "" : $" The book shows {Size(plan.Market, plan.Display)} at a time.";
        var postOnly = plan.Draft.IsPostOnly ? " Refused if it would trade at once." : "";
        return display + postOnly;
    }

    private static string Distance(OrderPlan plan) => plan.TrailTicks > 0
        ? Price(plan.Market, new Price(plan.TrailTicks))
        : $"{RefusalFacts.Typed(plan.Draft.Trail)}\u00a0%";

    private static string Verb(OrderPlan plan) => plan.Side == Side.Buy ? "Buys" : "Sells";

    private static string Noun(OrderPlan plan) => plan.Side == Side.Buy ? "buy" : "sell";

    private static string Size(OrderPlan plan) => Size(plan.Market, plan.Quantity);

    private static string Size(Market market, Quantity quantity) => AmountText.With(market.AmountOf(quantity), market.Base);

    private static string Price(Market market, Price price) => $"{AmountText.Of(market, price)} {AmountText.Code(market.Quote)}";
}
