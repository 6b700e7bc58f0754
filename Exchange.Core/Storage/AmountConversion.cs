using System.Numerics;
using Exchange.Core.Primitives;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Exchange.Core.Storage;

/// <summary>Stores an <see cref="Amount"/> as its whole count of 10^-18 units in a numeric(38,0) column, exact in every
/// range.</summary>
public static class AmountConversion
{
    private static readonly ValueConverter<Amount, BigInteger> Converter =
        new(amount => (BigInteger)amount.Units, units => Amount.FromUnits((Int128)units));

    /// <summary>Applies the conversion to a property.</summary>
    public static PropertyBuilder<Amount> HasAmountConversion(this PropertyBuilder<Amount> property) =>
        property.HasConversion(Converter).HasPrecision(38, 0);
}
