using System.Buffers.Binary;

namespace Exchange.Core.Compliance;

/// <summary>The one fact of EXIF that is needed to see a picture upright.</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const ushort ShortType = 3;
    private const int MaxEntries = 512;
    private const int EntryBytes = 12;
    private const int HeaderBytes = 8;

    /// <summary>The orientation of a TIFF block, 1 to 8; 1 when there is none or it makes no sense.</summary>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < HeaderBytes) return 1;
        var isLittle = tiff.StartsWith("II"u8);
        if (!isLittle && !tiff.StartsWith("MM"u8)) return 1;
        if (Short(tiff[2..], isLittle) != 42) return 1;
        var at = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (at > tiff.Length - 2) return 1;
        var directory = tiff[(int)at..];
        var count = Math.Min((int)Short(directory, isLittle), MaxEntries);
        for (var i = 0; i < count && 2 + (i + 1) * EntryBytes <= directory.Length; i++)
        {
            var entry = directory.Slice(2 + i * EntryBytes, EntryBytes);
            if (Short(entry, isLittle) != Tag || Short(entry[2..], isLittle) != ShortType) continue;
            var value = Short(entry[8..], isLittle);
            return value is >= 1 and <= 8 ? value : 1;
        }

        return 1;
    }

    /// <summary>A TIFF block with nothing but an orientation.</summary>
    public static byte[] Write(int orientation) =>
    [
        .. "MM"u8, 0, 42, 0, 0, 0, 8,
        0, 1, Tag >> 8, Tag & 0xFF, 0, (byte)ShortType, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0,
    ];

    private static ushort Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
