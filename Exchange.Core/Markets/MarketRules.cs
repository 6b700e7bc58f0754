using System.Numerics;
using Exchange.Core.Primitives;

namespace Exchange.Core.Markets;

/// <summary>What a market definition must fulfil before the engine takes it.</summary>
internal static class MarketRules
{
    /// <summary>The first rule that the definition breaks, in words, or null; gives tick times lot when all
    /// hold.</summary>
    public static string? FirstViolation(
        MarketDefinition definition, Currency @base, Currency quote, out Amount tickTimesLot)
    {
        tickTimesLot = default;
        var d = definition;
        if (@base.Id == quote.Id) return "Base and quote are the same currency.";
        if (d.Code != @base.Code + quote.Code) return "The code must be the base code followed by the quote code.";
        if (!d.TickSize.IsPositive || !d.LotSize.IsPositive) return "Tick size and lot size must be above zero.";
        if (!d.LotSize.FitsPrecision(@base.Precision)) return "The lot size has more decimals than the base currency.";

        var product = (BigInteger)d.TickSize.Units * (BigInteger)d.LotSize.Units;
        var whole = BigInteger.DivRem(product, (BigInteger)Amount.UnitsPerWhole, out var rest);
        if (!rest.IsZero || whole > (BigInteger)Amount.MaxUnits || whole % (BigInteger)quote.SmallestStep.Units != 0)
            return "Tick size times lot size is not a whole number of the quote currency's smallest step.";
        tickTimesLot = Amount.FromUnits((Int128)whole);

        return FirstRangeViolation(d, tickTimesLot);
    }

    private static string? FirstRangeViolation(MarketDefinition d, Amount tickTimesLot)
    {
        if (!d.MinQuantity.IsPositive || !d.MinQuantity.IsMultipleOf(d.LotSize) || !d.MaxQuantity.IsMultipleOf(d.LotSize))
            return "Smallest and largest quantity must be whole lots above zero.";
        if (d.MaxQuantity < d.MinQuantity) return "The largest quantity is below the smallest.";
        if (!d.MinPrice.IsPositive || !d.MinPrice.IsMultipleOf(d.TickSize) || !d.MaxPrice.IsMultipleOf(d.TickSize))
            return "Lowest and highest price must be whole ticks above zero.";
        if (d.MaxPrice < d.MinPrice) return "The highest price is below the lowest.";
        if (d.MinNotional.IsNegative) return "The smallest notional is below zero.";

        var maxLots = d.MaxQuantity.Units / d.LotSize.Units;
        var maxTicks = d.MaxPrice.Units / d.TickSize.Units;
        if (maxLots > long.MaxValue || maxTicks > long.MaxValue) return "More ticks or lots than fit 63 bits.";
        var maxNotional = (BigInteger)maxLots * (BigInteger)maxTicks * (BigInteger)tickTimesLot.Units;
        return maxNotional > (BigInteger)Amount.MaxUnits / 1000
            ? "The highest price times the largest quantity is beyond what the ledger can hold."
            : null;
    }
}
