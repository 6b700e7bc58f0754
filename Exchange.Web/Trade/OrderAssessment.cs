using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>A draft read against its surroundings: the order it asks for, what is wrong, what it would do.</summary>
internal sealed record OrderAssessment
{
    private const string NotANumber =
        "Write a plain number with digits and a point, for example 1234.5; this was not used.";

    /// <summary>The draft's numbers in the market's units.</summary>
    public required OrderPlan Plan { get; init; }

    /// <summary>The field that must still be filled in, first of all; null when the draft is complete.</summary>
    public OrderRefusal? Missing { get; private init; }

    /// <summary>The rule it breaks, when it can be read.</summary>
    public OrderRefusal? Refusal { get; private init; }

    /// <summary>Texts that are no numbers.</summary>
    public IReadOnlyList<OrderRefusal> Unreadable { get; private init; } = [];

    /// <summary>The largest order that the balance allows.</summary>
    public Quantity Max { get; private init; }

    /// <summary>The largest total of a market order.</summary>
    public Amount MaxTotal { get; private init; }

    /// <summary>Which percentage of the largest order the size is.</summary>
    public int Percent { get; private init; }

    /// <summary>What a limit or market order would do; null unless all rules hold.</summary>
    public OrderPreview? Preview { get; private init; }

    /// <summary>It can be sent.</summary>
    public bool IsSound => Problem is null;

    /// <summary>Why it cannot be sent; null when it can.</summary>
    public OrderRefusal? Problem => Unreadable is [var first, ..] ? first : Missing ?? Refusal;

    /// <summary>Reads a draft.</summary>
    public static OrderAssessment Of(OrderDraft draft, OrderSurroundings now)
    {
        var plan = OrderPlan.Of(draft, now.Market);
        var max = OrderSizing.Max(plan, now);
        var maxTotal = draft.IsByTotal ? OrderSizing.MaxTotal(plan, now) : Amount.Zero;
        var read = new OrderAssessment
        {
            Plan = plan,
            Max = max,
            MaxTotal = maxTotal,
            Percent = draft.IsByTotal
                ? OrderSizing.PercentOf(plan.Total, maxTotal)
                : OrderSizing.PercentOf(plan.Quantity, max),
            Unreadable = [.. OrderFields.Of(draft).Where(f => IsUnreadable(f.Text)).Select(f => new OrderRefusal(f.Field, NotANumber))],
            Missing = OrderFields.FirstMissing(draft),
        };
        if (read.Problem is not null) return read;
        var reason = OrderRequests.FirstViolation(plan);
        if (reason == OrderRejectReason.None) reason = OrderMoment.FirstViolation(plan, now);
        if (reason != OrderRejectReason.None) return read with { Refusal = OrderRefusal.Of(reason, Facts(plan, now)) };
        return plan.Draft.IsConditional || plan.Draft.IsPair ? read : read with { Preview = OrderPreview.Of(plan, now) };
    }

    /// <summary>The words for the exchange's reason.</summary>
    public static OrderRefusal? Explain(OrderRejectReason reason, OrderPlan plan, OrderSurroundings now) =>
        OrderRefusal.Of(reason, Facts(plan, now));

    /// <summary>The numbers for a refusal's text.</summary>
    private static RefusalFacts Facts(OrderPlan plan, OrderSurroundings now)
    {
        var total = Total(plan, now);
        var sold = plan.Draft.IsByTotal
            ? BookWalk.MostFor(plan.Market, now.Depth, plan.Side, plan.Total, OrderReservation.PriceOf(plan, now))
            : plan.Quantity;
        var needed = plan.Side == Side.Buy ? total : plan.Market.AmountOf(sold);
        return new RefusalFacts(plan, now, needed, total);
    }

    /// <summary>Price times quantity, in quote; of a market order what the book asks for now.</summary>
    private static Amount Total(OrderPlan plan, OrderSurroundings now)
    {
        if (plan.Draft.IsByTotal) return plan.Total;
        if (plan.Quantity.IsZero) return Amount.Zero;
        var price = OrderReservation.PriceOf(plan, now);
        if (plan.Draft.Kind == OrderKind.Market)
            return BookWalk.Take(plan.Market, now.Depth, plan.Side, plan.Quantity, price).Notional;
        return price.IsSet ? plan.Market.Notional(price, plan.Quantity) : Amount.Zero;
    }

    /// <summary>True as soon as the text cannot become a number by typing on.</summary>
    private static bool IsUnreadable(string text) =>
        text.Length > 0 && !Amount.TryParse(text, out _) && !Amount.TryParse($"{text}0", out _);
}
