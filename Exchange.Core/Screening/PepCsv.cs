namespace Exchange.Core.Screening;

/// <summary>
/// Reads politically exposed persons from a CSV file of the operator's, with a header: <c>reference, name, aliases, date_of_birth, country,
/// position</c>. Aliases and countries are parted by semicolons.
/// </summary>
internal static class PepCsv
{
    /// <summary>The columns in their order.</summary>
    public const string Header = "reference,name,aliases,date_of_birth,country,position";

    private static readonly int Columns = Header.Split(',').Length;

    public static ParsedList Read(ReadOnlyMemory<byte> file)
    {
        List<ListedEntry> entries = [];
        var isHeader = true;
        foreach (var row in CsvRows.Read(file))
        {
            if (isHeader && !string.Join(',', row.Select(c => c.Trim())).Equals(Header, StringComparison.OrdinalIgnoreCase))
                throw new ListFileException($"The first row must be: {Header}");
            if (!isHeader) ListText.Add(entries, EntryOf(row, entries.Count + 2));
            isHeader = false;
        }

        return new ParsedList(null, entries);
    }

    private static ListedEntry EntryOf(IReadOnlyList<string> row, int number)
    {
        if (row.Count != Columns) throw new ListFileException($"Row {number} has {row.Count} columns, not {Columns}.");
        var birth = BirthDates.Parse(row[3]);
        if (birth is null && row[3].Trim().Length > 0) throw new ListFileException($"Row {number}: the day of birth cannot be read.");
        return new ListedEntry(row[0].Trim(), EntryKind.Person)
        {
            Names = ListText.Names(row[2].Split(';').Prepend(row[1]).Select(n => ((string?)n, false))),
            Births = birth is null ? [] : [birth],
            Countries = ListText.Countries(row[4].Split(';')),
            Grounds = ListText.Grounds([row[5]]),
        };
    }
}
