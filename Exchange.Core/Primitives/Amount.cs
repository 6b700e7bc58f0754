using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Exchange.Core.Primitives;

/// <summary>
/// An exact quantity of some currency: a signed count of 10^-18 units. Arithmetic is checked and there is no conversion
/// to or from <see cref="decimal"/> or <see cref="double"/>; text enters through <see cref="TryParse"/> only.
/// </summary>
/// <remarks>The default value is zero. The magnitude never exceeds <see cref="MaxUnits"/>, which fits
/// numeric(38,0).</remarks>
public readonly record struct Amount : IComparable<Amount>
{
    /// <summary>Decimal places of one unit.</summary>
    public const int Scale = 18;

    /// <summary>Most digits that <see cref="TryParse"/> reads before the point.</summary>
    public const int MaxIntegerDigits = 20;

    /// <summary>Units in one whole: 10^18.</summary>
    public static readonly Int128 UnitsPerWhole = Int128.Parse("1000000000000000000", CultureInfo.InvariantCulture);

    /// <summary>The largest magnitude: 10^38 - 1 units.</summary>
    public static readonly Int128 MaxUnits = Int128.Parse(new string('9', 38), CultureInfo.InvariantCulture);

    // 2^62 · 2^64 is below 10^38.
    private const long FarBelowMaxUpper = 1L << 62;

    private static readonly Int128[] PowersOfTen = CreatePowersOfTen();

    // Two words rather than an Int128: they travel in registers, where an Int128 inside a struct goes through memory.
    private readonly ulong _upper;
    private readonly ulong _lower;

    private Amount(Int128 units) : this(unchecked((ulong)(units >>> 64)), unchecked((ulong)units))
    {
    }

    private Amount(ulong upper, ulong lower)
    {
        _upper = upper;
        _lower = lower;
    }

    /// <summary>The count of 10^-18 units.</summary>
    public Int128 Units => new(_upper, _lower);

    /// <summary>Nothing.</summary>
    public static Amount Zero => default;

    /// <summary>True when the amount is exactly zero.</summary>
    public bool IsZero => (_upper | _lower) == 0;

    /// <summary>True when the amount is below zero.</summary>
    public bool IsNegative => unchecked((long)_upper) < 0;

    /// <summary>True when the amount is above zero.</summary>
    public bool IsPositive => !IsNegative && !IsZero;

    /// <summary>Wraps a count of units.</summary>
    /// <exception cref="OverflowException">The magnitude exceeds <see cref="MaxUnits"/>.</exception>
    public static Amount FromUnits(Int128 units) => InRange(unchecked((ulong)(units >>> 64)), unchecked((ulong)units));

    /// <summary>A whole number of the currency, for example <c>FromWhole(5)</c> for 5 BTC.</summary>
    public static Amount FromWhole(long whole) => FromUnits(checked(whole * UnitsPerWhole));

    /// <summary>The smallest step of a currency with this many decimal places: 10^-precision.</summary>
    /// <param name="precision">Decimal places, 0 to 18.</param>
    public static Amount SmallestStep(int precision) => new(PowersOfTen[Scale - precision]);

    /// <summary>
    /// Reads canonical text: <c>(0|[1-9][0-9]{0,19})(\.[0-9]{1,18})?</c> in ASCII. No sign, exponent, grouping or white
    /// space; anything else is refused, never rounded.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Amount amount)
    {
        amount = default;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.Length is 0 or > MaxIntegerDigits || (whole.Length > 1 && whole[0] == '0')) return false;
        if (point >= 0 && fraction.Length is 0 or > Scale) return false;
        if (!TryReadDigits(whole, out var wholeUnits) || !TryReadDigits(fraction, out var fractionUnits)) return false;
        var units = wholeUnits * UnitsPerWhole + fractionUnits * PowersOfTen[Scale - fraction.Length];
        if (units > MaxUnits) return false;
        amount = new Amount(units);
        return true;
    }

    /// <summary>Reads canonical text that is known to be valid, such as a constant.</summary>
    /// <exception cref="FormatException">The text is not canonical.</exception>
    public static Amount Parse(string text) =>
        TryParse(text, out var amount) ? amount : throw new FormatException($"Not an amount: '{text}'.");

    /// <summary>True when the amount is a whole multiple of <paramref name="step"/>.</summary>
    public bool IsMultipleOf(Amount step) => step.Units != 0 && Units % step.Units == 0;

    /// <summary>True when the amount needs no more than this many decimal places.</summary>
    public bool FitsPrecision(int precision) => IsMultipleOf(SmallestStep(precision));

    /// <summary>The amount multiplied by a count.</summary>
    /// <exception cref="OverflowException">The result is out of range.</exception>
    public Amount Times(long count) => FromUnits(checked(Units * count));

    /// <summary>How many times <paramref name="step"/> fits, rounded towards zero; the quotient must fit a
    /// long.</summary>
    /// <exception cref="OverflowException">The quotient is out of range.</exception>
    public long DividedBy(Amount step) => checked((long)(Units / step.Units));

    /// <summary>
    /// The share of the amount given by a rate in parts per million, rounded up (against the payer) to a currency's
    /// precision.
    /// </summary>
    /// <param name="partsPerMillion">The rate, 0 to 1,000,000.</param>
    /// <param name="precision">Decimal places of the currency, 0 to 18.</param>
    public Amount ShareRoundedUp(int partsPerMillion, int precision)
    {
        if (partsPerMillion == 0 || Units == 0) return Zero;
        var step = (BigInteger)PowersOfTen[Scale - precision];
        // Beyond 128 bits only for amounts above 10^14 wholes: stay in Int128 whenever the product fits.
        if (Units <= MaxUnits / 1_000_000)
        {
            var product = Units * partsPerMillion;
            var divisor = (Int128)1_000_000 * PowersOfTen[Scale - precision];
            var steps = (product + divisor - 1) / divisor;
            return FromUnits(steps * PowersOfTen[Scale - precision]);
        }

        var share = (BigInteger)Units * partsPerMillion;
        var roundedSteps = (share + step * 1_000_000 - 1) / (step * 1_000_000);
        return FromUnits((Int128)(roundedSteps * step));
    }

    /// <summary>Adds. Overflow throws.</summary>
    /// <exception cref="OverflowException">The magnitude of the result exceeds <see cref="MaxUnits"/>.</exception>
    public static Amount operator +(Amount left, Amount right)
    {
        // Two magnitudes below 10^38 add up to less than 2^128: a sum that wraps around is still out of range.
        unchecked
        {
            var lower = left._lower + right._lower;
            var carry = lower < left._lower ? 1UL : 0UL;
            return InRange(left._upper + right._upper + carry, lower);
        }
    }

    /// <summary>Subtracts. Overflow throws.</summary>
    /// <exception cref="OverflowException">The magnitude of the result exceeds <see cref="MaxUnits"/>.</exception>
    public static Amount operator -(Amount left, Amount right)
    {
        unchecked
        {
            var borrow = left._lower < right._lower ? 1UL : 0UL;
            return InRange(left._upper - right._upper - borrow, left._lower - right._lower);
        }
    }

    /// <summary>Negates.</summary>
    public static Amount operator -(Amount value) => new(unchecked(-value.Units));

    /// <summary>Compares by value.</summary>
    public static bool operator <(Amount left, Amount right) => left.Units < right.Units;

    /// <summary>Compares by value.</summary>
    public static bool operator >(Amount left, Amount right) => left.Units > right.Units;

    /// <summary>Compares by value.</summary>
    public static bool operator <=(Amount left, Amount right) => left.Units <= right.Units;

    /// <summary>Compares by value.</summary>
    public static bool operator >=(Amount left, Amount right) => left.Units >= right.Units;

    /// <summary>The larger of two amounts.</summary>
    public static Amount Max(Amount left, Amount right) => left > right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Amount other) => Units.CompareTo(other.Units);

    /// <summary>Canonical text with no trailing zeros: <c>0</c>, <c>12.5</c>, <c>-0.000001</c>.</summary>
    public override string ToString() => Format(0);

    /// <summary>Text with at least <paramref name="minDecimals"/> decimal places (0 to 18) and no more than are
    /// needed.</summary>
    public string Format(int minDecimals)
    {
        var magnitude = Units < 0 ? -Units : Units;
        var whole = (magnitude / UnitsPerWhole).ToString(CultureInfo.InvariantCulture);
        var fraction = (magnitude % UnitsPerWhole).ToString(CultureInfo.InvariantCulture).PadLeft(Scale, '0');
        var keep = Scale;
        while (keep > minDecimals && fraction[keep - 1] == '0') keep--;
        var text = keep == 0 ? whole : $"{whole}.{fraction[..keep]}";
        return Units < 0 ? "-" + text : text;
    }

    private static bool TryReadDigits(ReadOnlySpan<char> digits, out Int128 value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '9') return false;
            value = value * 10 + (digit - '0');
        }

        return true;
    }

    /// <summary>The product of two words as units; they must be below 2^127 together.</summary>
    internal static Amount FromProduct(ulong left, ulong right)
    {
        var upper = Math.BigMul(left, right, out ulong lower);
        return InRange(upper, lower);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Amount InRange(ulong upper, ulong lower)
    {
        // Nearly every amount is far below the limit: one look at the upper half says so.
        return unchecked((long)upper) is >= -FarBelowMaxUpper and < FarBelowMaxUpper
            ? new Amount(upper, lower)
            : FromLargeUnits(new Int128(upper, lower));
    }

    private static Amount FromLargeUnits(Int128 units) =>
        units <= MaxUnits && units >= -MaxUnits ? new Amount(units) : throw new OverflowException("Amount out of range.");

    private static Int128[] CreatePowersOfTen()
    {
        var powers = new Int128[Scale + 1];
        powers[0] = 1;
        for (var i = 1; i <= Scale; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
