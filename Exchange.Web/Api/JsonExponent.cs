using System.Buffers.Text;

namespace Exchange.Web.Api;

/// <summary>
/// Writes a JSON number with an exponent as plain digits, exactly. Programs in Python write 0.00001 as 1e-05 without meaning to.
/// </summary>
internal static class JsonExponent
{
    /// <summary>Most digits before or after the point that come out: more is no amount of ours.</summary>
    public const int MaxDigits = 32;

    /// <summary>False for a number without an exponent, and for one that would have too many digits: it stays as it is.</summary>
    public static bool TryExpand(ReadOnlySpan<byte> number, Span<char> text, out int length)
    {
        length = 0;
        var e = number.IndexOfAny((byte)'e', (byte)'E');
        if (e < 0 || !Utf8Parser.TryParse(number[(e + 1)..], out int exponent, out _)
            || exponent is < -MaxDigits or > MaxDigits) return false;
        var negative = number[0] == (byte)'-';
        var mantissa = number[(negative ? 1 : 0)..e];
        var point = mantissa.IndexOf((byte)'.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? default : mantissa[(point + 1)..];
        if (whole.Length + fraction.Length > MaxDigits) return false;

        Span<byte> digits = stackalloc byte[MaxDigits];
        whole.CopyTo(digits);
        fraction.CopyTo(digits[whole.Length..]);
        digits = digits[..(whole.Length + fraction.Length)];
        var before = whole.Length + exponent;
        if (negative) text[length++] = '-';
        length = Write(digits, before, text, length);
        return true;
    }

    /// <summary>The digits with the point after the first <paramref name="before"/>, without zeros that say nothing.</summary>
    private static int Write(ReadOnlySpan<byte> digits, int before, Span<char> text, int at)
    {
        var first = digits.IndexOfAnyExcept((byte)'0');
        var last = digits.LastIndexOfAnyExcept((byte)'0');
        var start = Math.Min(first < 0 ? before - 1 : first, before - 1);
        for (var i = start; i < before; i++) text[at++] = DigitAt(digits, i);
        if (first < 0 || last < before) return at;
        text[at++] = '.';
        for (var i = before; i <= last; i++) text[at++] = DigitAt(digits, i);
        return at;
    }

    private static char DigitAt(ReadOnlySpan<byte> digits, int i) => i < 0 || i >= digits.Length ? '0' : (char)digits[i];
}
