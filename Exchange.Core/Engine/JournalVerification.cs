namespace Exchange.Core.Engine;

/// <summary>What a verification found.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Sequence">The last command.</param>
/// <param name="StateHash">SHA-256 of the replayed state, lower-case hex; null when only the chain was
/// verified.</param>
/// <param name="SnapshotsCompared">Snapshots whose hash equalled the replayed state.</param>
public sealed record JournalVerified(long Rows, long Sequence, string? StateHash, int SnapshotsCompared);

/// <summary>Reads the journal from its first row and proves it whole. Needs no running engine and disturbs
/// none.</summary>
public sealed class JournalVerification
{
    private readonly IJournal _journal;
    private readonly SnapshotStore _snapshots;

    internal JournalVerification(IJournal journal, SnapshotStore snapshots)
    {
        _journal = journal;
        _snapshots = snapshots;
    }

    /// <summary>Verifies the hash chain of all rows.</summary>
    /// <exception cref="JournalCorruptException">Names the first bad row.</exception>
    public async Task<JournalVerified> VerifyChainAsync(CancellationToken cancellationToken)
    {
        var (rows, last, hash) = (0L, 0L, JournalRow.Genesis);
        await foreach (var row in _journal.ReadAsync(0, cancellationToken))
        {
            row.VerifyFollows(last, hash);
            (rows, last, hash) = (rows + 1, row.LastSequence, row.Hash);
        }

        return new JournalVerified(rows, last, null, 0);
    }

    /// <summary>Verifies the chain, replays every command from the first, and compares the state with each stored
    /// snapshot.</summary>
    /// <exception cref="JournalCorruptException">Names the first bad row, or the row where a snapshot
    /// differs.</exception>
    public async Task<JournalVerified> VerifyStateAsync(CancellationToken cancellationToken)
    {
        var expected = await _snapshots.HashesAsync(cancellationToken);
        var (rows, hash, compared) = (0L, JournalRow.Genesis, 0);
        var state = new EngineState();
        var output = new EventBuffer();
        await foreach (var row in _journal.ReadAsync(0, cancellationToken))
        {
            row.VerifyFollows(state.Sequence, hash);
            BatchCodec.Replay(row, state, output);
            output.Clear();
            (rows, hash) = (rows + 1, row.Hash);
            if (!expected.TryGetValue(row.LastSequence, out var snapshotHash)) continue;
            if (!state.ComputeHash().AsSpan().SequenceEqual(snapshotHash))
                throw new JournalCorruptException(row.FirstSequence, "the state after it differs from its snapshot");
            compared++;
        }

        return new JournalVerified(rows, state.Sequence, Convert.ToHexStringLower(state.ComputeHash()), compared);
    }
}
