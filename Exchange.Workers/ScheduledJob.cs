using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Exchange.Workers;

/// <summary>
/// What every job of the exchange has in common: a log line at start and end, its runs and failures counted, its
/// exceptions in the form that Quartz expects. The work itself is one call into Core that is safe to repeat.
/// </summary>
internal abstract partial class ScheduledJob(JobInstruments instruments, ILogger logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var name = context.JobDetail.Key.Name;
        var started = Stopwatch.GetTimestamp();
        LogStarted(logger, name);
        try
        {
            await RunAsync(cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            instruments.Ran(name, elapsed);
            LogDone(logger, name, (long)elapsed);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogCanceled(logger, name);
        }
        catch (Exception e)
        {
            instruments.Failed(name);
            LogFailed(logger, e, name);
            throw new JobExecutionException($"The job {name} failed.", e);
        }
    }

    /// <summary>The work.</summary>
    protected abstract Task RunAsync(CancellationToken cancellationToken);

    [LoggerMessage(8001, LogLevel.Debug, "Job {Job} started")]
    private static partial void LogStarted(ILogger logger, string job);

    [LoggerMessage(8002, LogLevel.Information, "Job {Job} done in {Milliseconds} ms")]
    private static partial void LogDone(ILogger logger, string job, long milliseconds);

    [LoggerMessage(8003, LogLevel.Information, "Job {Job} was stopped with the program")]
    private static partial void LogCanceled(ILogger logger, string job);

    [LoggerMessage(8004, LogLevel.Error, "Job {Job} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string job);
}
