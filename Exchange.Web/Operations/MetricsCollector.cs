using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Exchange.Web.Operations;

/// <summary>
/// Listens to the meters of the exchange, the web server, Blazor, the runtime and Npgsql, and writes them for
/// Prometheus.
/// </summary>
internal sealed class MetricsCollector : IHostedService, IDisposable
{
    private static readonly string[] MeterPrefixes =
        ["Exchange.", "Microsoft.AspNetCore.", "System.Runtime", "Npgsql"];

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _collecting = new();

    public MetricsCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (MeterPrefixes.Any(prefix => instrument.Meter.Name.StartsWith(prefix, StringComparison.Ordinal)))
                listener.EnableMeasurementEvents(instrument, SeriesOf(instrument));
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, series) => Record(series, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, series) => Record(series, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, series) => Record(series, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, series) => Record(series, value, tags));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>All metrics in the Prometheus text format, version 0.0.4.</summary>
    public string Write()
    {
        lock (_collecting)
        {
            _listener.RecordObservableInstruments();
            var output = new StringBuilder();
            foreach (var series in _series.Values.OrderBy(s => s.Name, StringComparer.Ordinal)) series.Write(output);
            return output.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Two instruments with one name (a restarted host in one process) share a series.</summary>
    private MetricSeries SeriesOf(Instrument instrument)
    {
        var made = new MetricSeries(instrument);
        return _series.GetOrAdd(made.Name, made);
    }

    private static void Record(object? series, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricSeries)series!).Record(value, tags);
}
