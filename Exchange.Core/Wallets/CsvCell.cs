using System.Buffers;
using Exchange.Core.Primitives;

namespace Exchange.Core.Wallets;

/// <summary>
/// One cell of a CSV file. Text that a spreadsheet would take for a formula gets an apostrophe in front, so that a
/// reference someone else chose cannot run anything on the reader's machine. Quotes as RFC 4180 says.
/// </summary>
internal static class CsvCell
{
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r\n");
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    /// <summary>Text from anywhere.</summary>
    public static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var harmless = FormulaStarts.Contains(text[0]) ? "'" + text : text;
        return harmless.AsSpan().ContainsAny(NeedsQuotes)
            ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : harmless;
    }

    /// <summary>An amount: digits, a point and perhaps a minus; a spreadsheet reads the number it is.</summary>
    public static string Number(Amount amount) => amount.ToString();
}
