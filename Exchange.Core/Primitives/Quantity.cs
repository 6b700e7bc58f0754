namespace Exchange.Core.Primitives;

/// <summary>A quantity of the base currency inside one market: a count of that market's lot size.</summary>
/// <param name="Lots">The count of lots, 0 or more.</param>
public readonly record struct Quantity(long Lots) : IComparable<Quantity>
{
    /// <summary>Nothing.</summary>
    public static Quantity Zero => default;

    /// <summary>True when nothing is left.</summary>
    public bool IsZero => Lots == 0;

    /// <summary>Adds. Overflow throws.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(checked(left.Lots + right.Lots));

    /// <summary>Subtracts; the result may not be negative.</summary>
    /// <exception cref="InvariantViolation">More is taken than there is.</exception>
    public static Quantity operator -(Quantity left, Quantity right)
    {
        if (left.Lots < right.Lots) ThrowBelowZero(left, right);
        return new Quantity(left.Lots - right.Lots);
    }

    /// <summary>Compares by value.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.Lots < right.Lots;

    /// <summary>Compares by value.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.Lots > right.Lots;

    /// <summary>Compares by value.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.Lots <= right.Lots;

    /// <summary>Compares by value.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.Lots >= right.Lots;

    /// <summary>The smaller of two quantities.</summary>
    public static Quantity Min(Quantity left, Quantity right) => left.Lots <= right.Lots ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => Lots.CompareTo(other.Lots);

    private static void ThrowBelowZero(Quantity left, Quantity right) =>
        throw new InvariantViolation($"Quantity below zero: {left.Lots} - {right.Lots} lots.");
}
