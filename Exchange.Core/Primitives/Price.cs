namespace Exchange.Core.Primitives;

/// <summary>A price inside one market: a count of that market's tick size. Zero means "no price".</summary>
/// <param name="Ticks">The count of ticks, 0 or more.</param>
public readonly record struct Price(long Ticks) : IComparable<Price>
{
    /// <summary>True when this is a real price.</summary>
    public bool IsSet => Ticks > 0;

    /// <summary>Compares by value.</summary>
    public static bool operator <(Price left, Price right) => left.Ticks < right.Ticks;

    /// <summary>Compares by value.</summary>
    public static bool operator >(Price left, Price right) => left.Ticks > right.Ticks;

    /// <summary>Compares by value.</summary>
    public static bool operator <=(Price left, Price right) => left.Ticks <= right.Ticks;

    /// <summary>Compares by value.</summary>
    public static bool operator >=(Price left, Price right) => left.Ticks >= right.Ticks;

    /// <inheritdoc/>
    public int CompareTo(Price other) => Ticks.CompareTo(other.Ticks);
}
