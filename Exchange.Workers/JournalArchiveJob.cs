using Exchange.Core.Engine;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Exchange.Workers;

/// <summary>Moves journal rows that no start needs any more into compressed segments.</summary>
[DisallowConcurrentExecution]
internal sealed class JournalArchiveJob(JournalArchive archive, JobInstruments instruments, ILogger<JournalArchiveJob> logger)
    : ScheduledJob(instruments, logger)
{
    public static readonly JobKey Key = new("journal-archive");

    protected override Task RunAsync(CancellationToken cancellationToken) => archive.ArchiveAsync(cancellationToken);
}
