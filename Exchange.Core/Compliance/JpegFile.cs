using System.Buffers.Binary;

namespace Exchange.Core.Compliance;

/// <summary>Takes a JPEG apart into its segments and writes those anew that make the image.</summary>
internal static class JpegFile
{
    private const byte Marker = 0xFF;
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte Adobe = 0xEE;
    private const byte Exif = 0xE1;
    private const int MinFrameBytes = 6;

    public static bool Begins(ReadOnlySpan<byte> file) =>
        file.Length > 3 && file[0] == Marker && file[1] == StartOfImage && file[2] == Marker;

    public static FileProblem TryClean(ReadOnlySpan<byte> file, out byte[] clean)
    {
        clean = [];
        using var kept = new MemoryStream(file.Length);
        var orientation = 1;
        var hasFrame = false;
        var hasScan = false;
        for (var at = 2; at < file.Length;)
        {
            if (file[at] != Marker) return FileProblem.Damaged;
            while (at < file.Length && file[at] == Marker) at++;
            if (at >= file.Length) return FileProblem.Damaged;
            var code = file[at++];
            if (code == EndOfImage)
            {
                if (!hasFrame || !hasScan) return FileProblem.Damaged;
                clean = [Marker, StartOfImage, .. Oriented(orientation), .. kept.ToArray(), Marker, EndOfImage];
                return FileProblem.None;
            }

            if (code is 0 or StartOfImage or (>= 0xD0 and <= 0xD7)) return FileProblem.Damaged;
            if (file.Length - at < 2) return FileProblem.Damaged;
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (length < 2 || length > file.Length - at) return FileProblem.Damaged;
            var segment = file.Slice(at + 2, length - 2);
            if (IsFrame(code))
            {
                if (hasFrame || segment.Length < MinFrameBytes) return FileProblem.Damaged;
                var size = FileInspection.OfSize(
                    BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[1..]));
                if (size != FileProblem.None) return size;
                hasFrame = true;
            }

            if (code == Exif && segment.StartsWith("Exif\0\0"u8)) orientation = ExifOrientation.Read(segment[6..]);
            var end = at + length;
            if (code == StartOfScan)
            {
                if (!hasFrame) return FileProblem.Damaged;
                hasScan = true;
                end = EndOfScan(file, end);
            }

            if (IsKept(code, segment)) kept.Write([Marker, code, .. file[at..end]]);
            at = end;
        }

        return FileProblem.Damaged;
    }

    /// <summary>
    /// Tables, frames, scans and restart intervals; and Adobe's mark, without which some colours come out inverted. No other application
    /// segment and no comment.
    /// </summary>
    private static bool IsKept(byte code, ReadOnlySpan<byte> segment) =>
        code is 0xC4 or 0xCC or 0xDB or 0xDC or 0xDD or StartOfScan || IsFrame(code)
        || (code == Adobe && segment.Length == 12 && segment.StartsWith("Adobe"u8));

    private static bool IsFrame(byte code) => code is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>Coded data goes on until a marker that is neither a stuffed byte nor a restart.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> file, int from)
    {
        for (var at = from; at + 1 < file.Length; at++)
        {
            if (file[at] == Marker && file[at + 1] is not (0 or Marker or (>= 0xD0 and <= 0xD7))) return at;
        }

        return file.Length;
    }

    private static byte[] Oriented(int orientation)
    {
        if (orientation == 1) return [];
        byte[] block = [.. "Exif\0\0"u8, .. ExifOrientation.Write(orientation)];
        var length = block.Length + 2;
        return [Marker, Exif, (byte)(length >> 8), (byte)length, .. block];
    }
}
