using System.Globalization;
using System.Numerics;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Primitives;

/// <summary>The laws of money.</summary>
public sealed class AmountTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0.0", "0")]
    [InlineData("1", "1")]
    [InlineData("12.50", "12.5")]
    [InlineData("0.000000000000000001", "0.000000000000000001")]
    [InlineData("99999999999999999999.999999999999999999", "99999999999999999999.999999999999999999")]
    public void Canonical_text_is_read_exactly(string text, string expected)
    {
        Assert.True(Amount.TryParse(text, out var amount));
        Assert.Equal(expected, amount.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("5-")]
    [InlineData("(5)")]
    [InlineData("05")]
    [InlineData("00.5")]
    [InlineData("1,5")]
    [InlineData("1,,2")]
    [InlineData("1.2.3")]
    [InlineData("1e2")]
    [InlineData("1E-30")]
    [InlineData("0x10")]
    [InlineData(" 5")]
    [InlineData("5 ")]
    [InlineData("\n5")]
    [InlineData("5\u0000")]
    [InlineData("\u00a05")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-\u221e")]
    [InlineData("\uff15")]
    [InlineData("\u0665")]
    [InlineData("\u00b2")]
    [InlineData("$5")]
    [InlineData("1_000")]
    [InlineData("0.0000000000000000001")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("100000000000000000000")]
    [InlineData("79228162514264337593543950336")]
    public void Anything_else_is_refused_and_never_rounded(string text)
    {
        foreach (var culture in new[] { "en-US", "de-DE", "tr-TR", "ar-SA" })
            In(culture, () => Assert.False(Amount.TryParse(text, out _), $"'{text}' in {culture}"));
    }

    [Fact]
    public void Five_million_digits_are_refused_by_their_length() =>
        Assert.False(Amount.TryParse(new string('9', 5_000_000), out _));

    [Fact]
    public void Text_and_units_go_round_in_every_culture()
    {
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var amount = Amount.FromUnits((Int128)(random.NextInt64() * (BigInteger)random.Next(1, 1_000_000_000)));
            In(i % 2 == 0 ? "de-DE" : "ar-SA", () => Assert.Equal(amount, Amount.Parse(amount.ToString())));
        }
    }

    [Fact]
    public void Overflow_throws()
    {
        var most = Amount.FromUnits(Amount.MaxUnits);
        var unit = Amount.FromUnits(1);
        Assert.Throws<OverflowException>(() => most + unit);
        Assert.Throws<OverflowException>(() => -most - unit);
        Assert.Throws<OverflowException>(() => most.Times(2));
        Assert.Throws<OverflowException>(() => Amount.FromUnits(Int128.MaxValue));
        Assert.Throws<OverflowException>(() => most.DividedBy(unit));
        Assert.Throws<OverflowException>(() => new Quantity(long.MaxValue) + new Quantity(1));
        Assert.Throws<InvariantViolation>(() => new Quantity(1) - new Quantity(2));
    }

    [Fact]
    public void A_share_is_the_exact_share_rounded_up_and_never_more_than_a_step_above_it()
    {
        int[] rates = [0, 1, 999, 1_000, 2_000, 333_333, FeeRate.MaxPartsPerMillion];
        BigInteger[] bases = [1, 2, 3, 7, 999, 1_000_000, BigInteger.Pow(10, 18), BigInteger.Pow(10, 31) + 1];
        foreach (var precision in Enumerable.Range(0, 19))
            foreach (var rate in rates)
                foreach (var units in bases.Append((BigInteger)Amount.MaxUnits / 2)) CheckShare(units, rate, precision);
    }

    [Fact]
    public void Every_small_share_is_right()
    {
        for (var units = 0; units <= 1_000; units++)
            foreach (var rate in new[] { 1, 1_000, 2_500, 100_000, 333_333, 500_000 })
                CheckShare(units, rate, precision: 18);
    }

    [Fact]
    public void Order_is_the_order_of_units()
    {
        long[] units = [-5, -1, 0, 1, 2, 1_000];
        foreach (var a in units)
            foreach (var b in units)
            {
                var (left, right) = (Amount.FromUnits(a), Amount.FromUnits(b));
                Assert.Equal(a < b, left < right);
                Assert.Equal(a <= b, left <= right);
                Assert.Equal(a == b, left == right);
                Assert.Equal(a == b, left.GetHashCode() == right.GetHashCode() && left.Equals(right));
                Assert.Equal(a.CompareTo(b), left.CompareTo(right));
                Assert.Equal(a < b, new Price(a) < new Price(b));
                Assert.Equal(a > b, new Quantity(a) > new Quantity(b));
            }
    }

    private static void CheckShare(BigInteger units, int rate, int precision)
    {
        var step = BigInteger.Pow(10, Amount.Scale - precision);
        var exact = units * rate;
        var share = (BigInteger)Amount.FromUnits((Int128)units).ShareRoundedUp(rate, precision).Units;
        Assert.Equal(BigInteger.Zero, share % step);
        Assert.True(share * 1_000_000 >= exact, $"{units} at {rate} with {precision} decimals: {share} is too little");
        Assert.True((share - step) * 1_000_000 < exact || share.IsZero, $"{units} at {rate}: {share} is too much");
    }

    private static void In(string culture, Action action)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
