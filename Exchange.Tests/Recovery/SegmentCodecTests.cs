using Exchange.Core.Engine;

namespace Exchange.Tests.Recovery;

public sealed class SegmentCodecTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        var rows = Rows(100);
        var segment = SegmentCodec.Write(rows, JournalRow.Genesis);
        var read = SegmentCodec.Read(segment, segment.Payload!);
        Assert.Equal(rows.Select(Text), read.Select(Text));
        Assert.True(segment.Bytes < segment.RawBytes / 2);
    }

    [Fact]
    public void Every_bit_counts()
    {
        var segment = SegmentCodec.Write(Rows(5), JournalRow.Genesis);
        for (var bit = 0; bit < segment.Bytes * 8; bit++)
        {
            var content = (byte[])segment.Payload!.Clone();
            content[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<JournalCorruptException>(() => SegmentCodec.Read(segment, content));
        }
    }

    /// <summary>With all hashes of the segment itself made right again, the chain still tells.</summary>
    [Fact]
    public void A_forged_segment_does_not_fit_into_the_chain()
    {
        var rows = Rows(5);
        var segment = SegmentCodec.Write(rows, JournalRow.Genesis);
        rows[2].Payload[0] ^= 1;
        var forged = SegmentCodec.Write(rows, JournalRow.Genesis);
        Assert.Throws<JournalCorruptException>(() => SegmentCodec.Read(forged, forged.Payload!));
        Assert.Throws<JournalCorruptException>(() => SegmentCodec.Read(segment, forged.Payload!));
    }

    private static List<JournalRow> Rows(int count)
    {
        var random = new Random(1);
        var rows = new List<JournalRow>();
        var hash = JournalRow.Genesis;
        for (var first = 1L; rows.Count < count;)
        {
            var payload = new byte[random.Next(1, 300)];
            random.NextBytes(payload.AsSpan(0, payload.Length / 10));
            var last = first + random.Next(3);
            hash = JournalRow.ComputeHash(hash, first, last, payload);
            rows.Add(new JournalRow { FirstSequence = first, LastSequence = last, Payload = payload, Hash = hash });
            first = last + 1;
        }

        return rows;
    }

    private static string Text(JournalRow row) =>
        $"{row.FirstSequence} {row.LastSequence} {Convert.ToHexString(row.Payload)} {Convert.ToHexString(row.Hash)}";
}
