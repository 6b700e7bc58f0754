namespace Exchange.Tests.Simulation;

/// <summary>What can go wrong.</summary>
internal enum FaultKind
{
    /// <summary>The connection breaks before the journal row is committed.</summary>
    RowLostBeforeCommit,

    /// <summary>The connection breaks after the journal row is committed, before the answer.</summary>
    RowAnswerLost,

    /// <summary>A commit takes longer than callers wait.</summary>
    SlowCommit,

    /// <summary>The process dies with a row on its way to the database.</summary>
    CrashBeforeCommit,

    /// <summary>The process dies when its row is durable and nobody has been answered.</summary>
    CrashAfterCommit,

    /// <summary>The process dies between two commands of a batch.</summary>
    CrashWhileApplying,

    /// <summary>The process dies while it saves a snapshot.</summary>
    CrashInSnapshot,

    /// <summary>The process dies while a transaction of the projector is under way.</summary>
    CrashInProjection,

    /// <summary>The process dies while it recovers.</summary>
    CrashInRecovery,

    /// <summary>The process dies while nothing happens.</summary>
    CrashAtRest,

    /// <summary>The projector's transaction is rolled back.</summary>
    ProjectionLost,

    /// <summary>The projector's transaction is committed and its answer lost.</summary>
    ProjectionAnswerLost,

    /// <summary>The projector's transaction begins seconds after it was sent.</summary>
    ProjectionLate,

    /// <summary>The projector of a leader that was replaced wrote late, and was refused.</summary>
    ProjectionRefused,

    /// <summary>A stored snapshot has a wrong byte.</summary>
    SnapshotDamaged,

    /// <summary>A second process is started beside the first.</summary>
    DuplicateStart,

    /// <summary>The leader's lock is gone and it does not know, so that the second one gets it.</summary>
    LockLost,

    /// <summary>The machine's clock jumps, forward or back, up to an hour.</summary>
    ClockJump,

    /// <summary>A request never arrives.</summary>
    RequestLost,

    /// <summary>An answer never arrives.</summary>
    AnswerLost,

    /// <summary>A caller has waited long enough and asks again with the same name.</summary>
    CallerRetried,

    /// <summary>A reader of market data loses its connection and starts again from a snapshot.</summary>
    FeedConnectionLost,
}

/// <summary>Decides which faults strike, from the seed, and counts them.</summary>
internal sealed class Faults
{
    private readonly Random _random;
    private readonly double[] _multiplier = new double[Enum.GetValues<FaultKind>().Length];
    private readonly long[] _counts = new long[Enum.GetValues<FaultKind>().Length];

    public Faults(Random random)
    {
        _random = random;
        // Some seeds have a lot of one kind and none of another: combinations that a uniform rate never meets.
        for (var i = 0; i < _multiplier.Length; i++) _multiplier[i] = random.Next(4) switch { 0 => 0, 1 => 0.5, 2 => 1, _ => 4 };
    }

    public bool Enabled { get; set; } = true;

    public IReadOnlyList<long> Counts => _counts;

    /// <summary>True when the fault strikes now.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="oneIn">How rare it is on average.</param>
    public bool Strike(FaultKind kind, int oneIn)
    {
        if (!Enabled || _random.NextDouble() * oneIn >= _multiplier[(int)kind]) return false;
        Count(kind);
        return true;
    }

    public void Count(FaultKind kind) => _counts[(int)kind]++;
}
