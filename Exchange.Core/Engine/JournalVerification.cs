using System.Security.Cryptography;

namespace Exchange.Core.Engine;

/// <summary>What a verification found.</summary>
/// <param name="From">The command after which it began; 0 for the first.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Sequence">The last command.</param>
/// <param name="StateHash">SHA-256 of the replayed state, lower-case hex; null when only the chain was
/// verified.</param>
/// <param name="Digest">The state in one number, as a start logs it; 0 when only the chain was verified.</param>
/// <param name="SnapshotsCompared">Snapshots whose state equalled the replayed state.</param>
/// <param name="SnapshotsPassedOver">Snapshots of another version, which cannot be compared.</param>
public sealed record JournalVerified(
    long From, long Rows, long Sequence, string? StateHash, ulong Digest, int SnapshotsCompared, int SnapshotsPassedOver);

/// <summary>A snapshot is not what a replay of the journal gives.</summary>
public sealed class SnapshotDiffersException(long sequence, string difference)
    : Exception($"Snapshot {sequence} is not what the journal gives: {difference}.")
{
    /// <summary>The snapshot's sequence.</summary>
    public long Sequence { get; } = sequence;
}

/// <summary>Reads the journal and proves it whole. Needs no running engine and disturbs none.</summary>
public sealed class JournalVerification
{
    private readonly IJournal _journal;
    private readonly ISnapshotStore _snapshots;
    private readonly VerifiedPointStore _points;

    internal JournalVerification(IJournal journal, ISnapshotStore snapshots, VerifiedPointStore points) =>
        (_journal, _snapshots, _points) = (journal, snapshots, points);

    /// <summary>Verifies the hash chain from where the last call ended, and remembers where this one does.</summary>
    /// <exception cref="JournalCorruptException">Names the first bad row.</exception>
    public async Task<JournalVerified> VerifyNewRowsAsync(CancellationToken cancellationToken)
    {
        var from = await _points.ReadAsync(cancellationToken) ?? JournalPoint.Start;
        var (rows, point) = (0L, from);
        try
        {
            await foreach (var row in VerifiedRows.After(from, _journal, cancellationToken))
                (rows, point) = (rows + 1, new JournalPoint(row.LastSequence, row.Hash));
        }
        catch (JournalPointException e)
        {
            throw new JournalCorruptException(e.Sequence, "another row stands there than the one that was verified");
        }

        if (rows > 0) await _points.WriteAsync(point, cancellationToken);
        return new JournalVerified(from.Sequence, rows, point.Sequence, null, 0, 0, 0);
    }

    /// <summary>
    /// Verifies the chain, replays every command, and compares the state with each snapshot on the way.
    /// </summary>
    /// <param name="fromSequence">0 for the first command, or the sequence of a snapshot to begin with.</param>
    /// <exception cref="JournalCorruptException">Names the first bad row.</exception>
    /// <exception cref="SnapshotDiffersException">Names the first snapshot that differs, and in what.</exception>
    /// <exception cref="ArgumentException">There is no such snapshot.</exception>
    public async Task<JournalVerified> VerifyStateAsync(long fromSequence, CancellationToken cancellationToken)
    {
        var snapshots = (await _snapshots.ListAsync(cancellationToken)).ToDictionary(s => s.Sequence);
        var from = fromSequence == 0 ? Restored.Nothing() : await RestoreAsync(snapshots, fromSequence, cancellationToken);
        var (state, output, rows, compared, passedOver) = (from.State, new EventBuffer(), 0L, 0, 0);
        var replay = new RowReplay(state);
        try
        {
            await foreach (var row in VerifiedRows.After(from.Point, _journal, cancellationToken))
            {
                replay.Apply(row, output);
                output.Clear();
                rows++;
                if (!snapshots.Remove(row.LastSequence, out var snapshot)) continue;
                if (await CompareAsync(snapshot, row.Hash, state, cancellationToken)) compared++;
                else passedOver++;
            }
        }
        catch (JournalPointException e)
        {
            throw new SnapshotDiffersException(e.Sequence, "the hash it notes is not that of the row it stands at");
        }

        foreach (var left in snapshots.Keys.Where(s => s > fromSequence).Order())
            throw new SnapshotDiffersException(left, "no row of the journal ends there");
        var hash = Convert.ToHexStringLower(state.ComputeHash());
        return new JournalVerified(fromSequence, rows, state.Sequence, hash, state.Digest(), compared, passedOver);
    }

    private async Task<Restored> RestoreAsync(
        Dictionary<long, Snapshot> snapshots, long sequence, CancellationToken cancellationToken)
    {
        if (!snapshots.TryGetValue(sequence, out var snapshot))
        {
            var known = snapshots.Count == 0 ? "none" : string.Join(", ", snapshots.Keys.Order());
            throw new ArgumentException($"There is no snapshot at {sequence}; there is: {known}.", nameof(sequence));
        }

        var content = await ContentAsync(snapshot, cancellationToken);
        return TryRead(content, out var problem) is { } state
            ? new Restored(state, new JournalPoint(sequence, snapshot.JournalHash))
            : throw new ArgumentException($"Snapshot {sequence} cannot be used: {problem}", nameof(sequence));
    }

    /// <summary>False when the snapshot cannot be compared because another version wrote it.</summary>
    private async Task<bool> CompareAsync(
        Snapshot snapshot, byte[] rowHash, EngineState state, CancellationToken cancellationToken)
    {
        var content = await ContentAsync(snapshot, cancellationToken);
        if (!rowHash.AsSpan().SequenceEqual(snapshot.JournalHash))
            throw new SnapshotDiffersException(snapshot.Sequence, "the hash it notes is not that of the row it stands at");
        if (SHA256.HashData(SnapshotCodec.Write(state)).AsSpan().SequenceEqual(snapshot.StateHash)) return true;
        if (TryRead(content, out _) is not { } other) return false;
        throw new SnapshotDiffersException(snapshot.Sequence,
            StateDifference.First(expected: state, actual: other) ?? "its bytes differ though every part that can be named is equal");
    }

    private async Task<byte[]> ContentAsync(Snapshot snapshot, CancellationToken cancellationToken) =>
        await _snapshots.LoadAsync(snapshot, cancellationToken)
        ?? throw new SnapshotDiffersException(snapshot.Sequence, "its content does not match its own hash");

    private static EngineState? TryRead(byte[] content, out string? problem)
    {
        try
        {
            problem = null;
            return SnapshotCodec.Read(content);
        }
        catch (InvalidDataException e)
        {
            problem = e.Message;
            return null;
        }
    }
}
