using Exchange.Core.Engine;

namespace Exchange.Core.Fairness;

/// <summary>Reads the journal from its first row, replays it, and proves every fill fair. Needs no running engine and
/// disturbs none.</summary>
public sealed class FairnessCheck(IJournal journal, TimeProvider time)
{
    /// <summary>Checks the whole journal, row by row, in memory that does not grow with its length.</summary>
    /// <exception cref="JournalCorruptException">Names the first bad row.</exception>
    public async Task<FairnessReport> RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var checker = new FairnessChecker();
        var state = new EngineState();
        var replay = new RowReplay(state);
        var events = new EventBuffer();
        var hash = JournalRow.Genesis;
        await foreach (var row in journal.ReadAsync(0, cancellationToken))
        {
            row.VerifyFollows(state.Sequence, hash);
            replay.Apply(row, events);
            hash = row.Hash;
            checker.Check(events.Events);
            events.Clear();
        }

        return checker.Report(time.GetElapsedTime(started));
    }
}
