using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Exchange.Tests.Support;

/// <summary>Money for checks: whole numbers of 10^-18, read and multiplied by other code than the product's.</summary>
internal static class ExactAmount
{
    private const int Decimals = 18;

    public static BigInteger Of(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var (whole, fraction) = point < 0 ? (text, "") : (text[..point], text[(point + 1)..]);
        return BigInteger.Parse(whole + fraction.PadRight(Decimals, '0'), CultureInfo.InvariantCulture);
    }

    public static BigInteger Amount(this JsonElement json, string name) => Of(json.GetProperty(name).GetString()!);

    public static BigInteger Times(this BigInteger a, BigInteger b) => a * b / BigInteger.Pow(10, Decimals);
}
