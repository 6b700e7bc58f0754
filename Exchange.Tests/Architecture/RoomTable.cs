namespace Exchange.Tests.Architecture;

/// <summary>The table of rooms in docs/architecture.md: who may use whom. Everyone may use Primitives.</summary>
internal sealed class RoomTable
{
    private readonly Dictionary<string, string[]> _mayUse = [];

    public IReadOnlyCollection<string> Rooms => _mayUse.Keys;

    /// <summary>Reads the first table whose header is Room, Holds, May use.</summary>
    public static RoomTable Parse(string markdown)
    {
        var table = new RoomTable();
        var rows = markdown.Split('\n')
            .SkipWhile(line => !line.StartsWith("| Room | Holds | May use", StringComparison.Ordinal))
            .Skip(2).TakeWhile(line => line.StartsWith('|'));
        foreach (var row in rows)
        {
            var cells = row.Split('|', StringSplitOptions.TrimEntries);
            var names = cells[3] == "–" ? [] : cells[3].Split(',', StringSplitOptions.TrimEntries);
            table._mayUse.Add(cells[1], names);
        }

        if (table._mayUse.Count == 0) throw new FormatException("No table of rooms found.");
        return table;
    }

    /// <summary>The edges that the table does not allow, in words.</summary>
    public IEnumerable<string> Violations(IEnumerable<RoomEdge> edges)
    {
        foreach (var edge in edges.Where(e => e.To != "Primitives" || !_mayUse.ContainsKey(e.From)))
        {
            if (!_mayUse.TryGetValue(edge.From, out var allowed))
                yield return $"{edge.Where}: the room {edge.From} is not in the table";
            else if (!allowed.Contains(edge.To))
                yield return $"{edge.Where}: {edge.From} may not use {edge.To}";
        }
    }

    /// <summary>Rooms that use each other, directly or in a circle.</summary>
    public IEnumerable<string> Circles() => _mayUse.Keys.Where(room => Reaches(room, room, []));

    private bool Reaches(string from, string wanted, HashSet<string> seen) => _mayUse.GetValueOrDefault(from, [])
        .Any(next => next == wanted || (seen.Add(next) && Reaches(next, wanted, seen)));
}

/// <summary>One room uses another, seen at a type or file.</summary>
internal sealed record RoomEdge(string From, string To, string Where);
