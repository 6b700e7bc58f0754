using Exchange.Core.Engine;
using Exchange.Core.Projections;

namespace Exchange.Tests.Simulation;

/// <summary>The loop of <c>TableProjector</c> with the real folding: everything that is there goes into one transaction, and
/// what failed is tried again.</summary>
internal class SimulatedProjector(SimulatedProcess process, World world)
{
    private const long RetryDelay = 500 * Scheduler.Millisecond;
    private readonly Queue<EventBatch> _batches = [];
    private ProjectionRows? _rows;
    private bool _isWriting;

    public long Position { get; private set; }

    /// <summary>The number under which it writes.</summary>
    public long Epoch { get; private set; }

    public bool IsQuiet => !_isWriting && _batches.Count == 0;

    public override string ToString() => $"writes under {Epoch} after {Position}, {_batches.Count} batches wait";

    protected World World => world;

    private SimulatedTables Tables => world.Database.Tables;

    /// <summary>Takes the tables over and begins with what they hold.</summary>
    public void Load()
    {
        Epoch = Tables.TakeOver();
        Position = Tables.Position;
        _rows = ProjectionRows.From(
            Tables.Candles.Values.GroupBy(c => (c.MarketIndex, c.PeriodMinutes)).Select(g => SimulatedTables.Copy(g.Last())));
    }

    public void Publish(long first, long last, EngineEvent[] events)
    {
        _batches.Enqueue(new EventBatch(first, last, events));
        if (!_isWriting) process.After(world.Clock.Between(1, 500), "fold", Fold);
    }

    private void Fold()
    {
        if (_isWriting || _batches.Count == 0) return;
        var last = 0L;
        while (_batches.TryDequeue(out var batch))
        {
            foreach (ref readonly var e in batch.Events.Span)
                if (e.Sequence > Position) _rows!.Fold(e);
            last = batch.LastSequence;
        }

        _isWriting = true;
        Write(last);
    }

    private void Write(long last)
    {
        Send(last, process.WhileAlive<Outcome>(outcome =>
        {
            // The position tells whether an attempt whose answer was lost did get in; any other one is another engine's.
            var isOurs = outcome == Outcome.PositionMoved && (Tables.Epoch, Tables.Position) == (Epoch, last);
            if (outcome == Outcome.Done || isOurs) Written(last);
            else if (outcome == Outcome.PositionMoved) process.Stop();
            else process.After(RetryDelay, "project again", () => Write(last));
        }));
        process.Crash(FaultKind.CrashInProjection, 600);
    }

    private void Written(long last)
    {
        _rows!.Written();
        Position = last;
        _isWriting = false;
        Fold();
    }

    protected virtual void Send(long last, Action<Outcome> tell) => world.Database.Project(Epoch, Position, last, Changes, tell);

    /// <summary>The rows to write.</summary>
    protected TableChanges Changes => new(_rows!);
}
