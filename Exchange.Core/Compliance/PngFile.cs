using System.Buffers.Binary;
using System.IO.Compression;

namespace Exchange.Core.Compliance;

/// <summary>Takes a PNG apart into its chunks and writes those anew that make the image.</summary>
internal static class PngFile
{
    private const int HeaderBytes = 13;
    private const int ChunkOverhead = 12;
    private const int CopyBytes = 64 * 1024;
    private const uint CrcPolynomial = 0xEDB88320;

    private static readonly uint[] CrcTable = MakeCrcTable();

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool Begins(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    public static FileProblem TryClean(ReadOnlySpan<byte> file, out byte[] clean)
    {
        clean = [];
        using var kept = new MemoryStream(file.Length);
        using var data = new MemoryStream();
        ReadOnlySpan<byte> header = default;
        kept.Write(Signature);
        for (var at = Signature.Length; file.Length - at >= ChunkOverhead;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - ChunkOverhead) return FileProblem.Damaged;
            var chunk = file.Slice(at, ChunkOverhead + (int)length);
            var type = chunk.Slice(4, 4);
            var body = chunk.Slice(8, (int)length);
            if (BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]) != Crc(chunk[4..^4])) return FileProblem.Damaged;
            if (header.IsEmpty)
            {
                var problem = OfHeader(type, body);
                if (problem != FileProblem.None) return problem;
                header = body;
            }

            if (type.SequenceEqual("IDAT"u8)) data.Write(body);
            if (type.SequenceEqual("eXIf"u8) && ExifOrientation.Read(body) is var orientation and > 1)
                WriteChunk(kept, "eXIf"u8, ExifOrientation.Write(orientation));
            if (IsKept(type)) kept.Write(chunk);
            at += chunk.Length;
            if (!type.SequenceEqual("IEND"u8)) continue;
            var unpacked = OfData(header, data);
            if (unpacked == FileProblem.None) clean = kept.ToArray();
            return unpacked;
        }

        return FileProblem.Damaged;
    }

    private static FileProblem OfHeader(ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        if (!type.SequenceEqual("IHDR"u8) || body.Length != HeaderBytes) return FileProblem.Damaged;
        if (body[8] is not (1 or 2 or 4 or 8 or 16) || body[9] is not (0 or 2 or 3 or 4 or 6) || body[12] > 1) return FileProblem.Damaged;
        return FileInspection.OfSize(BinaryPrimitives.ReadUInt32BigEndian(body), BinaryPrimitives.ReadUInt32BigEndian(body[4..]));
    }

    /// <summary>What is needed to draw the image in its colours; no text, time, profile, animation or private chunk.</summary>
    private static bool IsKept(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("IHDR"u8) || type.SequenceEqual("PLTE"u8) || type.SequenceEqual("IDAT"u8) || type.SequenceEqual("IEND"u8)
        || type.SequenceEqual("tRNS"u8) || type.SequenceEqual("gAMA"u8) || type.SequenceEqual("cHRM"u8) || type.SequenceEqual("sRGB"u8)
        || type.SequenceEqual("sBIT"u8);

    /// <summary>The data unpack to what the header says, never to more.</summary>
    private static FileProblem OfData(ReadOnlySpan<byte> header, MemoryStream data)
    {
        if (data.Length == 0) return FileProblem.Damaged;
        long width = BinaryPrimitives.ReadUInt32BigEndian(header);
        long height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        var samples = header[9] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var perRow = (width * samples * header[8] + 7) / 8 + 1;
        // Interlaced images have up to seven shorter rows for each, every one with a byte of its own.
        var most = header[12] == 1 ? perRow * height * 2 + 1024 : perRow * height;
        data.Position = 0;
        try
        {
            using var unpacked = new ZLibStream(data, CompressionMode.Decompress);
            var buffer = new byte[CopyBytes];
            var total = 0L;
            int read;
            while ((read = unpacked.Read(buffer)) > 0)
                if ((total += read) > most) return FileProblem.Bomb;
            return header[12] == 1 || total == most ? FileProblem.None : FileProblem.Damaged;
        }
        catch (InvalidDataException)
        {
            return FileProblem.Damaged;
        }
    }

    private static void WriteChunk(MemoryStream to, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, (uint)body.Length);
        to.Write(number);
        byte[] checkedPart = [.. type, .. body];
        to.Write(checkedPart);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(checkedPart));
        to.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes) crc = CrcTable[(crc ^ b) & 0xFF] ^ (crc >> 8);
        return crc ^ uint.MaxValue;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < table.Length; n++)
        {
            var crc = n;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? CrcPolynomial ^ (crc >> 1) : crc >> 1;
            table[n] = crc;
        }

        return table;
    }
}
