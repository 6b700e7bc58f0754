namespace Exchange.Core.MarketData;

/// <summary>
/// The newest trades of one market, in a ring of fixed size. Not for several threads; its owner locks.
/// </summary>
internal sealed class MarketTape(int capacity)
{
    private readonly PublicTrade[] _ring = new PublicTrade[capacity];
    private long _added;

    /// <summary>Adds the newest trade; the oldest makes room when the ring is full.</summary>
    public void Add(PublicTrade trade) => _ring[(int)(_added++ % _ring.Length)] = trade;

    /// <summary>Newest first, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<PublicTrade> Newest(int limit)
    {
        var count = (int)Math.Min(Math.Clamp(limit, 0, _ring.Length), _added);
        var newest = new PublicTrade[count];
        for (var i = 0; i < count; i++) newest[i] = _ring[(int)((_added - 1 - i) % _ring.Length)];
        return newest;
    }
}
