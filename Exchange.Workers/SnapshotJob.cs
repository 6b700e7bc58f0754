using Exchange.Core.Engine;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Exchange.Workers;

/// <summary>Makes a snapshot when one is due, so that a start replays minutes of journal and not all of it.</summary>
[DisallowConcurrentExecution]
internal sealed class SnapshotJob(ISnapshotRequests snapshots, JobInstruments instruments, ILogger<SnapshotJob> logger)
    : ScheduledJob(instruments, logger)
{
    public static readonly JobKey Key = new("snapshot");

    protected override Task RunAsync(CancellationToken cancellationToken) => snapshots.MakeWhenDueAsync(cancellationToken);
}
