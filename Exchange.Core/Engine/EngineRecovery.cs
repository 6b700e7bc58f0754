using Microsoft.Extensions.Logging;

namespace Exchange.Core.Engine;

/// <summary>What a start begins with.</summary>
/// <param name="State">The state after the journal's last row.</param>
/// <param name="HeadHash">That row's hash.</param>
internal sealed record Recovered(EngineState State, byte[] HeadHash);

/// <summary>Brings the state back: newest intact snapshot, then every journal row after it, each verified.</summary>
internal sealed partial class EngineRecovery(
    IJournal journal, SnapshotStore snapshots, EventHub events, TimeProvider time, ILogger<EngineRecovery> logger)
{
    /// <summary>
    /// Recovers, and publishes again the events of every command after <paramref name="projectedSequence"/>, which the
    /// tables do not know yet.
    /// </summary>
    public async Task<Recovered> RunAsync(long projectedSequence, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var snapshot = await snapshots.FindIntactAsync(projectedSequence, cancellationToken);
        var state = snapshot is null ? new EngineState() : SnapshotCodec.Read(snapshot.Payload);
        var hash = snapshot?.JournalHash ?? JournalRow.Genesis;
        var output = new EventBuffer();
        await foreach (var row in journal.ReadAsync(state.Sequence, cancellationToken))
        {
            row.VerifyFollows(state.Sequence, hash);
            BatchCodec.Replay(row, state, output);
            hash = row.Hash;
            if (row.LastSequence > projectedSequence)
                await events.PublishAsync(
                    new EventBatch(row.FirstSequence, row.LastSequence, output.ToArray()), cancellationToken);
            output.Clear();
        }

        LogRecovered(state.Sequence, Convert.ToHexStringLower(state.ComputeHash()), snapshot?.Sequence ?? 0,
            time.GetElapsedTime(started).TotalMilliseconds);
        return new Recovered(state, hash);
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information,
        Message = "Engine recovered at sequence {Sequence}, state {StateHash}, from snapshot {Snapshot}, in {Milliseconds} ms.")]
    private partial void LogRecovered(long sequence, string stateHash, long snapshot, double milliseconds);
}
