using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace Exchange.Core.Engine;

/// <summary>Reads the journal onwards from a known place and proves each row before anybody sees it.</summary>
internal static class VerifiedRows
{
    /// <summary>Rows go from reader to consumer in chunks of at least this many bytes of payload.</summary>
    private const int ChunkBytes = 256 << 10;

    /// <summary>Chunks that wait for the consumer.</summary>
    private const int ChunksAhead = 8;

    /// <summary>
    /// All rows after a place. They are read and hashed ahead of the consumer, on other threads where there are any.
    /// </summary>
    /// <exception cref="JournalCorruptException">Names the first row that is torn, altered, missing or out of
    /// order.</exception>
    /// <exception cref="JournalPointException">Another row stands at the place.</exception>
    public static async IAsyncEnumerable<JournalRow> After(
        JournalPoint point, IJournal journal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunks = Channel.CreateBounded<List<JournalRow>>(ChunksAhead);
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(point, journal, chunks.Writer, abandoned.Token);
        try
        {
            await foreach (var chunk in chunks.Reader.ReadAllAsync(cancellationToken))
                foreach (var row in chunk) yield return row;
        }
        finally
        {
            await abandoned.CancelAsync();
            await reading;
        }
    }

    private static async Task ReadAsync(
        JournalPoint point, IJournal journal, ChannelWriter<List<JournalRow>> chunks, CancellationToken cancellationToken)
    {
        try
        {
            var chunk = new List<JournalRow>();
            var bytes = 0;
            await foreach (var row in FollowAsync(point, journal, cancellationToken))
            {
                chunk.Add(row);
                bytes += row.Payload.Length;
                if (bytes < ChunkBytes) continue;
                await chunks.WriteAsync(chunk, cancellationToken);
                (chunk, bytes) = ([], 0);
            }

            if (chunk.Count > 0) await chunks.WriteAsync(chunk, cancellationToken);
            chunks.Complete();
        }
        catch (Exception e)
        {
            // The consumer meets it after the rows that were good.
            chunks.Complete(e);
        }
    }

    private static async IAsyncEnumerable<JournalRow> FollowAsync(
        JournalPoint point, IJournal journal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // From one row earlier: the place itself must be in the journal, or what follows proves nothing.
        using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (last, hash, met) = (point.Sequence, point.Hash, point.Sequence == 0);
        await foreach (var row in journal.ReadAsync(Math.Max(0, point.Sequence - 1), cancellationToken))
        {
            if (!met)
            {
                if (row.LastSequence != last || !row.Hash.AsSpan().SequenceEqual(hash)) throw new JournalPointException(last);
                met = true;
                continue;
            }

            row.VerifyFollows(last, hash, hasher);
            (last, hash) = (row.LastSequence, row.Hash);
            yield return row;
        }

        if (!met)
            throw new JournalCorruptException(last, "it is not there, and was when a snapshot was made: committed rows are gone");
    }
}

/// <summary>A snapshot or a note of progress is of another journal: a different row stands at its place.</summary>
internal sealed class JournalPointException(long sequence)
    : Exception($"The journal has no row that ends at {sequence} with the hash noted for it.")
{
    public long Sequence { get; } = sequence;
}
