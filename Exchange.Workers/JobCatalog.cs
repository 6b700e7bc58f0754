using Quartz;

namespace Exchange.Workers;

/// <summary>A job and its cadence.</summary>
/// <param name="Type">The job's class.</param>
/// <param name="Key">Its name in logs and metrics.</param>
/// <param name="Interval">Time between two starts; the first run is one interval after the program's start.</param>
internal sealed record JobEntry(Type Type, JobKey Key, TimeSpan Interval);

/// <summary>All jobs of the exchange with their cadence, in one list.</summary>
internal static class JobCatalog
{
    public static readonly IReadOnlyList<JobEntry> Jobs =
    [
        new(typeof(SnapshotJob), SnapshotJob.Key, TimeSpan.FromMinutes(1)),
        new(typeof(JournalArchiveJob), JournalArchiveJob.Key, TimeSpan.FromMinutes(5)),
        new(typeof(JournalVerificationJob), JournalVerificationJob.Key, TimeSpan.FromHours(1)),
        new(typeof(ScreeningJob), ScreeningJob.Key, TimeSpan.FromMinutes(1)),
        new(typeof(ErasureJob), ErasureJob.Key, TimeSpan.FromHours(1)),
        new(typeof(SessionCleanupJob), SessionCleanupJob.Key, TimeSpan.FromMinutes(10)),
    ];
}
