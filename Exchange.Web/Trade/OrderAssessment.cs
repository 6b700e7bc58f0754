using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>What is true around a draft now.</summary>
/// <param name="Market">The market.</param>
/// <param name="State">Its state.</param>
/// <param name="Depth">Its book.</param>
/// <param name="Fees">The member's fees in it.</param>
/// <param name="BaseAvailable">The member's available base.</param>
/// <param name="QuoteAvailable">The member's available quote.</param>
/// <param name="OpenOrders">The member's open orders in it.</param>
internal sealed record OrderSurroundings(
    Market Market, MarketState State, DepthView Depth, FeeScheduleEntry Fees, Amount BaseAvailable,
    Amount QuoteAvailable, int OpenOrders)
{
    /// <summary>Looks at the market and, when someone is signed in, at their account.</summary>
    public static OrderSurroundings Look(IMarketCatalog catalog, IEngineReadState live, Market market, MemberId? member)
    {
        var who = member ?? MemberId.Platform;
        var group = member is null ? FeeSchedule.DefaultGroup : live.GroupOf(who);
        return new OrderSurroundings(
            market, catalog.StateOf(market.Id), live.Depth(market.Id, OrderSizing.LevelsLookedAt),
            catalog.FeesFor(market.Id, group),
            member is null ? Amount.Zero : live.Balance(who, market.Base.Id).Available,
            member is null ? Amount.Zero : live.Balance(who, market.Quote.Id).Available,
            member is null ? 0 : live.OpenOrders(who).Count(o => o.Market == market.Id));
    }

    /// <summary>The available balance that an order of this side pays from.</summary>
    public Amount Available(Side side) => side == Side.Buy ? QuoteAvailable : BaseAvailable;
}

/// <summary>A draft read against its surroundings: the order it asks for, what is wrong, what it would do.</summary>
internal sealed record OrderAssessment
{
    private const string NotANumber =
        "Write a plain number with digits and a point, for example 1234.5; this was not used.";

    /// <summary>The order; null while the draft is incomplete or cannot be read.</summary>
    public PlaceOrderRequest? Request { get; private init; }

    /// <summary>The rule it breaks, when it can be read.</summary>
    public OrderRefusal? Refusal { get; private init; }

    /// <summary>A price that is no number.</summary>
    public string? PriceText { get; private init; }

    /// <summary>A size that is no number.</summary>
    public string? SizeText { get; private init; }

    /// <summary>The limit or worst price, when it can be used.</summary>
    public Price Price { get; private init; }

    /// <summary>The largest order that the balance allows.</summary>
    public Quantity Max { get; private init; }

    /// <summary>Which percentage of the largest order the size is.</summary>
    public int Percent { get; private init; }

    /// <summary>What it would do; null unless all rules hold.</summary>
    public OrderPreview? Preview { get; private init; }

    /// <summary>Reads a draft.</summary>
    public static OrderAssessment Of(OrderDraft draft, OrderSurroundings now)
    {
        var price = UsablePrice(draft, now.Market);
        var max = MaxOf(draft, now, price);
        var hasSize = Amount.TryParse(draft.Size, out var size);
        var percent = hasSize && now.Market.TryQuantity(size, out var lots) ? OrderSizing.PercentOf(lots, max) : 0;
        var read = new OrderAssessment
        {
            Price = price,
            Max = max,
            Percent = percent,
            PriceText = Unreadable(draft.Type == OrderType.Limit ? draft.Price : draft.Worst),
            SizeText = Unreadable(draft.Size),
        };
        if (draft.ToRequest(now.Market) is not { } request) return read;
        var reason = OrderChecks.FirstViolation(request, out var checkedPrice, out var quantity);
        if (reason != OrderRejectReason.None)
            return read with { Request = request, Refusal = OrderRefusal.Of(reason, Facts(request, now)) };
        var preview = OrderPreview.Of(request, checkedPrice, quantity, now.Depth, now.Fees);
        return read with { Request = request, Preview = preview };
    }

    /// <summary>The numbers for a refusal's text.</summary>
    public static RefusalFacts Facts(PlaceOrderRequest request, OrderSurroundings now)
    {
        var total = Amount.Zero;
        var needed = request.Quantity;
        if (request.Market.TryQuantity(request.Quantity, out var quantity) && quantity <= request.Market.MaxQuantity)
        {
            if ((request.Price ?? request.WorstPrice) is { } amount && request.Market.TryPrice(amount, out var price)
                && price <= request.Market.MaxPrice)
                total = request.Market.Notional(price, quantity);
            var worst = BookWalk.DefaultWorst(request.Market, now.Depth, request.Side);
            if (request.Type == OrderType.Market)
                total = BookWalk.Take(request.Market, now.Depth, request.Side, quantity, worst).Notional;
            if (request.Side == Side.Buy) needed = total;
        }

        return new RefusalFacts(
            request, now.State, now.Depth, now.Available(request.Side), needed, total, now.OpenOrders);
    }

    /// <summary>A price that is a whole number of ticks in the market's range; else unset.</summary>
    private static Price UsablePrice(OrderDraft draft, Market market)
    {
        var text = draft.Type == OrderType.Limit ? draft.Price : draft.Worst;
        return Amount.TryParse(text, out var amount) && market.TryPrice(amount, out var price)
            && price >= market.MinPrice && price <= market.MaxPrice ? price : default;
    }

    private static Quantity MaxOf(OrderDraft draft, OrderSurroundings now, Price price)
    {
        var available = now.Available(draft.Side);
        if (draft.Type == OrderType.Limit) return OrderSizing.MaxLimit(now.Market, draft.Side, available, price);
        var worst = price.IsSet ? price : BookWalk.DefaultWorst(now.Market, now.Depth, draft.Side);
        return OrderSizing.MaxMarket(now.Market, now.Depth, draft.Side, available, worst);
    }

    /// <summary>An error as soon as the text cannot become a number by typing on.</summary>
    private static string? Unreadable(string text) =>
        text.Length == 0 || Amount.TryParse(text, out _) || Amount.TryParse($"{text}0", out _) ? null : NotANumber;
}
