using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Exchange.Core.Compliance;

/// <summary>
/// Looks through a PDF, also inside the packed streams that hold objects, for what a paper does not need: programs, actions, other files,
/// forms of forms, encryption. It is kept as it came, and only ever handed out as a download.
/// </summary>
internal static partial class PdfFile
{
    private const int MaxUnpackedBytes = 40 * 1024 * 1024;
    private const int MaxStreams = 2_000;
    private const int CopyBytes = 64 * 1024;
    private const int TailBytes = 1024;
    private const int DictionaryBytes = 2_000;

    private static readonly string[] Forbidden =
    [
        "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/OpenAction", "/AA", "/RichMedia", "/XFA", "/Encrypt",
        "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Movie", "/Sound", "/Rendition",
    ];

    public static bool Begins(ReadOnlySpan<byte> file) => file.StartsWith("%PDF-1."u8) || file.StartsWith("%PDF-2."u8);

    public static FileProblem Check(ReadOnlySpan<byte> file)
    {
        if (file[Math.Max(0, file.Length - TailBytes)..].LastIndexOf("%%EOF"u8) < 0) return FileProblem.Damaged;
        var text = Encoding.Latin1.GetString(file);
        var problem = Unpack(text, out var packed);
        if (problem != FileProblem.None) return problem;
        var pages = 0;
        foreach (var part in (string[])[text, packed])
        {
            var names = Names(part);
            foreach (var name in names)
                if (Array.IndexOf(Forbidden, name) >= 0) return FileProblem.Active;
            pages += PageObject().Count(Plain(part));
        }

        if (pages == 0) return FileProblem.Damaged;
        return pages > FileInspection.MaxPages ? FileProblem.TooManyPages : FileProblem.None;
    }

    /// <summary>The text of all packed streams of objects. Streams of pictures and pages are measured, not kept.</summary>
    private static FileProblem Unpack(string text, out string objects)
    {
        var kept = new StringBuilder();
        objects = "";
        var (at, count, left) = (0, 0, (long)MaxUnpackedBytes);
        while ((at = text.IndexOf("stream", at, StringComparison.Ordinal)) >= 0)
        {
            var begin = at + "stream".Length;
            var isEnd = at >= 3 && text.AsSpan(at - 3, 3).SequenceEqual("end");
            if (isEnd)
            {
                at = begin;
                continue;
            }

            if (++count > MaxStreams) return FileProblem.Bomb;
            var dictionary = Plain(text[Math.Max(0, at - DictionaryBytes)..at]);
            dictionary = dictionary[Math.Max(0, dictionary.LastIndexOf("obj", StringComparison.Ordinal))..];
            var end = text.IndexOf("endstream", begin, StringComparison.Ordinal);
            if (end < 0) return FileProblem.Damaged;
            while (begin < end && text[begin] is '\r' or '\n') begin++;
            if (dictionary.Contains("/FlateDecode", StringComparison.Ordinal) || dictionary.Contains("/Fl ", StringComparison.Ordinal))
            {
                var unpacked = Inflate(Encoding.Latin1.GetBytes(text[begin..end]), ref left);
                if (unpacked is null) return FileProblem.Bomb;
                if (dictionary.Contains("/ObjStm", StringComparison.Ordinal)) kept.Append(unpacked).Append('\n');
            }

            at = end + "endstream".Length;
        }

        objects = kept.ToString();
        return FileProblem.None;
    }

    /// <summary>What a stream unpacks to as far as it can be unpacked; null when it is more than is left.</summary>
    private static string? Inflate(byte[] bytes, ref long left)
    {
        using var unpacked = new MemoryStream();
        try
        {
            using var stream = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
            var buffer = new byte[CopyBytes];
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                if ((left -= read) < 0) return null;
                unpacked.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            // A picture with another filter in front, or damage that readers forgive.
        }

        return Encoding.Latin1.GetString(unpacked.GetBuffer(), 0, (int)unpacked.Length);
    }

    /// <summary>All names, without the disguise of hexadecimal digits.</summary>
    private static HashSet<string> Names(string text) => [.. Name().Matches(text).Select(match => Plain(match.Value))];

    private static string Plain(string text) => !text.Contains('#', StringComparison.Ordinal) ? text
        : Escape().Replace(text, match => ((char)Convert.ToByte(match.Groups[1].Value, 16)).ToString());

    [GeneratedRegex(@"/[A-Za-z#][A-Za-z0-9#]*", RegexOptions.None, 2000)]
    private static partial Regex Name();

    [GeneratedRegex("#([0-9A-Fa-f]{2})", RegexOptions.None, 2000)]
    private static partial Regex Escape();

    [GeneratedRegex(@"/Type\s*/Page(?![A-Za-z])", RegexOptions.None, 2000)]
    private static partial Regex PageObject();
}
