using System.Diagnostics.Metrics;
using System.Globalization;
using Exchange.Core.Engine;

namespace Exchange.Bench;

/// <summary>Listens to what the engine measures of its stages.</summary>
internal sealed class StageFigures : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<double>> _values = [];
    private readonly MeterListener _listener = new();

    public StageFigures()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == EngineInstruments.MeterName && instrument is Histogram<double>)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
        _listener.Start();
    }

    public void Reset()
    {
        lock (_gate)
            foreach (var values in _values.Values) values.Clear();
    }

    /// <summary>Batches, commits and what each stage costs per durable command.</summary>
    public string Describe(long durable, TimeSpan processor, double seconds)
    {
        var commits = Of("engine.commit_milliseconds");
        var (sizes, bytes) = (Of("engine.batch_size"), Of("engine.row_bytes"));
        return Invariant($"  {commits.Count / seconds:F0} commits/s, batch p50 {At(sizes, 50):F0} p99 {At(sizes, 99):F0} commands, ")
            + Invariant($"{bytes.Sum() / Math.Max(1, durable):F0} bytes per command; commit p50 {At(commits, 50):F2} ms, ")
            + Invariant($"p99 {At(commits, 99):F2} ms; per command: apply {PerCommand("engine.apply_milliseconds", durable):F0} ns, ")
            + Invariant($"commit {PerCommand("engine.commit_milliseconds", durable):F0} ns, ")
            + Invariant($"release {PerCommand("engine.release_milliseconds", durable):F0} ns, ")
            + Invariant($"this process {processor.TotalNanoseconds / Math.Max(1, durable):F0} ns of CPU, ")
            + Invariant($"{processor.TotalSeconds / seconds:F2} cores");
    }

    public void Dispose() => _listener.Dispose();

    private double PerCommand(string name, long durable) => Of(name).Sum() * 1e6 / Math.Max(1, durable);

    private List<double> Of(string name)
    {
        lock (_gate) return [.. _values.GetValueOrDefault(name) ?? []];
    }

    private void Add(string name, double value)
    {
        lock (_gate)
        {
            if (!_values.TryGetValue(name, out var values)) _values[name] = values = [];
            values.Add(value);
        }
    }

    private static double At(List<double> values, double percent)
    {
        values.Sort();
        return values.Count == 0 ? 0 : values[Math.Min(values.Count - 1, (int)(values.Count * percent / 100))];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
