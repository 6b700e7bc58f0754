using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Exchange.Web.Operations;

/// <summary>How a metric is written in the Prometheus text format.</summary>
internal enum MetricType
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>One instrument with its values by label set. Safe for any thread.</summary>
internal sealed class MetricSeries
{
    /// <summary>
    /// Label sets kept per instrument; more are dropped, so that no caller can fill the memory by inventing labels.
    /// </summary>
    public const int MaxLabelSets = 1000;

    private static readonly double[] Milliseconds = [0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000];
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] Counts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
    private readonly SortedDictionary<string, double[]> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (KeyValuePair<string, object?>[] Tags, double[] Cells)> _known = [];
    private readonly bool _isTotal;
    private readonly double[] _bounds;

    public MetricSeries(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        Type = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? MetricType.Counter
            : kind == typeof(Histogram<>) ? MetricType.Histogram : MetricType.Gauge;
        // Counters and up-down counters report changes; observable instruments and gauges report the value itself.
        _isTotal = instrument.IsObservable || kind == typeof(Gauge<>);
        _bounds = instrument.Unit switch { "ms" => Milliseconds, "s" => Seconds, _ => Counts };
        Name = NameOf(instrument.Name, Type);
        Description = instrument.Description ?? instrument.Name;
    }

    public string Name { get; }

    public MetricType Type { get; }

    private string Description { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_values)
        {
            if (CellsOf(tags) is not { } cells) return;
            if (Type == MetricType.Histogram) Observe(cells, value);
            else cells[0] = _isTotal ? value : cells[0] + value;
        }
    }

    public void Write(StringBuilder output)
    {
        lock (_values)
        {
            if (_values.Count == 0) return;
            output.Append("# HELP ").Append(Name).Append(' ').Append(Escaped(Description, quotes: false)).Append('\n');
            output.Append("# TYPE ").Append(Name).Append(' ').Append(Type.ToString().ToLowerInvariant()).Append('\n');
            foreach (var (labels, cells) in _values)
            {
                if (Type == MetricType.Histogram) WriteHistogram(output, labels, cells);
                else WriteSample(output, Name, labels, cells[0]);
            }
        }
    }

    /// <summary>
    /// Where a set of labels is counted; null when there are too many. A set that came before is found without making text
    /// of it: the web server records a set with every request.
    /// </summary>
    private double[]? CellsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = HashOf(tags);
        if (_known.TryGetValue(hash, out var known) && AreSame(tags, known.Tags)) return known.Cells;
        var labels = LabelsOf(tags);
        if (!_values.TryGetValue(labels, out var cells))
        {
            if (_values.Count >= MaxLabelSets) return null;
            _values[labels] = cells = new double[Type == MetricType.Histogram ? _bounds.Length + 2 : 1];
        }

        if (known.Tags is not null || _known.Count < MaxLabelSets) _known[hash] = (tags.ToArray(), cells);
        return cells;
    }

    private static bool AreSame(ReadOnlySpan<KeyValuePair<string, object?>> some, KeyValuePair<string, object?>[] others)
    {
        if (some.Length != others.Length) return false;
        for (var i = 0; i < others.Length; i++)
            if (some[i].Key != others[i].Key || !Equals(some[i].Value, others[i].Value)) return false;
        return true;
    }

    private static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = default(HashCode);
        foreach (var (_, value) in tags) hash.Add(value);
        return hash.ToHashCode();
    }

    /// <summary>Cells: one count per bucket, the count beyond the last bound, the sum.</summary>
    private void Observe(double[] cells, double value)
    {
        var bucket = 0;
        while (bucket < _bounds.Length && value > _bounds[bucket]) bucket++;
        cells[bucket]++;
        cells[^1] += value;
    }

    private void WriteHistogram(StringBuilder output, string labels, double[] cells)
    {
        var count = 0d;
        for (var i = 0; i <= _bounds.Length; i++)
        {
            count += cells[i];
            var bound = i < _bounds.Length ? Number(_bounds[i]) : "+Inf";
            var separator = labels.Length == 0 ? "" : ",";
            WriteSample(output, Name + "_bucket", $"{labels}{separator}le=\"{bound}\"", count);
        }

        WriteSample(output, Name + "_sum", labels, cells[^1]);
        WriteSample(output, Name + "_count", labels, count);
    }

    private static void WriteSample(StringBuilder output, string name, string labels, double value)
    {
        output.Append(name);
        if (labels.Length > 0) output.Append('{').Append(labels).Append('}');
        output.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string NameOf(string name, MetricType type)
    {
        var safe = Safe(name);
        return type == MetricType.Counter && !safe.EndsWith("_total", StringComparison.Ordinal)
            ? safe + "_total" : safe;
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0) return "";
        var labels = new List<string>(tags.Length);
        foreach (var (key, value) in tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            labels.Add($"{Safe(key)}=\"{Escaped(text, quotes: true)}\"");
        }

        labels.Sort(StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    private static string Safe(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_'));

    private static string Escaped(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n",
            StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
