using System.Text;

namespace Exchange.Core.Screening;

/// <summary>
/// Reads comma-separated values in UTF-8 as RFC 4180 has them. A quote that is never closed, or a last row that is not ended, is torn.
/// </summary>
internal static class CsvRows
{
    private const char EndOfFile = '\u001a';
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The rows; empty ones are left out.</summary>
    public static IEnumerable<IReadOnlyList<string>> Read(ReadOnlyMemory<byte> file)
    {
        // OFAC ends its files with the end-of-file sign of CP/M.
        var text = Strict.GetString(file.Span).TrimStart('\uFEFF').TrimEnd(EndOfFile);
        if (!text.EndsWith('\n')) throw new ListFileException("The last row is not ended: the file is torn.");
        for (var at = 0; at < text.Length;)
        {
            var row = Row(text, ref at);
            if (row.Count > 1 || row[0].Length > 0) yield return row;
        }
    }

    private static List<string> Row(string text, ref int at)
    {
        List<string> cells = [];
        for (; ; at++)
        {
            cells.Add(text[at] == '"' ? Quoted(text, ref at) : Bare(text, ref at));
            if (text[at] == '\r') at++;
            if (at >= text.Length) throw new ListFileException("The last row is not ended: the file is torn.");
            if (text[at] == '\n') break;
            if (text[at] != ',') throw new ListFileException("Something follows a closing quote.");
        }

        at++;
        return cells;
    }

    private static string Bare(string text, ref int at)
    {
        var start = at;
        at = text.AsSpan(start).IndexOfAny(",\r\n") + start;
        return text[start..at];
    }

    private static string Quoted(string text, ref int at)
    {
        var cell = new StringBuilder();
        for (var from = at + 1; ; from = at + 1)
        {
            at = text.IndexOf('"', from);
            if (at < 0) throw new ListFileException("A quote is never closed: the file is torn.");
            cell.Append(text, from, at - from);
            at++;
            if (at == text.Length || text[at] != '"') return cell.ToString();
            cell.Append('"');
        }
    }
}
