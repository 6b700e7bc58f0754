namespace Exchange.Core.Engine;

/// <summary>
/// Applies journal rows to a state, one after the other. Each command must be accepted, as it was the first time. A row is
/// decoded before its first command is applied, so that what later ones touch is fetched meanwhile.
/// </summary>
internal sealed class RowReplay(EngineState state)
{
    private readonly CommandPrefetch _prefetch = new(state);
    private Command[] _commands = new Command[64];
    private long[] _times = new long[64];

    /// <summary>Applies every command of a row.</summary>
    /// <exception cref="JournalCorruptException">The row does not hold what its numbers say, or gives another state than when
    /// it was written.</exception>
    public void Apply(JournalRow row, EventBuffer output)
    {
        try
        {
            var count = BatchCodec.Read(row.Payload, ref _commands, ref _times, out var digest);
            Apply(_commands.AsSpan(0, count), output);
            if (digest != 0 && digest != state.Digest())
                throw new InvalidDataException("replaying it gives another state than when it was written");
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new JournalCorruptException(row.FirstSequence, e.Message);
        }

        if (state.Sequence != row.LastSequence)
            throw new JournalCorruptException(row.FirstSequence, $"it ends at {state.Sequence}, not {row.LastSequence}");
    }

    private void Apply(ReadOnlySpan<Command> commands, EventBuffer output)
    {
        for (var i = 0; i < commands.Length; i++)
        {
            _prefetch.Ahead(commands, i);
            var result = state.Apply(commands[i], state.Sequence + 1, _times[i], output);
            if (!result.IsAccepted || result.Sequence != state.Sequence)
                throw new InvalidDataException($"command {state.Sequence + 1} was refused: {result.Reason}");
        }
    }
}
