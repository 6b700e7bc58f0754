namespace Exchange.Core.Engine;

/// <summary>A running 64-bit mix of numbers (the finalizer of SplitMix64 over each). Not a cryptographic hash.</summary>
internal readonly record struct StateDigest(ulong Value)
{
    public static StateDigest Begin(long value) => default(StateDigest).With(value);

    public StateDigest With(long value) => With(unchecked((ulong)value));

    public StateDigest With(Int128 value) => With(unchecked((ulong)value)).With(unchecked((ulong)(value >> 64)));

    private StateDigest With(ulong value)
    {
        unchecked
        {
            var z = Value + value + 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return new StateDigest(z ^ (z >> 31));
        }
    }
}
