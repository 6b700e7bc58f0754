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

    /// <summary>Decodes a payload into arrays that grow as needed; gives the number of commands.</summary>
    /// <param name="payload">A row's payload.</param>
    /// <param name="commands">The commands.</param>
    /// <param name="times">When each was applied, microseconds since 1970 UTC.</param>
    /// <param name="digest">Of the state after the last one; 0 where the version has none.</param>
    /// <exception cref="InvalidDataException">It is not what <see cref="Add"/> wrote.</exception>
    public static int Read(ReadOnlySpan<byte> payload, ref Command[] commands, ref long[] times, out ulong digest)
    {
        var reader = new ByteReader(payload);
        var version = reader.Byte();
        if (version is 0 or > Version) throw new InvalidDataException("unknown version");
        digest = version == 1 ? 0 : unchecked((ulong)reader.Int64());
        var count = 0;
        for (; !reader.AtEnd; count++)
        {
            if (count == commands.Length)
            {
                Array.Resize(ref commands, count * 2);
                Array.Resize(ref times, count * 2);
            }

            times[count] = reader.Int64();
            commands[count] = CommandCodec.Read(ref reader);
        }

        return count;
    }
}
