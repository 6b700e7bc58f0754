using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Exchange.Core.Engine;

/// <summary>
/// The format of an archived segment: each row's numbers and payload, one after the other, compressed with Brotli. The
/// rows' hashes are not kept: they follow from the content, and the last must come out as noted.
/// </summary>
internal static class SegmentCodec
{
    private const byte Version = 1;

    /// <summary>Beyond this the time rises faster than the size falls.</summary>
    private const int Quality = 4;
    private const int WindowBits = 22;

    /// <summary>Two sequence numbers and the payload's length.</summary>
    private const int RowHead = 20;

    /// <summary>A segment of rows that have been proved to follow one another.</summary>
    public static JournalSegment Write(IReadOnlyList<JournalRow> rows, byte[] previousHash)
    {
        var raw = WriteRows(rows);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(raw.Length)];
        if (!BrotliEncoder.TryCompress(raw, packed, out var length, Quality, WindowBits))
            throw new InvalidOperationException("The segment cannot be compressed.");
        Array.Resize(ref packed, length);
        return new JournalSegment
        {
            FirstSequence = rows[0].FirstSequence,
            LastSequence = rows[^1].LastSequence,
            Rows = rows.Count,
            PreviousHash = previousHash,
            LastHash = rows[^1].Hash,
            ContentHash = SHA256.HashData(packed),
            RawBytes = raw.Length,
            Bytes = length,
            Payload = packed,
        };
    }

    private static byte[] WriteRows(IReadOnlyList<JournalRow> rows)
    {
        var raw = new byte[1 + rows.Sum(r => RowHead + r.Payload.Length)];
        raw[0] = Version;
        var rest = raw.AsSpan(1);
        foreach (var row in rows)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, row.FirstSequence);
            BinaryPrimitives.WriteInt64LittleEndian(rest[8..], row.LastSequence);
            BinaryPrimitives.WriteInt32LittleEndian(rest[16..], row.Payload.Length);
            row.Payload.CopyTo(rest[RowHead..]);
            rest = rest[(RowHead + row.Payload.Length)..];
        }

        return raw;
    }

    /// <summary>The rows of a segment, proved against everything noted of it.</summary>
    /// <exception cref="JournalCorruptException">It is not what was archived.</exception>
    public static List<JournalRow> Read(JournalSegment segment, byte[] content)
    {
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(segment.ContentHash))
            throw Damaged(segment, "its content does not match its hash");
        try
        {
            var raw = new byte[Math.Max(0, segment.RawBytes)];
            if (!BrotliDecoder.TryDecompress(content, raw, out var length) || length != raw.Length)
                throw Damaged(segment, "its content cannot be unpacked");
            var rows = ReadRows(segment, raw);
            var isWhole = rows.Count == segment.Rows && rows[0].FirstSequence == segment.FirstSequence
                && rows[^1].LastSequence == segment.LastSequence && rows[^1].Hash.AsSpan().SequenceEqual(segment.LastHash);
            return isWhole ? rows : throw Damaged(segment, "its rows are not those that were archived");
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw Damaged(segment, e.Message);
        }
    }

    private static List<JournalRow> ReadRows(JournalSegment segment, byte[] raw)
    {
        if (raw.Length == 0 || raw[0] != Version) throw new InvalidDataException("written by a newer version?");
        var rest = raw.AsSpan(1);
        var rows = new List<JournalRow>();
        var hash = segment.PreviousHash;
        while (!rest.IsEmpty)
        {
            var length = rest.Length < RowHead ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest[16..]);
            if (length < 0 || length > rest.Length - RowHead) throw new InvalidDataException("a row in it is torn");
            var row = new JournalRow
            {
                FirstSequence = BinaryPrimitives.ReadInt64LittleEndian(rest),
                LastSequence = BinaryPrimitives.ReadInt64LittleEndian(rest[8..]),
                Payload = rest.Slice(RowHead, length).ToArray(),
            };
            row.Hash = hash = JournalRow.ComputeHash(hash, row.FirstSequence, row.LastSequence, row.Payload);
            rows.Add(row);
            rest = rest[(RowHead + length)..];
        }

        return rows.Count > 0 ? rows : throw new InvalidDataException("it is empty");
    }

    private static JournalCorruptException Damaged(JournalSegment segment, string what) =>
        new(segment.FirstSequence, $"it lies in the archived segment {segment.FirstSequence} to {segment.LastSequence}; {what}");
}
