using System.Diagnostics.Metrics;
using Exchange.Core.Engine;
using Exchange.Core.Primitives;
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
internal sealed partial class TableProjector : IProjection, IHostedLifecycleService, IDisposable
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
    private readonly IEngineReadState _live;
    private readonly ProjectionWriter _writer;
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly TimeProvider _time;
    private readonly ILogger<TableProjector> _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private ProjectionRows? _rows;
    private TableOwnership _ownership;
    private long _position;

    public TableProjector(
        IEventStream events, IEngineReadState live, ProjectionWriter writer, IDbContextFactory<ExchangeDbContext> contexts,
        TimeProvider time, IMeterFactory meters, ILogger<TableProjector> logger)
    {
        (_events, _live, _writer, _contexts, _time, _logger) = (events, live, writer, contexts, time, logger);
        meters.Create(EngineInstruments.MeterName).CreateObservableGauge(
            "projector.lag_sequences", () => Lag, "commands", "Commands that are durable but not in the tables yet.");
    }

    /// <summary>Commands that are durable but not in the tables yet.</summary>
    public long Lag => Math.Max(0, _live.Sequence - Volatile.Read(ref _position));

    /// <summary>Subscribes before the engine replays. What the tables hold is read while it does.</summary>
    public async Task<long> TakeOverAsync(Action<Exception> fail, CancellationToken cancellationToken)
    {
        _ownership = await _writer.ClaimAsync(cancellationToken);
        _position = _ownership.Sequence;
        var batches = _events.FollowAsync(Name, _position + 1, CancellationToken.None);
        _running = Task.Run(() => GuardAsync(batches, fail), CancellationToken.None);
        return _position;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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

    /// <summary>Without tables the exchange would go on and its members see a past that stands still: better that the program
    /// ends.</summary>
    private async Task GuardAsync(IAsyncEnumerable<EventBatch> stream, Action<Exception> fail)
    {
        try
        {
            await using var batches = stream.GetAsyncEnumerator(_stop.Token);
            await TryAsync("read", LoadAsync);
            await RunAsync(batches);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Asked to stop before everything was written.
        }
        catch (Exception e)
        {
            fail(e);
        }
    }

    private async Task LoadAsync()
    {
        await using var db = await _contexts.CreateDbContextAsync(_stop.Token);
        _rows = await ProjectionRows.LoadAsync(db, _stop.Token);
    }

    private async Task RunAsync(IAsyncEnumerator<EventBatch> batches)
    {
        var next = batches.MoveNextAsync().AsTask();
        var gathering = Task.CompletedTask;
        try
        {
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
                await TryAsync("written", () => _writer.WriteAsync(_rows!, _ownership, _position, last, _stop.Token));
                _rows!.Written();
                Volatile.Write(ref _position, last);
                gathering = Task.Delay(commands < BusyCommands ? GatheringTime : BusyGatheringTime, _time, _stop.Token);
            }
        }
        catch
        {
            // The engine must not wait for one who takes no more, and the stream not be left while it is read.
            await _stop.CancelAsync();
            await next.ContinueWith(_ => { }, TaskScheduler.Default);
            throw;
        }
    }

    private long Fold(EventBatch batch)
    {
        foreach (ref readonly var e in batch.Events.Span)
            if (e.Sequence > _position) _rows!.Fold(e);
        return batch.LastSequence;
    }

    /// <summary>Until it works: a database that is away comes back. What is wrong for good ends the loop.</summary>
    private async Task TryAsync(string what, Func<Task> attempt)
    {
        while (true)
        {
            try
            {
                await attempt();
                return;
            }
            catch (Exception e) when (e is not (TablesTakenOverException or InvariantViolation) && !_stop.IsCancellationRequested)
            {
                LogFailed(what, _position, e.Message);
                await Task.Delay(RetryDelay, _time, _stop.Token);
            }
        }
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Error,
        Message = "Tables cannot be {What} after sequence {Sequence}: {Problem}. Trying again.")]
    private partial void LogFailed(string what, long sequence, string problem);
}
