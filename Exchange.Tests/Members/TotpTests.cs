using System.Text;
using Exchange.Core.Members;

namespace Exchange.Tests.Members;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B, SHA-1; it prints eight digits, of which a code of six is the end.</summary>
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_rfc(long seconds, string code) =>
        Assert.Equal(code[^6..], Totp.CodeOf(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    /// <summary>RFC 4226, appendix D.</summary>
    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(3, "969429")]
    [InlineData(4, "338314")]
    [InlineData(9, "520489")]
    public void Counters_give_the_codes_of_the_rfc(long counter, string code) => Assert.Equal(code, Totp.CodeOf(Secret, counter));

    /// <summary>RFC 4648, section 10, without padding.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_in_base_32(string bytes, string text) =>
        Assert.Equal(text, Totp.ToBase32(Encoding.ASCII.GetBytes(bytes)));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_may_be_one_step_off(int steps, bool isTaken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1584524005);
        var step = Totp.StepAt(now) + steps;
        Assert.Equal(isTaken ? step : null, Totp.FindStep(Secret, Totp.CodeOf(Secret, step), now));
    }

    [Theory]
    [InlineData("+{0}")]
    [InlineData(" {0}")]
    [InlineData("{0} ")]
    [InlineData("0{0}")]
    [InlineData("{0}\0")]
    public void A_code_is_six_digits_and_nothing_else(string form)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1584524005);
        var code = Totp.CodeOf(Secret, Totp.StepAt(now));
        Assert.Null(Totp.FindStep(Secret, string.Format(System.Globalization.CultureInfo.InvariantCulture, form, code), now));
    }

    [Fact]
    public void Digits_of_other_scripts_are_none() => Assert.False(Totp.IsCode("١٢٣٤٥٦"));
}
