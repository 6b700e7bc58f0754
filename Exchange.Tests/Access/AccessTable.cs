using Exchange.Tests.Tidy;

namespace Exchange.Tests.Access;

/// <summary>What an endpoint asks of its caller, in the words of docs/access.md.</summary>
internal enum Needs
{
    /// <summary>Nothing.</summary>
    Anyone,

    /// <summary>A session; people without are led to the sign-in.</summary>
    Page,

    /// <summary>A session, or a key that may read.</summary>
    Read,

    /// <summary>A session, or a key that may trade.</summary>
    Trade,

    /// <summary>A session, or a key that may withdraw.</summary>
    Withdraw,

    /// <summary>A session; no key will do.</summary>
    Session,
}

/// <summary>One endpoint, page, socket or hub method.</summary>
internal sealed record AccessRow(string Method, string Path, Needs Needs)
{
    public string Key => $"{Method} {Path}";

    public override string ToString() => Key;
}

/// <summary>The table of docs/access.md.</summary>
internal static class AccessTable
{
    public static IReadOnlyList<AccessRow> Rows { get; } = Parse(Repository.Read("docs/access.md"));

    public static IReadOnlyList<AccessRow> Parse(string markdown) =>
    [
        .. from line in markdown.Split('\n')
           where line.StartsWith("| `", StringComparison.Ordinal)
           let cells = line.Split('|', StringSplitOptions.TrimEntries)
           let endpoint = cells[1].Trim('`').Split(' ', 2)
           select new AccessRow(endpoint[0], endpoint[1], Enum.Parse<Needs>(cells[2], ignoreCase: true)),
    ];

    /// <summary>What is mapped and has no row, has a row and is not mapped, or has two.</summary>
    public static IEnumerable<string> Gaps(IReadOnlyCollection<string> mapped, IReadOnlyList<AccessRow> rows)
    {
        var known = rows.Select(row => row.Key).ToList();
        foreach (var key in mapped.Except(known)) yield return $"{key} has no row in docs/access.md: who may call it?";
        foreach (var key in known.Except(mapped)) yield return $"{key} of docs/access.md is not mapped";
        foreach (var key in known.GroupBy(k => k).Where(g => g.Count() > 1)) yield return $"{key.Key} has two rows";
    }
}
