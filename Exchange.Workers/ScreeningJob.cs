using Exchange.Core.Screening;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Exchange.Workers;

/// <summary>Compares with the lists whoever has changed since they were compared, and everybody when a list has.</summary>
[DisallowConcurrentExecution]
internal sealed class ScreeningJob(ScreenMembers members, JobInstruments instruments, ILogger<ScreeningJob> logger)
    : ScheduledJob(instruments, logger)
{
    public static readonly JobKey Key = new("screening");

    protected override Task RunAsync(CancellationToken cancellationToken) => members.ExecuteAsync(cancellationToken);
}
