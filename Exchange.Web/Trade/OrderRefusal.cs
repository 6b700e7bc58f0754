using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>What the texts need to name the number that broke a rule.</summary>
/// <param name="Plan">What was asked.</param>
/// <param name="Now">What is true around it.</param>
/// <param name="Needed">What the order takes from the balance that pays.</param>
/// <param name="Total">Price times quantity, in quote.</param>
internal sealed record RefusalFacts(OrderPlan Plan, OrderSurroundings Now, Amount Needed, Amount Total)
{
    /// <summary>The market's rules.</summary>
    public MarketDefinition Rules => Plan.Market.Definition;

    /// <summary>An amount of base with its currency.</summary>
    public string Base(Amount amount) => AmountText.With(amount, Plan.Market.Base);

    /// <summary>An amount of quote with its currency.</summary>
    public string Quote(Amount amount) => AmountText.With(amount, Plan.Market.Quote);

    /// <summary>A price with its currency.</summary>
    public string Quote(Price price) => Quote(Plan.Market.AmountOf(price));

    /// <summary>An amount of the currency that pays.</summary>
    public string Paid(Amount amount) => Plan.Side == Side.Buy ? Quote(amount) : Base(amount);

    /// <summary>The last price, or that there is none.</summary>
    public string LastText => Now.Last.IsSet ? Quote(Now.Last) : "not known yet";

    /// <summary>The limit or worst price as typed.</summary>
    public string PriceText => Quote(Typed(Plan.Draft.IsMarket ? Plan.Draft.Worst : Plan.Draft.Price));

    /// <summary>The size as typed.</summary>
    public string SizeText => Plan.Draft.IsByTotal ? Quote(Typed(Plan.Draft.Size)) : Base(Typed(Plan.Draft.Size));

    /// <summary>A field's number.</summary>
    public static Amount Typed(string text) => Amount.TryParse(text, out var amount) ? amount : Amount.Zero;
}

/// <summary>Why an order was refused, in words, and at which field to say it.</summary>
/// <param name="Field">The field.</param>
/// <param name="Text">What happened and what to do, with the number.</param>
internal sealed record OrderRefusal(OrderField Field, string Text)
{
    /// <summary>The words for a reason; null when the order was accepted. No default: each reason has its place.</summary>
    public static OrderRefusal? Of(OrderRejectReason reason, RefusalFacts facts) => reason switch
    {
        OrderRejectReason.None => null,
        OrderRejectReason.PriceNotAllowed or OrderRejectReason.PriceMissing or OrderRejectReason.PriceNotPositive
            or OrderRejectReason.PriceNotOnTick or OrderRejectReason.PriceOutOfRange or OrderRejectReason.OutsidePriceBand
            or OrderRejectReason.WouldTake or OrderRejectReason.StopLimitPriceNotOnTick
            or OrderRejectReason.StopLimitPriceOutOfRange => PriceRefusals.Of(reason, facts),
        OrderRejectReason.QuantityNotPositive or OrderRejectReason.QuantityNotOnLot or OrderRejectReason.QuantityTooSmall
            or OrderRejectReason.QuantityTooLarge or OrderRejectReason.NotionalTooSmall or OrderRejectReason.QuoteAmountInvalid
            or OrderRejectReason.InsufficientLiquidity or OrderRejectReason.InsufficientFunds
            or OrderRejectReason.DisplayNotAllowed or OrderRejectReason.DisplayNotOnLot or OrderRejectReason.DisplayTooSmall
            or OrderRejectReason.DisplayTooLarge => SizeRefusals.Of(reason, facts),
        OrderRejectReason.TriggerPriceInvalid or OrderRejectReason.TriggerPriceNotOnTick
            or OrderRejectReason.TriggerPriceOutOfRange or OrderRejectReason.TriggerWrongSide or OrderRejectReason.TrailInvalid
            or OrderRejectReason.TrailNotOnTick or OrderRejectReason.TooManyTrailingStops or OrderRejectReason.NoLastPrice
            or OrderRejectReason.LegsInvalid => TriggerRefusals.Of(reason, facts),
        OrderRejectReason.NotPermitted or OrderRejectReason.LevelTooLow or OrderRejectReason.Malformed or OrderRejectReason.MarketNotOpen
            or OrderRejectReason.MarketInAuction or OrderRejectReason.PostOnlyNotAllowed or OrderRejectReason.ExpiryNotAllowed
            or OrderRejectReason.ExpiryMissing or OrderRejectReason.ExpiryInPast or OrderRejectReason.OrderUnknown
            or OrderRejectReason.NotAmendable or OrderRejectReason.ClientOrderIdTaken or OrderRejectReason.TooManyOpenOrders
            or OrderRejectReason.Busy or OrderRejectReason.Unavailable
            or OrderRejectReason.OutcomeUnknown => FormRefusals.Of(reason, facts),
    };
}
