namespace Exchange.Core.Primitives;

/// <summary>Prices moved by hundredths of a percent, and shares of them, in whole ticks.</summary>
public static class BasisPoints
{
    private const int One = 10_000;

    /// <summary>The price moved up, rounded down to a tick.</summary>
    public static Price Above(Price price, int basisPoints) =>
        new((long)Int128.Min((Int128)price.Ticks * (One + basisPoints) / One, long.MaxValue));

    /// <summary>The price moved down, rounded up to a tick; never below 0.</summary>
    public static Price Below(Price price, int basisPoints) =>
        new((long)Int128.Max(((Int128)price.Ticks * (One - basisPoints) + One - 1) / One, 0));

    /// <summary>The share of a price, rounded up to a tick.</summary>
    public static long ShareRoundedUp(Price price, int basisPoints) =>
        (long)(((Int128)price.Ticks * basisPoints + One - 1) / One);
}
