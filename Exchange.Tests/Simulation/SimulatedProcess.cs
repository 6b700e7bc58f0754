using Exchange.Core.Engine;
using Exchange.Core.Markets;

namespace Exchange.Tests.Simulation;

/// <summary>
/// One start of the program: acquire, recover, run, die. What it knows is lost with it; only the database stays. The order
/// of steps is that of <c>EngineHost</c> and <c>EngineRecovery</c>.
/// </summary>
internal sealed class SimulatedProcess : IEngine
{
    private const int RowsPerStep = 8;
    private readonly World _world;
    private readonly MarketCatalog _catalog = new();
    private readonly Queue<JournalRow> _toReplay = [];
    private byte[] _hash = JournalRow.Genesis;

    public SimulatedProcess(World world)
    {
        _world = world;
        Engine = world.Parts.Engine();
        Read = new EngineReadState(_catalog);
        Journal = new SimulatedJournal(this, world.Database);
        Projector = world.Parts.Projector(this, world);
        Feed = new SimulatedFeed(this, world, _catalog);
        Pipeline = world.Parts.Pipeline(this, world);
        Status = new EngineStatus(EnginePhase.Recovering, 0, 0, null);
    }

    public SimulatedEngine Engine { get; }

    public EngineReadState Read { get; }

    public SimulatedJournal Journal { get; }

    public SimulatedProjector Projector { get; }

    public SimulatedFeed Feed { get; }

    public SimulatedPipeline Pipeline { get; }

    public EngineStatus Status { get; private set; }

    public bool IsAlive { get; private set; } = true;

    public bool IsRunning => IsAlive && Status.Phase == EnginePhase.Running;

    /// <summary>Nothing is under way.</summary>
    public bool IsQuiet => IsRunning && Pipeline.IsQuiet && Projector.IsQuiet && Feed.IsQuiet;

    public long Now => _world.Clock.Now;

    /// <summary>Does something later, unless the process is dead by then.</summary>
    public void After(long microseconds, string what, Action action) =>
        _world.Clock.After(microseconds, what, () =>
        {
            if (IsAlive) action();
        });

    /// <summary>A continuation that a dead process never runs.</summary>
    public Action<T> WhileAlive<T>(Action<T> action) => value =>
    {
        if (IsAlive) action(value);
    };

    public void Start() => Journal.Acquire(WhileAlive<bool>(isAcquired =>
    {
        if (isAcquired) Recover();
        else Stop();
    }));

    /// <summary>True when the process has just died of this fault.</summary>
    public bool Crash(FaultKind kind, int oneIn)
    {
        if (!IsAlive || !_world.Faults.Strike(kind, oneIn)) return false;
        Stop();
        return true;
    }

    /// <summary>The end, wanted or not: memory is gone, the database session with it.</summary>
    public void Stop()
    {
        IsAlive = false;
        Status = Status with { Phase = EnginePhase.Stopped };
        Journal.Abandon(_world.Clock);
        _world.Ended(this);
    }

    public ValueTask<CommandResult> SubmitAsync(Command command, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Requests come over the simulated network.");

    public ValueTask<CommandResult[]> SubmitTogetherAsync(
        ReadOnlyMemory<Command> commands, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Requests come over the simulated network.");

    /// <summary>Newest intact snapshot that the tables have reached, then every row after it.</summary>
    private void Recover()
    {
        Projector.Load();
        var snapshot = _world.Database.Snapshots.LastOrDefault(s => s.Sequence <= Projector.Position && s.IsIntact);
        if (snapshot is not null)
        {
            Engine.Read(snapshot);
            _hash = snapshot.JournalHash;
        }

        foreach (var row in _world.Database.RowsAfter(Engine.State.Sequence)) _toReplay.Enqueue(row);
        After(Scheduler.Millisecond, "recover", Replay);
    }

    private void Replay()
    {
        if (Crash(FaultKind.CrashInRecovery, 120)) return;
        var output = new EventBuffer();
        for (var i = 0; i < RowsPerStep && _toReplay.TryDequeue(out var row); i++)
        {
            row.VerifyFollows(Engine.State.Sequence, _hash);
            Engine.Replay(row, output);
            _hash = row.Hash;
            if (row.LastSequence > Projector.Position) Projector.Publish(row.FirstSequence, row.LastSequence, output.ToArray());
            output.Clear();
        }

        if (_toReplay.Count > 0) After(_world.Clock.Between(100, Scheduler.Millisecond), "recover", Replay);
        else Run();
    }

    private void Run()
    {
        _world.Auditor.StateIs(Engine.State);
        Read.Seed(Engine.State);
        Status = new EngineStatus(EnginePhase.Running, Engine.State.Sequence, 0, null);
        Pipeline.Begin(_hash);
        Feed.Begin();
        _world.Parts.Snapshots(this, _world).Begin();
    }
}
