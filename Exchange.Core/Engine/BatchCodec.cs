namespace Exchange.Core.Engine;

/// <summary>
/// The format of a journal row's payload: a version, the digest of the state after the last command, then each command
/// with its time. Version 1 had no digest.
/// </summary>
internal sealed class BatchCodec
{
    private const byte Version = 2;
    private const int DigestOffset = 1;
    private readonly ByteWriter _writer = new();

    public int Count { get; private set; }

    public int Length => _writer.Length;

    public void Clear()
    {
        _writer.Clear();
        Count = 0;
    }

    public void Add(in Command command, long atMicroseconds)
    {
        if (Count++ == 0)
        {
            _writer.Byte(Version);
            _writer.Int64(0);
        }

        _writer.Int64(atMicroseconds);
        CommandCodec.Write(command, _writer);
    }

    /// <summary>Puts in what the state is like after the last command, so that a replay can tell whether it is the
    /// same.</summary>
    public void SetDigest(EngineState state) => _writer.PatchInt64(DigestOffset, unchecked((long)state.Digest()));

    public byte[] ToPayload() => _writer.ToArray();

    /// <summary>The payload where it lies; good until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Payload => _writer.WrittenMemory;

    /// <summary>Applies every command of a row to a state. Each must be accepted, as it was the first time.</summary>
    public static void Replay(JournalRow row, EngineState state, EventBuffer output)
    {
        try
        {
            Replay(new ByteReader(row.Payload), state, output);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new JournalCorruptException(row.FirstSequence, e.Message);
        }

        if (state.Sequence != row.LastSequence)
            throw new JournalCorruptException(row.FirstSequence, $"it ends at {state.Sequence}, not {row.LastSequence}");
    }

    private static void Replay(ByteReader reader, EngineState state, EventBuffer output)
    {
        var version = reader.Byte();
        if (version is 0 or > Version) throw new InvalidDataException("unknown version");
        var digest = version == 1 ? 0 : unchecked((ulong)reader.Int64());
        while (!reader.AtEnd)
        {
            var at = reader.Int64();
            var command = CommandCodec.Read(ref reader);
            var result = state.Apply(command, state.Sequence + 1, at, output);
            if (!result.IsAccepted || result.Sequence != state.Sequence)
                throw new InvalidDataException($"command {state.Sequence + 1} was refused: {result.Reason}");
        }

        if (digest != 0 && digest != state.Digest())
            throw new InvalidDataException("replaying it gives another state than when it was written");
    }
}
