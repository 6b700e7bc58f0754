using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;

namespace Exchange.Core.Members;

/// <summary>
/// The passwords that leaks hold most often, which guessers try first. The list ships with the program: 47,000 entries from the package
/// @zxcvbn-ts/language-common (MIT licence), in lower case.
/// </summary>
internal static class LeakedPasswords
{
    private const string Resource = "leaked-passwords.txt.gz";
    private static readonly Lazy<FrozenSet<string>> All = new(Load);

    /// <summary>How many there are.</summary>
    public static int Count => All.Value.Count;

    /// <summary>
    /// Whether a password is on the list, as it is or dressed up: in capitals, with digits and signs around it, or several times over.
    /// </summary>
    public static bool Has(string password)
    {
        var lower = password.ToLowerInvariant();
        if (All.Value.Contains(lower)) return true;
        var undressed = lower.Trim().TrimStart(Dress).TrimEnd(Dress);
        return All.Value.Contains(undressed) || All.Value.Contains(Once(lower)) || All.Value.Contains(Once(undressed));
    }

    private static readonly char[] Dress = [.. " 0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"];

    /// <summary>What a text repeats, or the text.</summary>
    private static string Once(string text)
    {
        var length = text.Length < 2 ? text.Length : (text + text).IndexOf(text, 1, StringComparison.Ordinal);
        return text[..length];
    }

    private static FrozenSet<string> Load()
    {
        using var stream = typeof(LeakedPasswords).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in the program.");
        using var text = new StreamReader(new GZipStream(stream, CompressionMode.Decompress), Encoding.UTF8);
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
