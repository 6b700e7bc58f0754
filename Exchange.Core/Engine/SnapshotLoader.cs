using Microsoft.Extensions.Logging;

namespace Exchange.Core.Engine;

/// <summary>A place in the journal: after a command, with the hash of the row that ends there.</summary>
/// <param name="Sequence">The command; 0 before the first.</param>
/// <param name="Hash">The row's hash.</param>
internal sealed record JournalPoint(long Sequence, byte[] Hash)
{
    public static readonly JournalPoint Start = new(0, JournalRow.Genesis);
}

/// <summary>A state and where in the journal it stands.</summary>
internal sealed record Restored(EngineState State, JournalPoint Point)
{
    public static Restored Nothing() => new(new EngineState(), JournalPoint.Start);
}

/// <summary>Finds the snapshot to begin with. One that is damaged, or written by another version, is passed over and
/// named in the log.</summary>
internal sealed partial class SnapshotLoader(ISnapshotStore store, ILogger<SnapshotLoader> logger)
{
    /// <summary>
    /// Goes on from the newest snapshot at or before a sequence that can be used, or from before the first command. When
    /// the journal then turns out not to go through the snapshot, an older one is tried.
    /// </summary>
    public async Task<T> FromNewestAsync<T>(long atMostSequence, Func<Restored, Task<T>> goOn, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await goOn(await NewestAsync(atMostSequence, cancellationToken));
            }
            catch (JournalPointException e)
            {
                LogForeign(e.Sequence);
                atMostSequence = e.Sequence - 1;
            }
        }
    }

    private async Task<Restored> NewestAsync(long atMostSequence, CancellationToken cancellationToken)
    {
        foreach (var snapshot in await store.ListAsync(cancellationToken))
        {
            if (snapshot.Sequence > atMostSequence) continue;
            if (await store.LoadAsync(snapshot, cancellationToken) is not { } content) LogDamaged(snapshot.Sequence);
            else if (TryRead(snapshot, content) is { } state)
                return new Restored(state, new JournalPoint(snapshot.Sequence, snapshot.JournalHash));
        }

        return Restored.Nothing();
    }

    private EngineState? TryRead(Snapshot snapshot, byte[] content)
    {
        try
        {
            var state = SnapshotCodec.Read(content);
            if (state.Sequence == snapshot.Sequence) return state;
            LogUnusable(snapshot.Sequence, $"it holds the state after {state.Sequence}");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever its content does to the reader, an older snapshot or the journal has the truth.
            LogUnusable(snapshot.Sequence, e.Message);
        }

        return null;
    }

    [LoggerMessage(EventId = 2020, Level = LogLevel.Warning,
        Message = "Snapshot {Sequence} is damaged: its content does not match its hash. Going on without it.")]
    private partial void LogDamaged(long sequence);

    [LoggerMessage(EventId = 2021, Level = LogLevel.Warning, Message = "Snapshot {Sequence} cannot be used: {Problem}. "
        + "Going on without it.")]
    private partial void LogUnusable(long sequence, string problem);

    [LoggerMessage(EventId = 2022, Level = LogLevel.Error,
        Message = "Snapshot {Sequence} is of another journal: another row stands at its place. Going on without it.")]
    private partial void LogForeign(long sequence);
}
