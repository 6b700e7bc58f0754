using Exchange.Core.Privacy;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Exchange.Workers;

/// <summary>Erases of closed accounts what is due: after the cooling-off what no law keeps, after the retention the rest.</summary>
[DisallowConcurrentExecution]
internal sealed class ErasureJob(EraseMembers members, JobInstruments instruments, ILogger<ErasureJob> logger)
    : ScheduledJob(instruments, logger)
{
    public static readonly JobKey Key = new("erasure");

    protected override Task RunAsync(CancellationToken cancellationToken) => members.ExecuteAsync(cancellationToken);
}
