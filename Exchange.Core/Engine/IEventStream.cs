namespace Exchange.Core.Engine;

/// <summary>
/// The door that lets events out, in order and after their commit only. The other interface between the processes of a
/// split installation.
/// </summary>
public interface IEventStream
{
    /// <summary>
    /// All batches whose last sequence is at least <paramref name="fromSequence"/>, beginning with recovery's replay
    /// when the subscription was made before the engine started. A reader that falls behind by <see
    /// cref="MaxBatchesBehind"/> batches or <see cref="MaxEventsBehind"/> events slows the engine down, so read promptly and
    /// hand slow work on. A batch's events may be read until the next batch is asked for; copy what is kept longer.
    /// </summary>
    /// <param name="name">Shown in logs and metrics.</param>
    /// <param name="fromSequence">The first sequence number wanted.</param>
    IAsyncEnumerable<EventBatch> FollowAsync(string name, long fromSequence, CancellationToken cancellationToken);

    /// <summary>How many batches one subscriber may be behind.</summary>
    const int MaxBatchesBehind = 4096;

    /// <summary>How many events one subscriber may be behind; a single batch may hold more.</summary>
    const int MaxEventsBehind = 1 << 20;
}

/// <summary>The events of one committed journal row, or of one stretch of replay.</summary>
/// <param name="FirstSequence">The first command's sequence number.</param>
/// <param name="LastSequence">The last command's sequence number.</param>
/// <param name="Events">The events in order. Shared by all subscribers: read only, and only until the next batch is asked
/// for.</param>
public sealed record EventBatch(long FirstSequence, long LastSequence, ReadOnlyMemory<EngineEvent> Events)
{
    /// <summary>Where the events lie, when the buffer is to be used again.</summary>
    internal EventLease? Lease { get; init; }
}
