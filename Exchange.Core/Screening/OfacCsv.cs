using System.Text.RegularExpressions;

namespace Exchange.Core.Screening;

/// <summary>
/// Reads <c>sdn.csv</c> of the Office of Foreign Assets Control: twelve columns without a header, <c>-0-</c> for nothing. Aliases are in
/// another file, apart from those in the remarks, so the XML file is the better one.
/// </summary>
internal static partial class OfacCsv
{
    private const int Columns = 12;
    private const string Nothing = "-0-";

    public static ParsedList Read(ReadOnlyMemory<byte> file)
    {
        List<ListedEntry> entries = [];
        foreach (var row in CsvRows.Read(file))
        {
            if (row.Count != Columns) throw new ListFileException($"Row {entries.Count + 1} has {row.Count} columns, not {Columns}.");
            ListText.Add(entries, EntryOf([.. row.Select(cell => cell.Trim() == Nothing ? null : ListText.Plain(cell))]));
        }

        return new ParsedList(null, entries);
    }

    private static ListedEntry EntryOf(IReadOnlyList<string?> row)
    {
        var kind = row[2] is null ? EntryKind.Organisation : OfacXml.KindOf(row[2]);
        var remarks = (row[11] ?? "").TrimEnd('.').Split(';', StringSplitOptions.TrimEntries);
        var aliases = remarks.Select(r => Alias().Match(r)).Where(m => m.Success)
            .Select(m => (NameOf(m.Groups[1].Value, kind), false));
        return new ListedEntry(row[0] ?? "", kind)
        {
            Names = ListText.Names(aliases.Prepend((NameOf(row[1], kind), false))),
            Births = BirthDates.All(remarks.Select(r => Birth().Match(r)).Where(m => m.Success).Select(m => m.Groups[1].Value)),
            Countries = ListText.Countries(remarks.Select(r => Country().Match(r)).Where(m => m.Success)
                .Select(m => m.Groups[1].Value.Split(',')[^1].Trim())),
            Grounds = ListText.Grounds([row[3], row[4], row[11]]),
        };
    }

    /// <summary>Persons stand there with the family name first, before a comma.</summary>
    private static string? NameOf(string? name, EntryKind kind)
    {
        var comma = name?.IndexOf(',', StringComparison.Ordinal) ?? -1;
        return kind == EntryKind.Person && comma > 0 ? $"{name![(comma + 1)..]} {name[..comma]}" : name;
    }

    [GeneratedRegex("^(?:a\\.k\\.a\\.|f\\.k\\.a\\.) ['\"](.+)['\"]$")]
    private static partial Regex Alias();

    [GeneratedRegex("^(?:alt\\. )?DOB (.+)$")]
    private static partial Regex Birth();

    [GeneratedRegex("^(?:alt\\. )?(?:POB|nationality|citizen) (.+)$")]
    private static partial Regex Country();
}
