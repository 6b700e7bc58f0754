namespace Exchange.Bench;

/// <summary>Hears each trade of a book.</summary>
internal interface ITradeSink
{
    /// <summary>Two orders traded; the maker has so much left.</summary>
    void Traded(long maker, long taker, long price, long quantity, long makerLeft);
}

/// <summary>
/// Folds trades, in order, into a number that is easy to compute in any language: FNV-1a over 32-bit words. Two books that
/// made the same trades have the same hash.
/// </summary>
internal sealed class TradeHash : ITradeSink
{
    private const uint Prime = 16_777_619;
    private uint _hash = 2_166_136_261;

    public long Count { get; private set; }

    /// <inheritdoc/>
    public void Traded(long maker, long taker, long price, long quantity, long makerLeft)
    {
        Count++;
        Fold(maker);
        Fold(taker);
        Fold(price);
        Fold(quantity);
    }

    public override string ToString() => $"{Count}:{_hash:x8}";

    private void Fold(long value) => _hash = unchecked((_hash ^ (uint)value) * Prime);
}
