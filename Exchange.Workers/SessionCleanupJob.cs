using Exchange.Core.Members;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Exchange.Workers;

/// <summary>Removes sign-ins that have expired.</summary>
[DisallowConcurrentExecution]
internal sealed class SessionCleanupJob(
    ExpiredSessionCleanup cleanup, JobInstruments instruments, ILogger<SessionCleanupJob> logger)
    : ScheduledJob(instruments, logger)
{
    public static readonly JobKey Key = new("session-cleanup");

    protected override Task RunAsync(CancellationToken cancellationToken) => cleanup.ExecuteAsync(cancellationToken);
}
