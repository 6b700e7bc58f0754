using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Exchange.Core.Engine;

/// <summary>
/// One row of the journal: the commands of one batch. Each row's hash covers the hash of the row before, so no row can
/// be changed, dropped or put in between without notice.
/// </summary>
public sealed class JournalRow
{
    /// <summary>The hash "before" the first row.</summary>
    public static readonly byte[] Genesis = new byte[SHA256.HashSizeInBytes];

    /// <summary>The first command's sequence number. The key: a second writer of the same number is refused by the
    /// database.</summary>
    public long FirstSequence { get; set; }

    /// <summary>The last command's sequence number.</summary>
    public long LastSequence { get; set; }

    /// <summary>The commands, as <see cref="BatchCodec"/> writes them.</summary>
    public byte[] Payload { get; set; } = [];

    /// <summary>The payload where the engine wrote it, until the append has ended; <see cref="Payload"/> of a row that was
    /// read.</summary>
    internal ReadOnlyMemory<byte> Written { get => field.IsEmpty ? Payload : field; set; }

    /// <summary>SHA-256 of the previous row's hash, both numbers and the payload.</summary>
    public byte[] Hash { get; set; } = [];

    /// <summary>The hash that a row must have.</summary>
    public static byte[] ComputeHash(ReadOnlySpan<byte> previousHash, long first, long last, ReadOnlySpan<byte> payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return ComputeHash(hash, previousHash, first, last, payload);
    }

    /// <summary>The same with a hasher that is used again.</summary>
    internal static byte[] ComputeHash(
        IncrementalHash hash, ReadOnlySpan<byte> previousHash, long first, long last, ReadOnlySpan<byte> payload)
    {
        Span<byte> numbers = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, first);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], last);
        hash.AppendData(previousHash);
        hash.AppendData(numbers);
        hash.AppendData(payload);
        return hash.GetHashAndReset();
    }

    /// <summary>Throws when this row does not follow the row before it.</summary>
    /// <exception cref="JournalCorruptException">The row is torn, altered or out of order.</exception>
    public void VerifyFollows(long previousLastSequence, ReadOnlySpan<byte> previousHash)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        VerifyFollows(previousLastSequence, previousHash, hash);
    }

    /// <summary>The same with a hasher that is used again.</summary>
    internal void VerifyFollows(long previousLastSequence, ReadOnlySpan<byte> previousHash, IncrementalHash hash)
    {
        if (FirstSequence != previousLastSequence + 1 || LastSequence < FirstSequence)
            throw new JournalCorruptException(FirstSequence,
                $"numbers {FirstSequence} to {LastSequence} do not follow {previousLastSequence}");
        if (!ComputeHash(hash, previousHash, FirstSequence, LastSequence, Payload).AsSpan().SequenceEqual(Hash))
            throw new JournalCorruptException(FirstSequence, "its hash does not match its content and the row before it");
    }
}

/// <summary>Where the rows are kept.</summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>
    /// Becomes the only writer. Waits a while for a previous writer to vanish, then gives up.
    /// </summary>
    /// <exception cref="JournalFencedException">Another engine writes this journal.</exception>
    Task AcquireAsync(CancellationToken cancellationToken);

    /// <summary>All rows whose last sequence is above <paramref name="afterSequence"/>, in order, unverified.</summary>
    IAsyncEnumerable<JournalRow> ReadAsync(long afterSequence, CancellationToken cancellationToken);

    /// <summary>
    /// Appends a row and returns once it is durable. May be called again with the same row after a failure: a row that
    /// did get in counts as appended.
    /// </summary>
    /// <exception cref="JournalFencedException">Another engine has appended a row with this number.</exception>
    Task AppendAsync(JournalRow row, CancellationToken cancellationToken);
}

/// <summary>A row of the journal is torn, altered or missing. The engine refuses to start rather than guess.</summary>
public sealed class JournalCorruptException(long firstSequence, string what)
    : Exception($"Journal row {firstSequence} is damaged: {what}. Restore it from a backup; do not delete it.")
{
    /// <summary>The row's first sequence number.</summary>
    public long FirstSequence { get; } = firstSequence;
}

/// <summary>Another engine leads. This one steps down.</summary>
public sealed class JournalFencedException(string message) : Exception(message);
