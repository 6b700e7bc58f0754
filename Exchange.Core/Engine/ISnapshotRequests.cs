namespace Exchange.Core.Engine;

/// <summary>Asks the running engine for a snapshot.</summary>
public interface ISnapshotRequests
{
    /// <summary>Takes a snapshot between two commands and returns once it is stored.</summary>
    Task<SnapshotTaken> RequestAsync(CancellationToken cancellationToken);
}

/// <summary>A stored snapshot.</summary>
/// <param name="Sequence">The last command included.</param>
/// <param name="StateHash">SHA-256 of the state, lower-case hex.</param>
/// <param name="Bytes">Its size.</param>
public sealed record SnapshotTaken(long Sequence, string StateHash, int Bytes);
