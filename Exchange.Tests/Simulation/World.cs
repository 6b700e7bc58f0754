using Exchange.Core.Engine;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Simulation;

/// <summary>The components of a world, so that a test can put a faulty one in.</summary>
internal sealed record Parts
{
    public Func<SimulatedEngine> Engine { get; init; } = () => new SimulatedEngine();

    public Func<SimulatedProcess, World, SimulatedPipeline> Pipeline { get; init; } = (p, w) => new SimulatedPipeline(p, w);

    public Func<SimulatedProcess, World, SimulatedProjector> Projector { get; init; } = (p, w) => new SimulatedProjector(p, w);

    public Func<SimulatedProcess, World, SimulatedSnapshots> Snapshots { get; init; } = (p, w) => new SimulatedSnapshots(p, w);

    public bool DatabaseIgnoresKeys { get; init; }

    public bool DatabaseIgnoresOwners { get; init; }
}

/// <summary>Everything of one seed: database, processes, callers, readers, and the auditor who watches them.</summary>
internal sealed class World
{
    private const int Markets = 2;
    private const int Members = 5;
    private const long Length = 3 * Scheduler.Hour;
    private const long TimeToConverge = 10 * Scheduler.Minute;
    private const long LastInstant = 10 * Scheduler.Second;
    private const int LastRequests = 5;

    private readonly List<SimulatedProcess> _processes = [];
    private readonly List<Trader> _traders = [];

    public World(int seed, Parts parts)
    {
        Clock = new Scheduler(seed);
        Faults = new Faults(Clock.Random);
        Parts = parts;
        Database = new SimulatedDatabase(Clock, Faults)
        {
            IgnoresKeys = parts.DatabaseIgnoresKeys,
            IgnoresOwners = parts.DatabaseIgnoresOwners,
        };
        Auditor = new Auditor(Database, parts.Engine());
        Database.Committed += Auditor.Durable;
        Database.Saved += Auditor.Saved;
        Database.Projected += Auditor.Projected;
        Readers = [.. Enumerable.Range(0, Markets).Select(i => new FeedReader(this, new MarketId(i)))];
    }

    public Scheduler Clock { get; }

    public Faults Faults { get; }

    public Parts Parts { get; }

    public SimulatedDatabase Database { get; }

    public Auditor Auditor { get; }

    public IReadOnlyList<FeedReader> Readers { get; }

    public bool IsSetUp { get; private set; }

    /// <summary>Nobody asks for anything new, and nothing fails any more.</summary>
    public bool IsEnding { get; private set; }

    /// <summary>Whom a request reaches: the newest process that runs, or sometimes one that thinks it still leads.</summary>
    public SimulatedProcess? Leader
    {
        get
        {
            var running = _processes.FindAll(p => p.IsRunning);
            if (running.Count == 0) return null;
            return Clock.Random.Next(3) == 0 ? running[0] : running[^1];
        }
    }

    private SimulatedProcess? AtRest => _processes.Find(p => p.IsQuiet && p.Engine.State.Sequence == Database.LastSequence);

    public void Run()
    {
        StartProcess();
        var flow = new OrderFlow(Clock.Random, Markets, Members, () => Clock.MachineTime);
        var founder = new Trader(this, new MemberId(1), flow);
        _traders.Add(founder);
        founder.Insist(new Queue<Command>(OrderFlow.Setup(Markets, Members)), () => OpenTheDoors(flow));
        ScheduleInspection();
        ScheduleTrouble();
        while (Clock.Step(Scheduler.Beginning + Length))
        {
        }

        IsEnding = true;
        Faults.Enabled = false;
        Clock.Skew = 0;
        // An engine that lost its lock learns only when it writes that another one has appended.
        founder.GoOn(LastRequests);
        while (Clock.Step(Scheduler.Beginning + Length + TimeToConverge))
        {
        }

        // What fell due in the last instant may finish.
        while (AtRest is null && Clock.Step(Scheduler.Beginning + Length + TimeToConverge + LastInstant))
        {
        }

        CheckTheEnd();
    }

    /// <summary>A process ended. With none left a new one is started.</summary>
    public void Ended(SimulatedProcess process)
    {
        _processes.Remove(process);
        if (_processes.Count > 0) return;
        Clock.After(Clock.Between(Scheduler.Millisecond, 5 * Scheduler.Second), "restart", () =>
        {
            if (_processes.Count == 0) StartProcess();
        });
    }

    private void StartProcess()
    {
        var process = new SimulatedProcess(this);
        _processes.Add(process);
        process.Start();
    }

    private void OpenTheDoors(OrderFlow flow)
    {
        IsSetUp = true;
        for (var member = 1; member <= Members; member++) _traders.Add(new Trader(this, new MemberId(member), flow));
        foreach (var trader in _traders.Skip(1)) trader.Begin();
    }

    private void ScheduleInspection() => Clock.After(Clock.Between(Scheduler.Minute, 5 * Scheduler.Minute), "inspection", () =>
    {
        if (IsEnding) return;
        if (_processes is [{ IsQuiet: true } only] && only.Engine.State.Sequence == Database.LastSequence) Auditor.CheckAll(only);
        ScheduleInspection();
    });

    private void ScheduleTrouble() => Clock.After(Clock.Between(Scheduler.Minute, 10 * Scheduler.Minute), "trouble", () =>
    {
        if (IsEnding) return;
        if (Faults.Strike(FaultKind.ClockJump, 12))
            Clock.Skew = Clock.Between(-Scheduler.Hour, Scheduler.Hour);
        if (Faults.Strike(FaultKind.DuplicateStart, 8))
        {
            if (Faults.Strike(FaultKind.LockLost, 2)) Database.LoseLock();
            StartProcess();
        }

        ScheduleTrouble();
    });

    /// <summary>With all faults off everything comes to rest in time, and every caller was told the truth.</summary>
    private void CheckTheEnd()
    {
        SimulationFailed.Unless(IsSetUp, "LIVENESS", $"the exchange was never set up");
        SimulationFailed.Unless(_traders.All(t => t.Intents.All(i => i.IsDone)), "LIVENESS", $"a caller still waits");
        var upToDate = AtRest;
        SimulationFailed.Unless(upToDate is not null, "LIVENESS",
            $"no process came to rest; the journal ends at {Database.LastSequence}, the tables of {Database.Tables.Epoch} are at "
            + $"{Database.Tables.Position}: {string.Join(", ", _processes.Select(p => $"{p.Status} {p.Projector}"))}");
        Auditor.CheckAll(upToDate);
        foreach (var intent in _traders.SelectMany(t => t.Intents).Where(i => i.IsNamed)) CheckOnce(intent);
    }

    private void CheckOnce(Intent intent)
    {
        var command = intent.Command;
        var effects = command.Kind == CommandKind.Transfer ? Auditor.Orders.References.GetValueOrDefault(command.Text!)
            : Auditor.Orders.Names.GetValueOrDefault((command.Member.Value, command.ClientOrderId));
        var isRight = intent.Result.IsAccepted || intent.IsTaken ? effects == 1 : effects == 0 || (intent.IsUncertain && effects == 1);
        SimulationFailed.Unless(isRight, "ONCE",
            $"{command.Kind} {command.Text}{command.ClientOrderId} of member {command.Member.Value} took effect {effects} times; "
            + $"its caller was told {intent.Result.Reason}");
    }
}
