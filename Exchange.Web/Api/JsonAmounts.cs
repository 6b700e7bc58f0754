using System.Globalization;
using System.Text.Json;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>
/// Writes amounts and moments as the contract wants them, without allocating and without floating point.
/// </summary>
internal static class JsonAmounts
{
    private const int MaxTextLength = 48;
    private static readonly ulong UnitsPerWhole = (ulong)Amount.UnitsPerWhole;

    /// <summary>A decimal string that always has a fraction: <c>"100.0"</c>.</summary>
    public static void WriteDecimal(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Amount amount)
    {
        json.WritePropertyName(name);
        json.WriteDecimalValue(amount);
    }

    /// <summary>A decimal string as an array's element.</summary>
    public static void WriteDecimalValue(this Utf8JsonWriter json, Amount amount)
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        json.WriteStringValue(text[..Format(amount, text)]);
    }

    /// <summary>A JSON number, digit by digit.</summary>
    public static void WriteRawNumber(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Amount amount)
    {
        json.WritePropertyName(name);
        json.WriteRawNumberValue(amount);
    }

    /// <summary>A JSON number as an array's element.</summary>
    public static void WriteRawNumberValue(this Utf8JsonWriter json, Amount amount)
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        json.WriteRawValue(text[..Format(amount, text)], skipInputValidation: true);
    }

    /// <summary>A moment in ISO 8601 with whole seconds: <c>"2021-05-07T02:12:28Z"</c>.</summary>
    public static void WriteMoment(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long microseconds)
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        var moment = Clock.ToMoment(microseconds).UtcDateTime;
        moment.TryFormat(text, out var length, "s", CultureInfo.InvariantCulture);
        text[length++] = (byte)'Z';
        json.WriteString(name, text[..length]);
    }

    /// <summary>A moment in ISO 8601 with milliseconds, rounded down: <c>"2021-05-07T02:12:28.123Z"</c>.</summary>
    public static void WritePreciseMoment(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long microseconds)
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        Clock.ToMoment(microseconds).UtcDateTime
            .TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    /// <summary>Writes the same text as <see cref="Amount.Format"/> with one decimal; returns its length.</summary>
    internal static int Format(Amount amount, Span<byte> text)
    {
        var magnitude = amount.Units < 0 ? -amount.Units : amount.Units;
        var length = 0;
        if (amount.Units < 0) text[length++] = (byte)'-';
        var whole = magnitude < UnitsPerWhole ? 0 : magnitude / UnitsPerWhole;
        var fraction = (ulong)(magnitude - whole * UnitsPerWhole);
        var written = 0;
        if (whole <= ulong.MaxValue)
            ((ulong)whole).TryFormat(text[length..], out written, default, CultureInfo.InvariantCulture);
        else
            whole.TryFormat(text[length..], out written, default, CultureInfo.InvariantCulture);
        length += written;
        text[length++] = (byte)'.';
        var decimals = Amount.Scale;
        while (decimals > 1 && fraction % 10 == 0)
        {
            fraction /= 10;
            decimals--;
        }

        for (var i = decimals - 1; i >= 0; i--)
        {
            text[length + i] = (byte)('0' + fraction % 10);
            fraction /= 10;
        }

        return length + decimals;
    }
}
