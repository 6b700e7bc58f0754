using System.Diagnostics.Metrics;

namespace Exchange.Core.Engine;

/// <summary>What the engine tells the metrics endpoint, under the meter <c>Exchange.Engine</c>.</summary>
public sealed class EngineInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Exchange.Engine";

    private readonly Counter<long> _commands;
    private readonly Histogram<double> _commit;
    private readonly Histogram<double> _batch;
    private readonly Histogram<double> _bytes;
    private readonly Histogram<double> _apply;
    private readonly Histogram<double> _release;
    private readonly Meter _meter;

    /// <summary>Creates the instruments.</summary>
    public EngineInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _commands = _meter.CreateCounter<long>("engine.commands", description: "Commands, by outcome.");
        _commit = _meter.CreateHistogram<double>("engine.commit_milliseconds", "ms", "Time of a journal commit.");
        _batch = _meter.CreateHistogram<double>("engine.batch_size", "commands", "Commands in a journal row.");
        _bytes = _meter.CreateHistogram<double>("engine.row_bytes", "By", "Size of a journal row's payload.");
        _apply = _meter.CreateHistogram<double>("engine.apply_milliseconds", "ms", "Time to apply a row's commands.");
        _release = _meter.CreateHistogram<double>(
            "engine.release_milliseconds", "ms", "Time to fold a row's events into the read state and to answer its callers.");
    }

    internal void Observe(Func<EngineStatus> status)
    {
        _meter.CreateObservableGauge("engine.queue_length", () => status().QueueLength, "commands", "Commands waiting.");
        _meter.CreateObservableGauge(
            "engine.committed_sequence", () => status().CommittedSequence, "commands", "The last durable command.");
        _meter.CreateObservableGauge(
            "engine.running", () => status().Phase == EnginePhase.Running ? 1 : 0, null, "1 while commands are taken.");
    }

    internal void Committed(int commands, int bytes, double milliseconds)
    {
        _bytes.Record(bytes);
        _commit.Record(milliseconds);
        _batch.Record(commands);
    }

    internal void Released(double applyMilliseconds, double releaseMilliseconds)
    {
        _apply.Record(applyMilliseconds);
        _release.Record(releaseMilliseconds);
    }

    internal void Answered(int accepted, int refused)
    {
        if (accepted > 0) _commands.Add(accepted, new KeyValuePair<string, object?>("outcome", "accepted"));
        if (refused > 0) _commands.Add(refused, new KeyValuePair<string, object?>("outcome", "refused"));
    }
}
