using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace Exchange.Core.Screening;

/// <summary>
/// Reads a file of a list: all of it or nothing. It goes by what is in the file, not by its name. Nothing outside of the file is ever
/// opened, and a document type, with which entities come, is refused.
/// </summary>
public static class ListFile
{
    /// <summary>Largest file. The longest of the real ones has about thirty million bytes.</summary>
    public const int MaxBytes = 96 << 20;

    /// <summary>Most entries.</summary>
    public const int MaxEntries = 200_000;

    /// <summary>Most names of an entry.</summary>
    public const int MaxNames = 1_000;

    /// <summary>Most characters of a name.</summary>
    public const int MaxNameLength = 1_000;

    /// <summary>Most characters of a reference.</summary>
    public const int MaxReferenceLength = 100;

    /// <summary>Most characters of the grounds; longer ones are cut, because nothing is compared with them.</summary>
    public const int MaxGroundsLength = 2_000;

    private const string NoFile = "The provider's lists stay with the provider.";

    /// <summary>Reads a file.</summary>
    /// <exception cref="ListFileException">It is no such file, torn, or larger than any.</exception>
    public static ParsedList Read(ListSource source, ReadOnlyMemory<byte> file)
    {
        if (file.Length == 0) throw new ListFileException("The file is empty.");
        if (file.Length > MaxBytes) throw new ListFileException($"The file has more than {MaxBytes} bytes.");
        try
        {
            var list = IsXml(file.Span) ? ReadXml(source, file) : ReadCsv(source, file);
            Check(list);
            return list;
        }
        catch (XmlException e)
        {
            throw new ListFileException($"The file is no whole XML document without a document type: {e.Message}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new ListFileException("The file is not in UTF-8.", e);
        }
    }

    /// <summary>The SHA-256 of a file, by which people compare it with what the source publishes.</summary>
    public static string HashOf(ReadOnlyMemory<byte> file) => Convert.ToHexStringLower(SHA256.HashData(file.Span));

    private static bool IsXml(ReadOnlySpan<byte> file)
    {
        var start = file.StartsWith(Encoding.UTF8.Preamble) ? file[Encoding.UTF8.Preamble.Length..] : file;
        return start.TrimStart(" \t\r\n"u8).StartsWith("<"u8) || file.StartsWith(Encoding.Unicode.Preamble)
            || file.StartsWith(Encoding.BigEndianUnicode.Preamble);
    }

    private static ParsedList ReadXml(ListSource source, ReadOnlyMemory<byte> file) => source switch
    {
        ListSource.Ofac => OfacXml.Read(file),
        ListSource.UnitedNations => UnitedNationsXml.Read(file),
        ListSource.EuropeanUnion => EuropeanUnionXml.Read(file),
        ListSource.Pep => throw new ListFileException("Politically exposed persons come as CSV, not as XML."),
        ListSource.Provider => throw new ListFileException(NoFile),
    };

    private static ParsedList ReadCsv(ListSource source, ReadOnlyMemory<byte> file) => source switch
    {
        ListSource.Ofac => OfacCsv.Read(file),
        ListSource.Pep => PepCsv.Read(file),
        ListSource.UnitedNations or ListSource.EuropeanUnion =>
            throw new ListFileException("This source's file is XML, and this one is not."),
        ListSource.Provider => throw new ListFileException(NoFile),
    };

    private static void Check(ParsedList list)
    {
        if (list.Entries.Count == 0) throw new ListFileException("There is no entry in the file.");
        HashSet<string> seen = [];
        foreach (var entry in list.Entries)
        {
            if (entry.Reference.Length is 0 or > MaxReferenceLength || entry.Reference.Contains('\0', StringComparison.Ordinal))
                throw new ListFileException("An entry has no number, or none that can be.");
            if (!seen.Add(entry.Reference)) throw new ListFileException($"The entry {entry.Reference} is in the file twice.");
            if (entry.Names.Count is 0 or > MaxNames) throw new ListFileException($"The entry {entry.Reference} has no name, or too many.");
            if (entry.Names.Any(n => n.Text.Length > MaxNameLength || n.Text.Contains('\0', StringComparison.Ordinal)))
                throw new ListFileException($"The entry {entry.Reference} has a name that cannot be.");
        }
    }
}

/// <summary>What the readers have in common.</summary>
internal static class ListText
{
    /// <summary>One more entry, unless there are too many.</summary>
    public static void Add(List<ListedEntry> entries, ListedEntry entry)
    {
        if (entries.Count == ListFile.MaxEntries) throw new ListFileException($"There are more than {ListFile.MaxEntries} entries.");
        entries.Add(entry);
    }

    /// <summary>The same text with plain white space; null when nothing is left.</summary>
    public static string? Plain(string? text)
    {
        var plain = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return plain.Length == 0 ? null : plain;
    }

    /// <summary>Several texts in one; null when there is none.</summary>
    public static string? Join(string between, IEnumerable<string?> texts) =>
        Plain(string.Join(between, texts.Select(Plain).Where(t => t is not null).Distinct()));

    /// <summary>The grounds, not too long.</summary>
    public static string? Grounds(IEnumerable<string?> texts)
    {
        var all = Join("; ", texts)?.Replace("\0", "", StringComparison.Ordinal);
        return all is { Length: > ListFile.MaxGroundsLength } ? all[..ListFile.MaxGroundsLength] : all;
    }

    /// <summary>Names without repetitions; where one is there twice, the stronger counts.</summary>
    public static IReadOnlyList<ListedName> Names(IEnumerable<(string? Text, bool IsWeak)> names) =>
    [
        .. names.Where(n => Plain(n.Text) is not null).GroupBy(n => Plain(n.Text)!)
            .Select(g => new ListedName(g.Key, g.All(n => n.IsWeak))),
    ];

    /// <summary>Countries in two letters, once each; what is no country is left out.</summary>
    public static IReadOnlyList<string> Countries(IEnumerable<string?> names) =>
        [.. names.Select(CountryNames.Find).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
}
