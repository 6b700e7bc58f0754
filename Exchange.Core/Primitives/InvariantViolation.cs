namespace Exchange.Core.Primitives;

/// <summary>Something that must never happen did. The engine stops rather than go on with a state it cannot
/// trust.</summary>
public sealed class InvariantViolation : Exception
{
    /// <summary>States which invariant broke, with the numbers.</summary>
    public InvariantViolation(string message) : base(message)
    {
    }

    /// <summary>Throws when <paramref name="condition"/> does not hold.</summary>
    public static void Unless(bool condition, string message)
    {
        if (!condition) throw new InvariantViolation(message);
    }
}
