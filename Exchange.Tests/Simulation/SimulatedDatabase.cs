using Exchange.Core.Engine;

namespace Exchange.Tests.Simulation;

/// <summary>How a statement ended, as its client sees it.</summary>
internal enum Outcome
{
    /// <summary>Committed, and the answer arrived.</summary>
    Done,

    /// <summary>The connection broke: committed or not, the client cannot know.</summary>
    Lost,

    /// <summary>A key was taken: nothing changed.</summary>
    KeyTaken,

    /// <summary>The transaction found the tables at another position than it expected, or another's: nothing changed.</summary>
    PositionMoved,
}

/// <summary>A connection with its session lock.</summary>
internal sealed class DatabaseSession
{
    public bool IsClosed { get; set; }

    /// <summary>Statements that the server is still executing; they end even when the client is gone.</summary>
    public int UnderWay { get; set; }
}

/// <summary>
/// The database in memory: journal, snapshots, projected tables, one session lock. Statements take time, commit, get lost
/// on the way there or on the way back. It outlives every process.
/// </summary>
internal sealed class SimulatedDatabase(Scheduler clock, Faults faults)
{
    private readonly SortedDictionary<long, JournalRow> _rows = [];
    private DatabaseSession? _lockHolder;

    /// <summary>A row is durable.</summary>
    public event Action<JournalRow>? Committed;

    /// <summary>A transaction of the projector is durable.</summary>
    public event Action? Projected;

    /// <summary>A snapshot is durable.</summary>
    public event Action<SimulatedSnapshot>? Saved;

    public SimulatedTables Tables { get; } = new();

    public List<SimulatedSnapshot> Snapshots { get; } = [];

    public long LastSequence { get; private set; }

    /// <summary>A row may take the place of another: the mistake that fencing prevents.</summary>
    public bool IgnoresKeys { get; init; }

    /// <summary>The tables take rows from whoever sends them, wherever they stand.</summary>
    public bool IgnoresOwners { get; init; }

    public bool TryLock(DatabaseSession session)
    {
        if (_lockHolder is { } holder && holder != session && !(holder.IsClosed && holder.UnderWay == 0)) return false;
        _lockHolder = session;
        return true;
    }

    /// <summary>The lock is gone; its holder is not told.</summary>
    public void LoseLock() => _lockHolder = null;

    public JournalRow? RowAt(long firstSequence) => _rows.GetValueOrDefault(firstSequence);

    public List<JournalRow> RowsAfter(long sequence) => [.. _rows.Values.Where(row => row.FirstSequence > sequence)];

    /// <summary>Inserts a row; the client is told later, or never.</summary>
    public void Append(DatabaseSession session, JournalRow row, Action<Outcome> tell)
    {
        session.UnderWay++;
        var isSlow = faults.Strike(FaultKind.SlowCommit, 300);
        var patience = isSlow ? clock.Between(3 * Scheduler.Second, 20 * Scheduler.Second)
            : clock.Between(200, 4 * Scheduler.Millisecond);
        clock.After(patience, "append", () =>
        {
            session.UnderWay--;
            if (faults.Strike(FaultKind.RowLostBeforeCommit, 150))
            {
                Answer(session, Outcome.Lost, tell);
                return;
            }

            if (_rows.ContainsKey(row.FirstSequence) && !IgnoresKeys)
            {
                Answer(session, Outcome.KeyTaken, tell);
                return;
            }

            _rows[row.FirstSequence] = row;
            LastSequence = Math.Max(LastSequence, row.LastSequence);
            clock.Mix(BitConverter.ToUInt64(row.Hash));
            Committed?.Invoke(row);
            Answer(session, faults.Strike(FaultKind.RowAnswerLost, 150) ? Outcome.Lost : Outcome.Done, tell);
        });
    }

    /// <summary>Writes rows and position in one transaction, if the tables are still the client's and where it expects
    /// them.</summary>
    public void Project(long epoch, long expectedPosition, long position, TableChanges changes, Action<Outcome> tell) =>
        clock.After(ProjectionTime(), "project", () =>
        {
            if (faults.Strike(FaultKind.ProjectionLost, 150))
            {
                tell(Outcome.Lost);
                return;
            }

            var outcome = Write(epoch, expectedPosition, position, changes);
            tell(outcome == Outcome.Done && faults.Strike(FaultKind.ProjectionAnswerLost, 150) ? Outcome.Lost : outcome);
        });

    /// <summary>Stores a snapshot and deletes all but the newest.</summary>
    public void Save(SimulatedSnapshot snapshot)
    {
        Saved?.Invoke(snapshot);
        if (Snapshots.Any(s => s.Sequence == snapshot.Sequence)) return;
        var stored = snapshot with { Payload = [.. snapshot.Payload] };
        if (faults.Strike(FaultKind.SnapshotDamaged, 12)) stored.Payload[clock.Random.Next(stored.Payload.Length)] ^= 1;
        Snapshots.Add(stored);
        Snapshots.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        while (Snapshots.Count > SnapshotStore.Kept) Snapshots.RemoveAt(0);
    }

    private long ProjectionTime() => faults.Strike(FaultKind.ProjectionLate, 150)
        ? clock.Between(3 * Scheduler.Second, 20 * Scheduler.Second)
        : clock.Between(500, 10 * Scheduler.Millisecond);

    private Outcome Write(long epoch, long expectedPosition, long position, TableChanges changes)
    {
        if (epoch != Tables.Epoch) faults.Count(FaultKind.ProjectionRefused);
        var isExpected = epoch == Tables.Epoch && expectedPosition == Tables.Position;
        if (!isExpected && !IgnoresOwners) return Outcome.PositionMoved;
        if (!Tables.TryWrite(changes)) return Outcome.KeyTaken;
        Tables.Position = position;
        Projected?.Invoke();
        return Outcome.Done;
    }

    private static void Answer(DatabaseSession session, Outcome outcome, Action<Outcome> tell)
    {
        if (outcome == Outcome.Lost) session.IsClosed = true;
        tell(outcome);
    }
}
