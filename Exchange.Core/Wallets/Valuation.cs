using System.Numerics;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Core.Wallets;

/// <summary>
/// What an amount of one currency is worth in another at last prices. Exact until the end, then rounded down once to
/// what the other currency can hold; never a promise that it can be sold for that.
/// </summary>
public sealed class Valuation(IMarketCatalog catalog, IMarketData prices)
{
    /// <summary>
    /// The worth, or null when no last price leads there: of a market between the two, either way round, or of two
    /// markets over one other currency. Nothing is worth nothing, priced or not.
    /// </summary>
    public Amount? ValueOf(Amount amount, Currency from, Currency to)
    {
        if (from.Id == to.Id) return amount;
        if (amount.IsZero) return Amount.Zero;
        if ((Direct(from.Id, to.Id) ?? OverAnother(from.Id, to.Id)) is not { } rate) return null;
        return RoundedDown(amount, rate, to.Precision);
    }

    private Rate? OverAnother(CurrencyId from, CurrencyId to)
    {
        foreach (var middle in catalog.Currencies)
        {
            if (middle.Id == from || middle.Id == to) continue;
            if (Direct(from, middle.Id) is { } first && Direct(middle.Id, to) is { } second) return first.Times(second);
        }

        return null;
    }

    private Rate? Direct(CurrencyId from, CurrencyId to)
    {
        Rate? inverse = null;
        foreach (var market in catalog.Markets)
        {
            var isForward = market.Base.Id == from && market.Quote.Id == to;
            var isInverse = market.Base.Id == to && market.Quote.Id == from;
            if (!isForward && !isInverse) continue;
            var last = prices.Ticker(market.Id).Last;
            if (!last.IsSet) continue;
            var price = new Rate(market.AmountOf(last).Units, Amount.UnitsPerWhole);
            if (isForward) return price;
            inverse ??= price.Inverse();
        }

        return inverse;
    }

    private static Amount? RoundedDown(Amount amount, Rate rate, int precision)
    {
        var step = (BigInteger)Amount.SmallestStep(precision).Units;
        var steps = BigInteger.Divide(amount.Units * rate.Numerator, rate.Denominator * step);
        var units = steps * step;
        return BigInteger.Abs(units) > Amount.MaxUnits ? null : Amount.FromUnits((Int128)units);
    }

    /// <summary>Units of one currency per unit of another, as a fraction, so that no step of a chain rounds.</summary>
    private readonly record struct Rate(BigInteger Numerator, BigInteger Denominator)
    {
        public Rate Inverse() => new(Denominator, Numerator);

        public Rate Times(Rate other) => new(Numerator * other.Numerator, Denominator * other.Denominator);
    }
}
