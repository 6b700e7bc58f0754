using System.Security.Cryptography;

namespace Exchange.Tests.Simulation;

/// <summary>The state after some command, and the hash of the journal row that ends there.</summary>
internal sealed record SimulatedSnapshot(long Sequence, byte[] Payload, byte[] StateHash)
{
    public byte[] JournalHash { get; init; } = [];

    /// <summary>True when the payload is what was written.</summary>
    public bool IsIntact => SHA256.HashData(Payload).AsSpan().SequenceEqual(StateHash);
}
