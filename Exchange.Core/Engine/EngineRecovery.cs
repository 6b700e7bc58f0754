using Microsoft.Extensions.Logging;

namespace Exchange.Core.Engine;

/// <summary>What a start begins with.</summary>
/// <param name="State">The state after the journal's last row.</param>
/// <param name="HeadHash">That row's hash.</param>
internal sealed record Recovered(EngineState State, byte[] HeadHash);

/// <summary>Brings the state back: newest usable snapshot, then every journal row after it, each verified.</summary>
internal sealed partial class EngineRecovery(
    IJournal journal, SnapshotLoader snapshots, EventHub events, TimeProvider time, ILogger<EngineRecovery> logger)
{
    /// <summary>
    /// Recovers, and publishes again the events of every command after <paramref name="projectedSequence"/>, which the
    /// tables do not know yet.
    /// </summary>
    public Task<Recovered> RunAsync(long projectedSequence, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        return snapshots.FromNewestAsync(projectedSequence, from => RunAsync(from, projectedSequence, started, cancellationToken),
            cancellationToken);
    }

    private async Task<Recovered> RunAsync(
        Restored from, long projectedSequence, long started, CancellationToken cancellationToken)
    {
        var loaded = time.GetElapsedTime(started).TotalMilliseconds;
        var recovered = await ReplayAsync(from, projectedSequence, cancellationToken);
        // The digest, not the hash: hashing a million orders would cost the start another second.
        LogRecovered(recovered.State.Sequence, recovered.State.Digest(), from.Point.Sequence, loaded,
            time.GetElapsedTime(started).TotalMilliseconds);
        return recovered;
    }

    private async Task<Recovered> ReplayAsync(Restored from, long projectedSequence, CancellationToken cancellationToken)
    {
        var (state, hash, output) = (from.State, from.Point.Hash, new EventBuffer());
        var replay = new RowReplay(state);
        await foreach (var row in VerifiedRows.After(from.Point, journal, cancellationToken))
        {
            replay.Apply(row, output);
            hash = row.Hash;
            if (row.LastSequence > projectedSequence)
                await events.PublishAsync(
                    new EventBatch(row.FirstSequence, row.LastSequence, output.ToArray()), cancellationToken);
            output.Clear();
        }

        return state.Sequence >= projectedSequence
            ? new Recovered(state, hash)
            : throw new JournalCorruptException(
                state.Sequence + 1, $"it is not there, and the tables know commands up to {projectedSequence}");
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information,
        Message = "Engine recovered at sequence {Sequence}, digest {Digest:x16}, from snapshot {Snapshot} "
            + "(read in {SnapshotMilliseconds} ms), in {Milliseconds} ms.")]
    private partial void LogRecovered(
        long sequence, ulong digest, long snapshot, double snapshotMilliseconds, double milliseconds);
}
