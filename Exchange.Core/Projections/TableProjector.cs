using System.Diagnostics.Metrics;
using Exchange.Core.Engine;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exchange.Core.Projections;

/// <summary>
/// Turns committed events into rows of orders, trades, postings and candles, in order, and stores its position in the
/// same transaction: each event counts exactly once, and the tables can be thrown away and built again from the
/// journal.
/// </summary>
internal sealed partial class TableProjector : IHostedLifecycleService, IDisposable
{
    /// <summary>The projector's name in <see cref="ProjectionPosition"/>.</summary>
    public const string Name = "tables";

    /// <summary>How many events may go into one transaction.</summary>
    public const int MaxEventsPerTransaction = 50_000;

    /// <summary>From how many commands in a transaction on the exchange counts as busy.</summary>
    public const int BusyCommands = 200;

    /// <summary>How long to gather for the next transaction while little happens: the tables are this far behind.</summary>
    public static readonly TimeSpan GatheringTime = TimeSpan.FromMilliseconds(20);

    /// <summary>The same while busy. Most orders close within this time and are then written once, not twice, and the commits
    /// are left to the journal.</summary>
    public static readonly TimeSpan BusyGatheringTime = TimeSpan.FromMilliseconds(300);

    /// <summary>How long to wait before a failed transaction is tried again.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private readonly IEventStream _events;
    private readonly IEngine _engine;
    private readonly IProjectionProgress _progress;
    private readonly ProjectionWriter _writer;
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly TimeProvider _time;
    private readonly ILogger<TableProjector> _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private ProjectionRows? _rows;
    private long _position;

    public TableProjector(
        IEventStream events, IEngine engine, IProjectionProgress progress, ProjectionWriter writer,
        IDbContextFactory<ExchangeDbContext> contexts, TimeProvider time, IMeterFactory meters, ILogger<TableProjector> logger)
    {
        (_events, _engine, _progress, _writer, _contexts, _time, _logger) =
            (events, engine, progress, writer, contexts, time, logger);
        meters.Create(EngineInstruments.MeterName).CreateObservableGauge(
            "projector.lag_sequences", () => Lag, "commands", "Commands that are durable but not in the tables yet.");
    }

    /// <summary>Commands that are durable but not in the tables yet.</summary>
    public long Lag => Math.Max(0, _engine.Status.CommittedSequence - Volatile.Read(ref _position));

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Subscribes before the engine replays.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _position = await _progress.ProjectedSequenceAsync(cancellationToken);
        await using (var db = await _contexts.CreateDbContextAsync(cancellationToken))
            _rows = await ProjectionRows.LoadAsync(db, cancellationToken);
        var batches = _events.FollowAsync(Name, _position + 1, CancellationToken.None);
        _running = Task.Run(() => RunAsync(batches), CancellationToken.None);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The engine has released its last batch by now: a graceful stop leaves no lag.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _running.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _stop.CancelAsync();
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(IAsyncEnumerable<EventBatch> stream)
    {
        await using var batches = stream.GetAsyncEnumerator(CancellationToken.None);
        var next = batches.MoveNextAsync().AsTask();
        var gathering = Task.CompletedTask;
        while (await next)
        {
            // Folding goes on while it gathers: a follower that stands still would fill the engine's queue to it.
            long last;
            do
            {
                last = Fold(batches.Current);
                next = batches.MoveNextAsync().AsTask();
                if (!next.IsCompleted && !gathering.IsCompleted) await Task.WhenAny(next, gathering);
            }
            while (next.IsCompleted && _rows!.EventCount < MaxEventsPerTransaction && await next);

            var commands = last - _position;
            await WriteAsync(last);
            gathering = Task.Delay(commands < BusyCommands ? GatheringTime : BusyGatheringTime, _time, _stop.Token);
        }
    }

    private long Fold(EventBatch batch)
    {
        foreach (ref readonly var e in batch.Events.Span)
            if (e.Sequence > _position) _rows!.Fold(e);
        return batch.LastSequence;
    }

    private async Task WriteAsync(long sequence)
    {
        while (true)
        {
            try
            {
                await _writer.WriteAsync(_rows!, sequence, _stop.Token);
                _rows!.Written();
                Volatile.Write(ref _position, sequence);
                return;
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                LogWriteFailed(sequence, e.Message);
                await Task.Delay(RetryDelay, _time, _stop.Token);
            }
        }
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Error,
        Message = "Tables cannot be written up to sequence {Sequence}: {Problem}. Trying again.")]
    private partial void LogWriteFailed(long sequence, string problem);
}
