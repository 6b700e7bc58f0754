using System.Security.Cryptography;
using Exchange.Core.Engine;

namespace Exchange.Tests.Simulation;

/// <summary>The steps of <c>SnapshotMaker</c>: from the newest intact snapshot and the committed rows after it, on a state of
/// its own, and stored a while later. Any process may do it, also one that leads no more.</summary>
internal class SimulatedSnapshots(SimulatedProcess process, World world)
{
    public void Begin() =>
        process.After(world.Clock.Between(2 * Scheduler.Minute, 15 * Scheduler.Minute), "time for a snapshot", () =>
        {
            if (world.IsEnding) return;
            Make();
            Begin();
        });

    /// <summary>Replays the rows and says what sequence the state is of.</summary>
    protected virtual long Replay(SimulatedEngine engine, List<JournalRow> rows)
    {
        var output = new EventBuffer();
        foreach (var row in rows)
        {
            engine.Replay(row, output);
            output.Clear();
        }

        return engine.State.Sequence;
    }

    private void Make()
    {
        var engine = world.Parts.Engine();
        var newest = world.Database.Snapshots.LastOrDefault(s => s.IsIntact);
        if (newest is not null) engine.Read(newest);
        var rows = world.Database.RowsAfter(engine.State.Sequence);
        if (rows.Count == 0) return;
        var sequence = Replay(engine, rows);
        var payload = engine.Write();
        var snapshot = new SimulatedSnapshot(sequence, payload, SHA256.HashData(payload)) { JournalHash = rows[^1].Hash };
        process.After(world.Clock.Between(Scheduler.Millisecond, 5 * Scheduler.Second), "snapshot", () =>
        {
            if (!process.Crash(FaultKind.CrashInSnapshot, 12)) world.Database.Save(snapshot);
        });
    }
}
