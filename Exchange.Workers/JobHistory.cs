using System.Collections.Concurrent;

namespace Exchange.Workers;

/// <summary>How a job did since the program started.</summary>
/// <param name="Name">The job.</param>
/// <param name="DoneAt">When it last ended well, or null.</param>
/// <param name="FailedAt">When it last failed, or null.</param>
public sealed record JobReport(string Name, DateTimeOffset? DoneAt, DateTimeOffset? FailedAt)
{
    /// <summary>True when its last run failed.</summary>
    public bool IsFailing => FailedAt is { } failed && (DoneAt is null || DoneAt < failed);
}

/// <summary>Remembers the last run of each job, for the people who look after them.</summary>
public sealed class JobHistory(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, JobReport> _reports = new(StringComparer.Ordinal);

    /// <summary>All jobs, also those that have not run yet.</summary>
    public IReadOnlyList<JobReport> Reports =>
    [
        .. JobCatalog.Jobs.Select(job => _reports.GetValueOrDefault(job.Key.Name) ?? new JobReport(job.Key.Name, null, null)),
    ];

    internal void Ran(string job) => _reports[job] = Of(job) with { DoneAt = time.GetUtcNow() };

    internal void Failed(string job) => _reports[job] = Of(job) with { FailedAt = time.GetUtcNow() };

    private JobReport Of(string job) => _reports.GetValueOrDefault(job) ?? new JobReport(job, null, null);
}
