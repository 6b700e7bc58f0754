using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exchange.Core.Engine;

/// <summary>
/// Runs the engine: recover, take commands, commit, release. It starts only after all other services have started, so
/// that every follower of events has subscribed before the replay.
/// </summary>
internal sealed partial class EngineHost(
    IJournal journal, EngineRecovery recovery, IProjection projection, Committer committer,
    EngineReadState readState, EventHub events, EngineInstruments instruments, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<EngineHost> logger)
    : IEngine, IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CommandQueue _queue = new(time);
    private volatile Sequencer? _sequencer;
    private volatile string? _failure;
    private volatile bool _isStopping;
    private Task _pipeline = Task.CompletedTask;

    public EngineStatus Status => new(Phase, readState.Sequence, _queue.Length, _failure ?? committer.Problem);

    private EnginePhase Phase
    {
        get
        {
            if (_failure is not null || _isStopping) return EnginePhase.Stopped;
            if (_sequencer is null) return EnginePhase.Recovering;
            return committer.IsStalled ? EnginePhase.Stalled : EnginePhase.Running;
        }
    }

    public ValueTask<CommandResult> SubmitAsync(Command command, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<CommandResult>(cancellationToken);
        if (Phase != EnginePhase.Running) return new(CommandResult.Refused(RejectReason.Unavailable));
        var answer = _queue.TryEnqueue(command, out var submission);
        return answer == QueueAnswer.Queued ? submission.Single : new(CommandResult.Refused(ReasonOf(answer)));
    }

    public ValueTask SubmitTogetherAsync(
        ReadOnlyMemory<Command> commands, Memory<CommandResult> results, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(commands.Length, IEngine.MaxCommandsTogether, nameof(commands));
        ArgumentOutOfRangeException.ThrowIfLessThan(results.Length, commands.Length, nameof(results));
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        if (commands.IsEmpty) return ValueTask.CompletedTask;
        results = results[..commands.Length];
        var reason = RejectReason.Unavailable;
        if (Phase == EnginePhase.Running)
        {
            var answer = _queue.TryEnqueue(commands, results, out var submission);
            if (answer == QueueAnswer.Queued) return submission.Together;
            reason = ReasonOf(answer);
        }

        results.Span.Fill(CommandResult.Refused(reason));
        return ValueTask.CompletedTask;
    }

    public async ValueTask<CommandResult[]> SubmitTogetherAsync(
        ReadOnlyMemory<Command> commands, CancellationToken cancellationToken = default)
    {
        var results = new CommandResult[commands.Length];
        await SubmitTogetherAsync(commands, results, cancellationToken);
        return results;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await journal.AcquireAsync(cancellationToken);
        var projected = await projection.TakeOverAsync(FailTables, cancellationToken);
        var recovered = await recovery.RunAsync(projected, cancellationToken);
        readState.Seed(recovered.State);
        committer.Begin(recovered.HeadHash);
        var sequencer = new Sequencer(recovered.State, _queue, committer, time, Fail);
        var releaser = new Releaser(committer, readState, events, instruments);
        _pipeline = Task.WhenAll(
            GuardAsync(committer.RunAsync(_stop.Token)),
            GuardAsync(Task.Run(() => releaser.RunAsync(_stop.Token), CancellationToken.None)));
        instruments.Observe(() => Status);
        sequencer.Start();
        _sequencer = sequencer;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The web server has stopped by now: everything accepted is committed and released, then followers may
    /// end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        _queue.Close();
        try
        {
            await _pipeline.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _stop.CancelAsync();
        }

        events.Complete();
        await journal.DisposeAsync();
        LogStopped(readState.Sequence);
    }

    public void Dispose()
    {
        _sequencer?.Dispose();
        _stop.Dispose();
    }

    private static RejectReason ReasonOf(QueueAnswer answer) =>
        answer == QueueAnswer.Full ? RejectReason.Busy : RejectReason.Unavailable;

    private async Task GuardAsync(Task stage)
    {
        try
        {
            await stage;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Asked to stop before everything was committed.
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>A process that is asked to stop may be replaced before its last rows are in the tables: the next one writes
    /// them.</summary>
    private void FailTables(Exception e)
    {
        if (_isStopping && e is TablesTakenOverException) LogHandedOver(e.Message);
        else Fail(e);
    }

    /// <summary>Memory may be ahead of the journal: end the process; the next start replays the truth.</summary>
    private void Fail(Exception e)
    {
        _failure = e.Message;
        LogFailed(e, e.Message);
        Environment.ExitCode = e is JournalFencedException or TablesTakenOverException
            ? EngineExitCodes.Fenced
            : EngineExitCodes.Failed;
        _stop.Cancel();
        lifetime.StopApplication();
    }

    [LoggerMessage(EventId = 2010, Level = LogLevel.Critical, Message = "The engine stops: {Problem}")]
    private partial void LogFailed(Exception exception, string problem);

    [LoggerMessage(EventId = 2013, Level = LogLevel.Information, Message = "{Problem} Its rows are left to that one.")]
    private partial void LogHandedOver(string problem);

    [LoggerMessage(EventId = 2011, Level = LogLevel.Information, Message = "Engine stopped at sequence {Sequence}.")]
    private partial void LogStopped(long sequence);
}

/// <summary>How a process ends whose engine gave up.</summary>
public static class EngineExitCodes
{
    /// <summary>Another engine leads.</summary>
    public const int Fenced = 3;

    /// <summary>The journal is damaged or cannot be written, or an invariant broke.</summary>
    public const int Failed = 4;
}
