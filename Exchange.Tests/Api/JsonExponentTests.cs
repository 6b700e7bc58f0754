using System.Text;
using Exchange.Web.Api;

namespace Exchange.Tests.Api;

/// <summary>Numbers with exponents are written out exactly or left as they are.</summary>
public sealed class JsonExponentTests
{
    [Theory]
    [InlineData("1e-05", "0.00001")]
    [InlineData("1.5e3", "1500")]
    [InlineData("1.25E+1", "12.5")]
    [InlineData("12.5e-1", "1.25")]
    [InlineData("9.0E+4", "90000")]
    [InlineData("0e5", "0")]
    [InlineData("0.001e1", "0.01")]
    [InlineData("-2.5e-3", "-0.0025")]
    [InlineData("1e0", "1")]
    [InlineData("10e-1", "1")]
    [InlineData("1E-30", "0.000000000000000000000000000001")]
    public void An_exponent_is_written_out(string number, string expected) => Assert.Equal(expected, Expanded(number));

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e33")]
    [InlineData("1e-33")]
    [InlineData("1e99999999999")]
    [InlineData("123456789012345678901234567890.123e1")]
    public void Everything_else_stays(string number) => Assert.Null(Expanded(number));

    private static string? Expanded(string number)
    {
        Span<char> text = stackalloc char[256];
        return JsonExponent.TryExpand(Encoding.ASCII.GetBytes(number), text, out var length) ? text[..length].ToString() : null;
    }
}
