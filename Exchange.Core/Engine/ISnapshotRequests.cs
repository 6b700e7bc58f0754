namespace Exchange.Core.Engine;

/// <summary>Makes snapshots of what is committed, while the engine goes on. Works in any process that reaches the
/// database.</summary>
public interface ISnapshotRequests
{
    /// <summary>Makes a snapshot of every command that is committed by now, and returns once it is stored; when there is no
    /// new command, the newest snapshot stands.</summary>
    /// <exception cref="InvalidOperationException">Another process is making one.</exception>
    Task<SnapshotTaken> RequestAsync(CancellationToken cancellationToken);

    /// <summary>Makes a snapshot when enough commands or time have gone by since the last; null when not, or when another
    /// process is making one.</summary>
    Task<SnapshotTaken?> MakeWhenDueAsync(CancellationToken cancellationToken);
}

/// <summary>A stored snapshot.</summary>
/// <param name="Sequence">The last command included.</param>
/// <param name="StateHash">SHA-256 of the state, lower-case hex.</param>
/// <param name="Bytes">Its size.</param>
public sealed record SnapshotTaken(long Sequence, string StateHash, int Bytes);
