using System.Text.RegularExpressions;

namespace Exchange.Tests.Tidy;

/// <summary>Style as code: each rule looks at one file and says what it found, in words for whoever broke it.</summary>
internal static partial class TidyRules
{
    public const int MaxColumns = 140;
    public const int MaxMethodLines = 70;
    public const int MaxCodeBlockLines = 40;
    public const int MaxReadmeLines = 40;

    // Written in two halves, so that this file does not break its own rules.
    private static readonly string[] Unfinished = ["TO" + "DO", "FIX" + "ME", "HA" + "CK:"];
    private const string Region = "#" + "region";

    /// <summary>All that is wrong with a file of this path and text.</summary>
    public static IEnumerable<string> Findings(string path, string text)
    {
        if (IsForeign(path)) return [];
        var lines = text.TrimEnd('\n').Split('\n');
        var findings = LayoutRules.OfPath(path).Concat(Secrets(text));
        if (!IsCode(path)) return findings.Select(f => $"{path}: {f}");
        findings = findings.Concat(FileLength(path, lines)).Concat(Leftovers(lines)).Concat(RandomOrClock(path, lines));
        if (path.EndsWith(".cs", StringComparison.Ordinal))
            findings = findings.Concat(LongLines(lines)).Concat(MethodLengths.Findings(lines))
                .Concat(LogTemplates(lines)).Concat(Waiting(path, lines));
        if (path.EndsWith(".razor", StringComparison.Ordinal)) findings = findings.Concat(CodeBlocks(lines));
        return findings.Select(f => $"{path}: {f}");
    }

    private static bool IsForeign(string path) =>
        path.Contains("/Migrations/", StringComparison.Ordinal)
            || path.Contains("/wwwroot/lib/", StringComparison.Ordinal)
        || path.EndsWith(".min.js", StringComparison.Ordinal)
            || path.Contains("packages.lock", StringComparison.Ordinal)
        || path.Contains("package-lock", StringComparison.Ordinal) || IsBinary(path);

    private static bool IsBinary(string path) =>
        Path.GetExtension(path) is ".png" or ".jpg" or ".ico" or ".woff" or ".woff2" or ".gz" or ".webp";

    private static bool IsCode(string path) =>
        Path.GetExtension(path) is ".cs" or ".razor" or ".js" or ".mjs" or ".css";

    private static IEnumerable<string> FileLength(string path, string[] lines)
    {
        var most = Path.GetExtension(path) is ".js" or ".mjs" or ".css" ? 800 : 400;
        if (lines.Length > most) yield return $"{lines.Length} lines; at most {most}: split it by subject";
    }

    private static IEnumerable<string> LongLines(string[] lines) => lines.Select((line, i) => (line, Number: i + 1))
        .Where(l => l.line.TrimEnd('\r').Length > MaxColumns)
        .Select(l => $"line {l.Number} has {l.line.Length} columns; at most {MaxColumns}");

    private static IEnumerable<string> Leftovers(string[] lines) =>
        lines.SelectMany((line, i) => Unfinished.Append(Region)
        .Where(word => line.Contains(word, StringComparison.Ordinal))
        .Select(word => $"line {i + 1} has {word}: finish it, or open an issue for it"));

    private static IEnumerable<string> CodeBlocks(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("@code", StringComparison.Ordinal)) continue;
            var end = Array.FindIndex(lines, i, line => line.TrimEnd() == "}");
            var length = (end < 0 ? lines.Length : end) - i - 1;
            if (length > MaxCodeBlockLines)
                yield return $"@code of {length} lines; at most {MaxCodeBlockLines}: move it to a .razor.cs file";
        }
    }

    private static IEnumerable<string> LogTemplates(string[] lines) => Matching(lines, DestructuringTemplate(),
        "destructures an object into the log, where its secrets would show: name the fields");

    private static IEnumerable<string> Waiting(string path, string[] lines) => !LayoutRules.IsTest(path) ? []
        : Matching(lines, Sleeping(), "waits for time to pass: wait for a named event, or own the clock");

    private static IEnumerable<string> RandomOrClock(string path, string[] lines) =>
        !LayoutRules.IsDeterministic(path) ? []
        : Matching(lines, RandomnessOrClock(), "is not deterministic: replay must give the same state");

    private static IEnumerable<string> Secrets(string text)
    {
        if (KeyMaterial().IsMatch(text)) yield return "key material: secrets do not belong in a repository";
        if (PasswordInConnection().IsMatch(text))
            yield return "a password in a connection string: generate or configure it";
        if (MachinePath().Match(text) is { Success: true } m) yield return $"a path of one machine: {m.Value}";
    }

    private static IEnumerable<string> Matching(string[] lines, Regex pattern, string what) => lines
        .Select((line, i) => (line, Number: i + 1)).Where(l => pattern.IsMatch(l.line))
        .Select(l => $"line {l.Number} {what}");

    [GeneratedRegex("\"[^\"]*\\{@[A-Za-z]")]
    private static partial Regex DestructuringTemplate();

    [GeneratedRegex(@"\bThread\.Sleep\(|\bTask\.Delay\(")]
    private static partial Regex Sleeping();

    [GeneratedRegex(@"\bGuid\.NewGuid\b|\bnew Random\b|\bRandom\.Shared\b|\bRandomNumberGenerator\b|\bTimeProvider\b"
        + @"|\bStopwatch\b|\bDateTime(Offset)?\.(Utc)?Now\b|\bEnvironment\.TickCount")]
    private static partial Regex RandomnessOrClock();

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\beyJhbGciOi[A-Za-z0-9_-]{20}")]
    private static partial Regex KeyMaterial();

    [GeneratedRegex(@"(?i)\b(password|pwd)=[a-z0-9!#%&/?+_-]{3,}(;|"")")]
    private static partial Regex PasswordInConnection();

    [GeneratedRegex(@"(?<![\w.$}])/(home/(?!app\b)\w+|Users/\w+|root/\.?\w+|work/\w+)|[A-Z]:\\Users\\\w+")]
    private static partial Regex MachinePath();
}
