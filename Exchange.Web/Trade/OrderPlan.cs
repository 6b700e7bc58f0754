using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Web.Trade;

/// <summary>
/// A draft's numbers in the market's units. What is missing, cannot be read or is outside the market's rules is unset,
/// so that the form can show what follows from the rest.
/// </summary>
internal sealed record OrderPlan
{
    private const int BasisPointsPerPercent = 100;

    /// <summary>The draft.</summary>
    public required OrderDraft Draft { get; init; }

    /// <summary>The market.</summary>
    public required Market Market { get; init; }

    /// <summary>The limit price of a kind that has one.</summary>
    public Price Price { get; private init; }

    /// <summary>The worst price of a market order, where one is given.</summary>
    public Price Worst { get; private init; }

    /// <summary>The trigger price of a kind that has one.</summary>
    public Price Trigger { get; private init; }

    /// <summary>The limit price of a pair's stop.</summary>
    public Price StopPrice { get; private init; }

    /// <summary>A trailing stop's distance in ticks, or 0.</summary>
    public long TrailTicks { get; private init; }

    /// <summary>A trailing stop's distance in basis points, or 0.</summary>
    public int TrailBasisPoints { get; private init; }

    /// <summary>How much to trade, in base.</summary>
    public Quantity Quantity { get; private init; }

    /// <summary>What to spend or to receive, in quote.</summary>
    public Amount Total { get; private init; }

    /// <summary>What an iceberg shows at a time; zero for all.</summary>
    public Quantity Display { get; private init; }

    /// <summary>Buy or sell.</summary>
    public Side Side => Draft.Side;

    /// <summary>Reads a draft.</summary>
    public static OrderPlan Of(OrderDraft draft, Market market) => new()
    {
        Draft = draft,
        Market = market,
        Price = draft.Kind == OrderKind.Market || draft.IsMarket ? default : PriceOf(draft.Price, market),
        Worst = draft.IsMarket ? PriceOf(draft.Worst, market) : default,
        Trigger = draft.HasTrigger ? PriceOf(draft.Trigger, market) : default,
        StopPrice = draft.HasStopPrice ? PriceOf(draft.StopPrice, market) : default,
        TrailTicks = draft is { Kind: OrderKind.TrailingStop, TrailIsPercent: false } ? PriceOf(draft.Trail, market).Ticks : 0,
        TrailBasisPoints = draft is { Kind: OrderKind.TrailingStop, TrailIsPercent: true } ? BasisPointsOf(draft.Trail) : 0,
        Quantity = draft.IsByTotal ? default : QuantityOf(draft.Size, market),
        Total = draft.IsByTotal ? TotalOf(draft.Size, market) : default,
        Display = QuantityOf(draft.Shown, market),
    };

    /// <summary>
    /// The last price that triggers the order as things stand: a trailing stop's is measured from the last price. Unset
    /// when nothing is known yet.
    /// </summary>
    public Price TriggerNow(Price last)
    {
        if (Draft.Kind != OrderKind.TrailingStop) return Trigger;
        if (!last.IsSet || (TrailTicks == 0 && TrailBasisPoints == 0)) return default;
        var distance = TrailTicks > 0
            ? TrailTicks
            : (long)(((Int128)last.Ticks * TrailBasisPoints + 9_999) / 10_000);
        var ticks = Side == Side.Sell ? (Int128)last.Ticks - distance : (Int128)last.Ticks + distance;
        return ticks >= 1 && ticks <= long.MaxValue ? new Price((long)ticks) : default;
    }

    /// <summary>A percentage as basis points; 0 unless it is a whole number of them in range.</summary>
    public static int BasisPointsOf(string text)
    {
        if (!Amount.TryParse(text, out var percent) || percent > Amount.FromWhole(100)) return 0;
        var hundredfold = percent.Times(BasisPointsPerPercent);
        if (!hundredfold.IsMultipleOf(Amount.FromWhole(1))) return 0;
        var points = hundredfold.DividedBy(Amount.FromWhole(1));
        return points <= OrderConditions.MaxTrailBasisPoints ? (int)points : 0;
    }

    private static Price PriceOf(string text, Market market) =>
        Amount.TryParse(text, out var amount) && market.TryPrice(amount, out var price)
            && price >= market.MinPrice && price <= market.MaxPrice ? price : default;

    private static Quantity QuantityOf(string text, Market market) =>
        Amount.TryParse(text, out var amount) && market.TryQuantity(amount, out var quantity)
            && quantity <= market.MaxQuantity ? quantity : default;

    private static Amount TotalOf(string text, Market market) =>
        Amount.TryParse(text, out var amount) && amount.IsPositive && amount.FitsPrecision(market.Quote.Precision)
            ? amount
            : default;
}
