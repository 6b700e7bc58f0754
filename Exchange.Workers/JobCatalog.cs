using Quartz;

namespace Exchange.Workers;

/// <summary>A job and its cadence.</summary>
/// <param name="Type">The job's class.</param>
/// <param name="Key">Its name in logs and metrics.</param>
/// <param name="Interval">Time between two starts; the first run is one interval after the program's start.</param>
/// <param name="NeedsEngine">True when it can only run in the process of the engine.</param>
internal sealed record JobEntry(Type Type, JobKey Key, TimeSpan Interval, bool NeedsEngine);

/// <summary>All jobs of the exchange with their cadence, in one list.</summary>
internal static class JobCatalog
{
    public static readonly IReadOnlyList<JobEntry> Jobs =
    [
        new(typeof(SnapshotJob), SnapshotJob.Key, TimeSpan.FromMinutes(5), NeedsEngine: true),
        new(typeof(JournalVerificationJob), JournalVerificationJob.Key, TimeSpan.FromHours(1), NeedsEngine: false),
        new(typeof(SessionCleanupJob), SessionCleanupJob.Key, TimeSpan.FromMinutes(10), NeedsEngine: false),
    ];
}
