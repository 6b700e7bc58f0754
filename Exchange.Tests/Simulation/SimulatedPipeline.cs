using Exchange.Core.Engine;

namespace Exchange.Tests.Simulation;

/// <summary>
/// Take, apply, batch, commit, release: the steps of <c>Sequencer</c>, <c>Committer</c> and <c>EngineHost</c>, one at a time
/// and with a place to die between any two. While one batch is being committed the next is being filled.
/// </summary>
internal class SimulatedPipeline(SimulatedProcess process, World world)
{
    private const int QueueCapacity = 48;
    private const int MaxBatchSize = 16;
    private const long CallerPatience = 5 * Scheduler.Second;
    private const long RetryDelay = 250 * Scheduler.Millisecond;

    private readonly Queue<Request> _queue = [];
    private byte[] _headHash = JournalRow.Genesis;
    private bool _isAwake;
    private bool _isStalled;
    private bool _hasGivenUp;

    protected SimulatedBatch Filling { get; private set; } = new();

    protected SimulatedBatch? Committing { get; private set; }

    public bool IsQuiet => _queue.Count == 0 && Filling.IsEmpty && Committing is null;

    public void Begin(byte[] headHash)
    {
        _headHash = headHash;
        ScheduleAdvance();
        ScheduleCrashAtRest();
    }

    /// <summary>A request arrives. Full or stalled: refused at once, and nothing happens.</summary>
    public void Enqueue(Request request)
    {
        if (_isStalled) Answer(request, CommandResult.Refused(RejectReason.Unavailable));
        else if (_queue.Count >= QueueCapacity) Answer(request, CommandResult.Refused(RejectReason.Busy));
        else
        {
            _queue.Enqueue(request);
            Wake();
        }
    }

    /// <summary>A command was applied; its answer has to wait for the commit.</summary>
    protected virtual void Applied(Request request, in CommandResult result) => Filling.AnswerLater(request, result);

    protected void Answer(Request request, CommandResult result)
    {
        world.Auditor.Answered(process, request.Command, result);
        request.Answer(result);
    }

    private void Wake()
    {
        if (_isAwake) return;
        _isAwake = true;
        process.After(world.Clock.Between(5, 200), "sequence", () =>
        {
            _isAwake = false;
            Sequence();
        });
    }

    private void Sequence()
    {
        if (process.Crash(FaultKind.CrashWhileApplying, 1_500)) return;
        var mustHandOver = Filling.AnswerCount >= MaxBatchSize;
        if (!mustHandOver && _queue.TryDequeue(out var request))
        {
            Take(request);
            Wake();
        }
        else if (!Filling.IsEmpty && Committing is null)
        {
            HandOver();
        }
    }

    private void Take(Request request)
    {
        if (_isStalled) Answer(request, CommandResult.Refused(RejectReason.Unavailable));
        else
        {
            Advance();
            var at = EngineTime;
            var result = process.Engine.Apply(request.Command, at, Filling.Events);
            Filling.Add(request.Command, result, at);
            Applied(request, result);
        }
    }

    private long EngineTime => Math.Max(process.Engine.State.AtMicroseconds, world.Clock.MachineTime);

    /// <summary>What time alone brings about comes before the next command.</summary>
    private void Advance()
    {
        var at = EngineTime;
        if (!IsDue(at)) return;
        var result = process.Engine.Apply(Command.Advance(), at, Filling.Events);
        SimulationFailed.Unless(result.IsAccepted, "EXPIRY", $"Advance was refused: {result.Reason}");
        Filling.Add(Command.Advance(), result, at);
    }

    /// <summary>True when time alone brings something about.</summary>
    protected virtual bool IsDue(long atMicroseconds) => atMicroseconds >= process.Engine.State.NextDueMicroseconds;

    private void HandOver()
    {
        (Committing, Filling) = (Filling, new SimulatedBatch());
        if (!Committing.HasCommands)
        {
            Committed(Committing);
            return;
        }

        Committing.Commands.SetDigest(process.Engine.State);
        var payload = Committing.Commands.ToPayload();
        var row = new JournalRow
        {
            FirstSequence = Committing.FirstSequence,
            LastSequence = Committing.LastSequence,
            Payload = payload,
            Hash = JournalRow.ComputeHash(_headHash, Committing.FirstSequence, Committing.LastSequence, payload),
        };
        Append(Committing, row, process.Now);
        WatchPatience(Committing);
        process.Crash(FaultKind.CrashBeforeCommit, 600);
    }

    private void Append(SimulatedBatch batch, JournalRow row, long since) => process.Journal.Append(row, outcome =>
    {
        if (outcome == AppendOutcome.Fenced)
        {
            batch.AnswerUnknown(Answer);
            Filling.AnswerUnknown(Answer);
            process.Stop();
        }
        else if (outcome == AppendOutcome.Unknown)
        {
            _isStalled = true;
            if (process.Now - since >= CallerPatience) GiveUp(batch);
            process.After(RetryDelay, "append again", () => Append(batch, row, since));
        }
        else if (!process.Crash(FaultKind.CrashAfterCommit, 600))
        {
            _headHash = row.Hash;
            _isStalled = false;
            _hasGivenUp = false;
            process.After(world.Clock.Between(1, 100), "release", () => Committed(batch));
        }
    });

    /// <summary>A commit that hangs for longer than callers wait.</summary>
    private void WatchPatience(SimulatedBatch batch) => process.After(CallerPatience, "patience", () =>
    {
        if (Committing != batch) return;
        _isStalled = true;
        GiveUp(batch);
    });

    private void GiveUp(SimulatedBatch batch)
    {
        if (_hasGivenUp) return;
        _hasGivenUp = true;
        batch.AnswerUnknown(Answer);
        Filling.AnswerUnknown(Answer);
        while (_queue.TryDequeue(out var request))
            Answer(request, CommandResult.Refused(RejectReason.Unavailable));
    }

    /// <summary>Durable: readers first, then the callers, then everybody else.</summary>
    private void Committed(SimulatedBatch batch)
    {
        if (batch.HasCommands) process.Read.Apply(batch.Events.Events, batch.LastSequence);
        batch.Answer(Answer);
        if (batch.HasCommands)
        {
            var events = batch.Events.ToArray();
            world.Auditor.Released(batch.LastSequence, events);
            process.Projector.Publish(batch.FirstSequence, batch.LastSequence, events);
            process.Feed.Publish(batch.FirstSequence, batch.LastSequence, events);
        }

        Committing = null;
        ScheduleAdvance();
        if (!Filling.IsEmpty || _queue.Count > 0) Wake();
    }

    private void ScheduleCrashAtRest() => process.After(10 * Scheduler.Minute, "rest", () =>
    {
        if (!world.IsEnding && !process.Crash(FaultKind.CrashAtRest, 20)) ScheduleCrashAtRest();
    });

    /// <summary>Wakes up when something is due, also when nobody asks for anything.</summary>
    private void ScheduleAdvance()
    {
        var due = process.Engine.State.NextDueMicroseconds;
        if (due == long.MaxValue) return;
        process.After(Math.Max(0, due - world.Clock.MachineTime), "due", () =>
        {
            if (_isStalled || !IsDue(EngineTime)) return;
            Advance();
            Wake();
        });
    }
}
