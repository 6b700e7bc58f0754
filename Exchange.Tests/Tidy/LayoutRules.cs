using System.Text.RegularExpressions;

namespace Exchange.Tests.Tidy;

/// <summary>Where files lie and what they are called.</summary>
internal static partial class LayoutRules
{
    private const string Core = "Exchange.Core/";

    /// <summary>
    /// The files of the Engine room that talk to clock, disk and threads. Everything else in the room must replay bit
    /// for bit, so a new file is deterministic until it is named here.
    /// </summary>
    private static readonly HashSet<string> EngineShell =
    [
        "Batch.cs", "CommandQueue.cs", "Committer.cs", "EngineHost.cs", "EngineInstruments.cs", "EngineOptions.cs", "EngineRecovery.cs",
        "EngineServiceCollectionExtensions.cs", "EventHub.cs", "JournalArchive.cs", "JournalTables.cs", "JournalVerification.cs",
        "PostgresJournal.cs", "Releaser.cs", "SegmentFiles.cs", "Sequencer.cs", "SnapshotLoader.cs", "SnapshotMaker.cs",
        "SnapshotStore.cs", "VerifiedPoint.cs", "VerifiedRows.cs",
    ];

    public static bool IsTest(string path) =>
        path.StartsWith("Exchange.Tests/", StringComparison.Ordinal)
            || path.StartsWith("e2e/", StringComparison.Ordinal);

    public static bool IsDeterministic(string path) =>
        path.StartsWith(Core + "Matching/", StringComparison.Ordinal)
        || path.StartsWith(Core + "Ledger/", StringComparison.Ordinal)
        || (path.StartsWith(Core + "Engine/", StringComparison.Ordinal)
            && !path.EndsWith(".Log.cs", StringComparison.Ordinal) && !EngineShell.Contains(Path.GetFileName(path)));

    public static IEnumerable<string> OfPath(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path).Split('.')[0];
        if (Path.GetExtension(path) is ".cs" or ".razor" or ".js" && Drawer().IsMatch(name))
            yield return "a drawer of leftovers: put the code into the file of the noun it belongs to";
        if (path.Split('/')[..^1].Any(folder => Drawer().IsMatch(folder)))
            yield return "lies in a drawer of leftovers: name the folder after what it holds";
        if (!path.StartsWith(Core, StringComparison.Ordinal) || !path.EndsWith(".cs", StringComparison.Ordinal))
            yield break;
        var folders = path[Core.Length..].Split('/')[..^1];
        if (folders.Length == 0) yield return "lies in no room of Core";
        if (folders.Length > 1 && folders is not ["Storage", "Migrations"])
            yield return "lies in a folder inside a room: rooms are flat";
    }

    /// <summary>Rooms that have no page of their own, or one that is too long.</summary>
    public static IEnumerable<string> Readmes(IEnumerable<string> paths, Func<string, string> read)
    {
        var all = paths.Where(p => p.StartsWith(Core, StringComparison.Ordinal)).ToHashSet();
        foreach (var room in all.Where(p => p.EndsWith(".cs", StringComparison.Ordinal)).Select(p => p.Split('/')[1])
            .Where(room => !room.EndsWith(".cs", StringComparison.Ordinal)).Distinct())
        {
            var readme = $"{Core}{room}/README.md";
            if (!all.Contains(readme))
                yield return $"{readme} is missing: promise, invariants, doors in and out, events, jobs, tables";
            else if (read(readme).TrimEnd().Split('\n').Length > TidyRules.MaxReadmeLines)
                yield return $"{readme} is longer than {TidyRules.MaxReadmeLines} lines";
        }
    }

    [GeneratedRegex("^(Common|Misc)$|(Helpers?|Utils?|Utilities)$|(?<!ServiceCollection)Extensions$")]
    private static partial Regex Drawer();
}
