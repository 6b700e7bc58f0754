using Exchange.Core.Primitives;

namespace Exchange.Core.Markets;

/// <summary>What a market lets members do.</summary>
public enum MarketState : byte
{
    /// <summary>Orders are accepted and matched.</summary>
    Open = 1,

    /// <summary>Orders may only be canceled.</summary>
    CancelOnly = 2,

    /// <summary>Nothing moves but cancels by their owner.</summary>
    Halted = 3,

    /// <summary>A call auction: orders that may rest are collected without matching; at its end all that can trade does,
    /// at one price, and the market is open.</summary>
    Auction = 4,
}

/// <summary>The rules of a market as an operator writes them; <see cref="Market.TryCreate"/> checks them.</summary>
/// <param name="Code">Base code followed by quote code, for example <c>btcusdt</c>.</param>
/// <param name="Base">The currency bought and sold.</param>
/// <param name="Quote">The currency paid.</param>
/// <param name="TickSize">Smallest price step, in quote per whole base.</param>
/// <param name="LotSize">Smallest quantity step, in base.</param>
/// <param name="MinQuantity">Smallest order, in base; a multiple of the lot size.</param>
/// <param name="MaxQuantity">Largest order, in base; a multiple of the lot size.</param>
/// <param name="MinPrice">Lowest limit price; a multiple of the tick size.</param>
/// <param name="MaxPrice">Highest limit price; a multiple of the tick size.</param>
/// <param name="MinNotional">Smallest price times quantity, in quote.</param>
public sealed record MarketDefinition(
    string Code,
    CurrencyId Base,
    CurrencyId Quote,
    Amount TickSize,
    Amount LotSize,
    Amount MinQuantity,
    Amount MaxQuantity,
    Amount MinPrice,
    Amount MaxPrice,
    Amount MinNotional);

/// <summary>
/// Where one currency is traded for another. Prices are whole ticks, quantities whole lots, and tick times lot is a
/// whole number of the quote currency's smallest steps, so a trade never rounds.
/// </summary>
public sealed class Market
{
    private readonly Amount _notionalOfOneTickOneLot;

    // The same in the quote currency's smallest steps, and a lot in the base currency's; 0 where they do not fit.
    private readonly ulong _quoteStepsOfOneTickOneLot;
    private readonly ulong _quoteStepUnits;
    private readonly ulong _baseStepsOfOneLot;
    private readonly ulong _baseStepUnits;

    private Market(MarketId id, MarketDefinition definition, Currency @base, Currency quote, Amount tickTimesLot)
    {
        Id = id;
        Definition = definition;
        Base = @base;
        Quote = quote;
        _notionalOfOneTickOneLot = tickTimesLot;
        _quoteStepUnits = (ulong)quote.SmallestStep.Units;
        _baseStepUnits = (ulong)@base.SmallestStep.Units;
        _quoteStepsOfOneTickOneLot = StepsOrZero(tickTimesLot, quote);
        _baseStepsOfOneLot = StepsOrZero(definition.LotSize, @base);
        PricePrecision = DecimalsOf(definition.TickSize);
        QuantityPrecision = DecimalsOf(definition.LotSize);
        MinQuantity = new Quantity(definition.MinQuantity.DividedBy(definition.LotSize));
        MaxQuantity = new Quantity(definition.MaxQuantity.DividedBy(definition.LotSize));
        MinPrice = new Price(definition.MinPrice.DividedBy(definition.TickSize));
        MaxPrice = new Price(definition.MaxPrice.DividedBy(definition.TickSize));
    }

    /// <summary>How far from the best price a market order may trade when it names no worst price: 10 %.</summary>
    public const int DefaultProtectionPercent = 10;

    /// <summary>The engine's index.</summary>
    public MarketId Id { get; }

    /// <summary>The rules as defined.</summary>
    public MarketDefinition Definition { get; }

    /// <summary>The currency bought and sold.</summary>
    public Currency Base { get; }

    /// <summary>The currency paid.</summary>
    public Currency Quote { get; }

    /// <summary>Lower-case id, for example <c>btcusdt</c>.</summary>
    public string Code => Definition.Code;

    /// <summary>For people and URLs, for example <c>BTC-USDT</c>.</summary>
    public string Name => $"{Base.Code}-{Quote.Code}".ToUpperInvariant();

    /// <summary>Decimal places of a price.</summary>
    public int PricePrecision { get; }

    /// <summary>Decimal places of a quantity.</summary>
    public int QuantityPrecision { get; }

    /// <summary>Smallest order.</summary>
    public Quantity MinQuantity { get; }

    /// <summary>Largest order.</summary>
    public Quantity MaxQuantity { get; }

    /// <summary>Lowest limit price.</summary>
    public Price MinPrice { get; }

    /// <summary>Highest limit price.</summary>
    public Price MaxPrice { get; }

    /// <summary>Smallest price times quantity, in quote.</summary>
    public Amount MinNotional => Definition.MinNotional;

    /// <summary>Checks a definition; <paramref name="refusal"/> says in words what is wrong when it returns
    /// null.</summary>
    public static Market? TryCreate(
        MarketId id, MarketDefinition definition, Currency @base, Currency quote, out string? refusal)
    {
        refusal = MarketRules.FirstViolation(definition, @base, quote, out var tickTimesLot);
        return refusal is null ? new Market(id, definition, @base, quote, tickTimesLot) : null;
    }

    /// <summary>Price times quantity in quote units, exactly.</summary>
    /// <exception cref="OverflowException">The product is out of range.</exception>
    public Amount Notional(Price price, Quantity quantity) => TryQuoteSteps(price, quantity, out var steps)
        ? Amount.FromProduct(steps, _quoteStepUnits)
        : Amount.FromUnits(checked((Int128)price.Ticks * quantity.Lots * _notionalOfOneTickOneLot.Units));

    /// <summary>A quantity as an amount of base.</summary>
    public Amount AmountOf(Quantity quantity) => TryBaseSteps(quantity, out var steps)
        ? Amount.FromProduct(steps, _baseStepUnits)
        : Definition.LotSize.Times(quantity.Lots);

    /// <summary>The fee on a received quantity of base, rounded up to the currency's precision.</summary>
    public Amount BaseFee(Quantity quantity, FeeRate rate) => TryBaseSteps(quantity, out var steps)
        ? Amount.FromProduct(ShareRoundedUp(steps, rate), _baseStepUnits)
        : AmountOf(quantity).ShareRoundedUp(rate.PartsPerMillion, Base.Precision);

    /// <summary>The fee on a received notional, rounded up to the currency's precision.</summary>
    public Amount QuoteFee(Price price, Quantity quantity, FeeRate rate) => TryQuoteSteps(price, quantity, out var steps)
        ? Amount.FromProduct(ShareRoundedUp(steps, rate), _quoteStepUnits)
        : Notional(price, quantity).ShareRoundedUp(rate.PartsPerMillion, Quote.Precision);

    /// <summary>A price as an amount of quote per whole base.</summary>
    public Amount AmountOf(Price price) => Definition.TickSize.Times(price.Ticks);

    /// <summary>An amount as a price, when it is a whole number of ticks and fits.</summary>
    public bool TryPrice(Amount amount, out Price price)
    {
        price = default;
        if (!amount.IsMultipleOf(Definition.TickSize) || amount.IsNegative) return false;
        var ticks = amount.Units / Definition.TickSize.Units;
        if (ticks > long.MaxValue) return false;
        price = new Price((long)ticks);
        return true;
    }

    /// <summary>An amount as a quantity, when it is a whole number of lots and fits.</summary>
    public bool TryQuantity(Amount amount, out Quantity quantity)
    {
        quantity = default;
        if (!amount.IsMultipleOf(Definition.LotSize) || amount.IsNegative) return false;
        var lots = amount.Units / Definition.LotSize.Units;
        if (lots > long.MaxValue) return false;
        quantity = new Quantity((long)lots);
        return true;
    }

    /// <summary>The most that <paramref name="available"/> quote buys at a price, rounded down to a lot and capped at
    /// the market's largest order.</summary>
    public Quantity MaxBuy(Amount available, Price price)
    {
        if (!price.IsSet || !available.IsPositive) return Quantity.Zero;
        var lots = available.Units / Notional(price, new Quantity(1)).Units;
        return new Quantity((long)Int128.Min(lots, MaxQuantity.Lots));
    }

    /// <summary>The most that <paramref name="available"/> base sells, rounded down to a lot and capped at the market's
    /// largest order.</summary>
    public Quantity MaxSell(Amount available)
    {
        if (!available.IsPositive) return Quantity.Zero;
        return new Quantity((long)Int128.Min(available.Units / Definition.LotSize.Units, MaxQuantity.Lots));
    }

    /// <summary>Nearly every trade is less than 2^64 smallest steps: plain 64-bit arithmetic then does what 128-bit
    /// division would.</summary>
    private bool TryQuoteSteps(Price price, Quantity quantity, out ulong steps)
    {
        var high = Math.BigMul((ulong)price.Ticks, (ulong)quantity.Lots, out ulong product);
        var higher = Math.BigMul(product, _quoteStepsOfOneTickOneLot, out steps);
        return (high | higher) == 0 && _quoteStepsOfOneTickOneLot != 0;
    }

    private bool TryBaseSteps(Quantity quantity, out ulong steps)
    {
        var high = Math.BigMul((ulong)quantity.Lots, _baseStepsOfOneLot, out steps);
        return high == 0 && _baseStepsOfOneLot != 0;
    }

    /// <summary>A rate is at most half a million, so neither product overflows.</summary>
    private static ulong ShareRoundedUp(ulong steps, FeeRate rate)
    {
        const ulong Million = 1_000_000;
        var partsPerMillion = (ulong)rate.PartsPerMillion;
        return unchecked(steps / Million * partsPerMillion + (steps % Million * partsPerMillion + Million - 1) / Million);
    }

    private static ulong StepsOrZero(Amount amount, Currency currency)
    {
        var steps = amount.Units / currency.SmallestStep.Units;
        return steps <= ulong.MaxValue ? (ulong)steps : 0;
    }

    private static int DecimalsOf(Amount step)
    {
        var text = step.ToString();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : text.Length - point - 1;
    }
}
