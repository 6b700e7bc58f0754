using System.Text.RegularExpressions;

namespace Exchange.Tests.Tidy;

/// <summary>
/// Measures blocks by their indentation, which the formatter guarantees: a brace alone on its line closes at the next
/// brace in the same column. Blocks of types are left out; anything else that is too long is a method that is too long.
/// </summary>
internal static partial class MethodLengths
{
    public static IEnumerable<string> Findings(string[] lines)
    {
        for (var start = 0; start < lines.Length; start++)
        {
            var line = lines[start].TrimEnd();
            if (line.TrimStart() != "{" || BelongsToType(lines, start)) continue;
            var close = line[..^1] + "}";
            var end = Array.FindIndex(lines, start, l => l.StartsWith(close, StringComparison.Ordinal));
            var length = end - start - 1;
            if (length <= TidyRules.MaxMethodLines) continue;
            yield return $"line {start} begins a method of {length} lines; at most {TidyRules.MaxMethodLines}";
            start = end;
        }
    }

    /// <summary>Reads back to the end of the statement before, which is where this declaration began.</summary>
    private static bool BelongsToType(string[] lines, int brace)
    {
        for (var i = brace - 1; i >= 0; i--)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[^1] is ';' or '{' or '}') return false;
            if (line.StartsWith("//", StringComparison.Ordinal)) return false;
            if (TypeDeclaration().IsMatch(line)) return true;
        }

        return false;
    }

    [GeneratedRegex(@"^[a-z ]*\b(class|struct|record|interface|enum|namespace|extension)\b[ (]")]
    private static partial Regex TypeDeclaration();
}
