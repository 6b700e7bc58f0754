using System.Diagnostics.Metrics;

namespace Exchange.Workers;

/// <summary>Runs, failures and durations of jobs, under the meter <c>Exchange.Workers</c>.</summary>
internal sealed class JobInstruments
{
    public const string MeterName = "Exchange.Workers";
    private readonly Counter<long> _runs;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _duration;

    private readonly JobHistory _history;

    public JobInstruments(IMeterFactory meters, JobHistory history)
    {
        _history = history;
        var meter = meters.Create(MeterName);
        _runs = meter.CreateCounter<long>("jobs.runs", description: "Runs that ended well, by job.");
        _failures = meter.CreateCounter<long>("jobs.failures", description: "Runs that failed, by job.");
        _duration = meter.CreateHistogram<double>("jobs.duration_milliseconds", "ms",
            "Time of a run that ended well, by job.");
    }

    public void Ran(string job, double milliseconds)
    {
        var tag = new KeyValuePair<string, object?>("job", job);
        _runs.Add(1, tag);
        _duration.Record(milliseconds, tag);
        _history.Ran(job);
    }

    public void Failed(string job)
    {
        _failures.Add(1, new KeyValuePair<string, object?>("job", job));
        _history.Failed(job);
    }
}
