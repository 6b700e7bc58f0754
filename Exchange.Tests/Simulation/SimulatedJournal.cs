using Exchange.Core.Engine;

namespace Exchange.Tests.Simulation;

/// <summary>How an append ended for the engine.</summary>
internal enum AppendOutcome
{
    /// <summary>The row is durable.</summary>
    Done,

    /// <summary>Nobody knows; try again with the same row.</summary>
    Unknown,

    /// <summary>Another engine leads.</summary>
    Fenced,
}

/// <summary>
/// The steps of <c>PostgresJournal</c> against the simulated database: one session with the lock; after a lost connection
/// a new session, the lock again, and a look whether the row is there, before it is inserted again.
/// </summary>
internal sealed class SimulatedJournal(SimulatedProcess process, SimulatedDatabase database)
{
    private const long LockRetryDelay = 200 * Scheduler.Millisecond;
    private const long AcquirePatience = 5 * Scheduler.Second;
    private DatabaseSession? _session;

    /// <summary>The process is gone: the server notices, sooner or later.</summary>
    public void Abandon(Scheduler clock)
    {
        if (_session is not { } session) return;
        _session = null;
        clock.After(clock.Between(0, 4 * Scheduler.Second), "session ends", () => session.IsClosed = true);
    }

    /// <summary>Becomes the only writer, or gives up.</summary>
    public void Acquire(Action<bool> tell)
    {
        var session = _session = new DatabaseSession();
        WaitForLock(session, process.Now, tell);
    }

    public void Append(JournalRow row, Action<AppendOutcome> tell)
    {
        if (_session is { } session)
        {
            Insert(session, row, tell);
            return;
        }

        Acquire(isAcquired =>
        {
            if (!isAcquired) tell(AppendOutcome.Fenced);
            else if (database.RowAt(row.FirstSequence) is not { } there) Insert(_session!, row, tell);
            else tell(there.Hash.AsSpan().SequenceEqual(row.Hash) ? AppendOutcome.Done : AppendOutcome.Fenced);
        });
    }

    private void Insert(DatabaseSession session, JournalRow row, Action<AppendOutcome> tell) =>
        database.Append(session, row, process.WhileAlive<Outcome>(outcome =>
        {
            if (outcome == Outcome.Lost) _session = null;
            tell(outcome switch
            {
                Outcome.Done => AppendOutcome.Done,
                Outcome.KeyTaken => AppendOutcome.Fenced,
                Outcome.Lost or Outcome.PositionMoved or _ => AppendOutcome.Unknown,
            });
        }));

    private void WaitForLock(DatabaseSession session, long since, Action<bool> tell) =>
        process.After(LockRetryDelay, "lock", () =>
        {
            if (database.TryLock(session)) tell(true);
            else if (process.Now - since >= AcquirePatience) tell(false);
            else WaitForLock(session, since, tell);
        });
}
