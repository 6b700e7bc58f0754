using System.Security.Cryptography;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Engine;

/// <summary>
/// Makes snapshots without the engine: from the newest snapshot and the committed rows after it, on a state and a thread
/// of its own. So the engine never waits for one, any process can make them, and each is a proof that the one before
/// can be read and that the journal replays.
/// </summary>
internal sealed partial class SnapshotMaker(
    IJournal journal, ISnapshotStore store, SnapshotLoader loader, IProjectionProgress progress,
    IOptions<JournalOptions> options, TimeProvider time, ILogger<SnapshotMaker> logger)
    : ISnapshotRequests, IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task<SnapshotTaken?> MakeWhenDueAsync(CancellationToken cancellationToken)
    {
        var newest = await store.ListAsync(cancellationToken) is [var head, ..] ? head : null;
        var commands = await store.JournalEndAsync(cancellationToken) - (newest?.Sequence ?? 0);
        var age = time.GetUtcNow() - Clock.ToMoment(newest?.MadeAtMicroseconds ?? 0);
        return IsDue(commands, age, options.Value) ? await MakeAsync(cancellationToken) : null;
    }

    /// <summary>Whether it is time for a new one.</summary>
    /// <param name="commands">Commands since the newest.</param>
    /// <param name="age">Time since it was made.</param>
    /// <param name="limits">What is configured.</param>
    public static bool IsDue(long commands, TimeSpan age, JournalOptions limits) =>
        commands >= limits.SnapshotCommands || (commands > 0 && age >= limits.SnapshotTime);

    public async Task<SnapshotTaken> RequestAsync(CancellationToken cancellationToken) =>
        await MakeAsync(cancellationToken)
        ?? throw new InvalidOperationException("Another process is making a snapshot of this exchange now.");

    public void Dispose() => _one.Dispose();

    private async Task<SnapshotTaken?> MakeAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await using var right = await store.TryLockAsync(cancellationToken);
            return right is null
                ? null
                : await LowPriorityThread.RunAsync("exchange snapshot", () => loader.FromNewestAsync(
                    long.MaxValue, from => BuildAsync(from, cancellationToken), cancellationToken));
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<SnapshotTaken> BuildAsync(Restored from, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (state, hash, output) = (from.State, from.Point.Hash, new EventBuffer());
        var replay = new RowReplay(state);
        await foreach (var row in VerifiedRows.After(from.Point, journal, cancellationToken))
        {
            replay.Apply(row, output);
            output.Clear();
            hash = row.Hash;
        }

        var content = SnapshotCodec.Write(state);
        var stateHash = SHA256.HashData(content);
        var taken = new SnapshotTaken(state.Sequence, Convert.ToHexStringLower(stateHash), content.Length);
        if (state.Sequence == from.Point.Sequence) return taken;
        await store.SaveAsync(
            new Snapshot
            {
                Sequence = state.Sequence,
                StateHash = stateHash,
                JournalHash = hash,
                Bytes = content.Length,
                MadeAtMicroseconds = Clock.ToMicroseconds(time.GetUtcNow()),
            }, content, await progress.ProjectedSequenceAsync(cancellationToken), cancellationToken);
        LogMade(taken.Sequence, taken.StateHash, taken.Bytes, from.Point.Sequence, time.GetElapsedTime(started).TotalMilliseconds);
        return taken;
    }

    [LoggerMessage(EventId = 2012, Level = LogLevel.Information,
        Message = "Snapshot at sequence {Sequence}, state {StateHash}, {Bytes} bytes, built from snapshot {From} in {Milliseconds} ms.")]
    private partial void LogMade(long sequence, string stateHash, int bytes, long from, double milliseconds);
}
