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

    /// <summary>A session of the staff, perhaps with a certain permission.</summary>
    Staff,
}

/// <summary>One endpoint, page, socket or hub method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path.</param>
/// <param name="Needs">What it asks.</param>
/// <param name="Permission">What the staff needs; null for any permission, and for everybody else.</param>
internal sealed record AccessRow(string Method, string Path, Needs Needs, string? Permission = null)
{
    public string Key => $"{Method} {Path}";

    /// <summary>Tower's pages lead people to the sign-in; its API refuses programs.</summary>
    public bool IsPage => Needs == Needs.Page || (Needs == Needs.Staff && !Path.StartsWith("/api/", StringComparison.Ordinal));

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
           where endpoint.Length == 2
           let permission = cells[2].Contains('.', StringComparison.Ordinal) ? cells[2] : null
           let needs = permission is null ? Enum.Parse<Needs>(cells[2], ignoreCase: true) : Needs.Staff
           select new AccessRow(endpoint[0], endpoint[1], needs, permission),
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
