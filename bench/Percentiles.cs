namespace Exchange.Bench;

/// <summary>Latencies in ticks of some unit, sorted once.</summary>
internal sealed class Percentiles
{
    private readonly long[] _sorted;

    public Percentiles(IEnumerable<long> values)
    {
        _sorted = [.. values];
        Array.Sort(_sorted);
    }

    public long this[double percent] =>
        _sorted.Length == 0 ? 0 : _sorted[Math.Min(_sorted.Length - 1, (int)(_sorted.Length * percent / 100))];
}
