using System.Numerics;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>The average price of what was traded.</summary>
public static class AveragePrice
{
    /// <summary>
    /// Notional per base, rounded down to the market's price precision; zero when nothing was traded.
    /// </summary>
    public static Amount RoundedDown(Market market, Amount notional, Quantity executed)
    {
        if (executed.IsZero) return Amount.Zero;
        var step = Amount.SmallestStep(market.PricePrecision);
        var stepsPerWhole = Amount.UnitsPerWhole / step.Units;
        var divisor = market.AmountOf(executed).Units;
        // 128 bits are enough for all but enormous notionals.
        var steps = notional.Units <= Amount.MaxUnits / stepsPerWhole
            ? notional.Units * stepsPerWhole / divisor
            : (Int128)((BigInteger)notional.Units * (BigInteger)stepsPerWhole / (BigInteger)divisor);
        return Amount.FromUnits(steps * step.Units);
    }
}
