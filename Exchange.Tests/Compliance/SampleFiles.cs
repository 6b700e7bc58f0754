using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Exchange.Tests.Compliance;

/// <summary>Small files made byte by byte, so that a test says what is in them.</summary>
internal static class SampleFiles
{
    /// <summary>Text that must never come out again.</summary>
    public const string Secret = "48.8584N 2.2945E";

    /// <summary>A grey picture in PNG with the given extra chunks before the data.</summary>
    public static byte[] Png(int width = 8, int height = 8, params (string Type, byte[] Body)[] extra)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        Chunk(file, "IHDR", header);
        foreach (var (type, body) in extra) Chunk(file, type, body);
        Chunk(file, "IDAT", Deflated(new byte[(width + 1) * height]));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>A PNG whose data unpack to far more than its picture.</summary>
    public static byte[] PngBomb()
    {
        using var file = new MemoryStream(Png());
        var bytes = file.ToArray();
        var start = bytes.AsSpan(0, 33).ToArray();
        using var made = new MemoryStream();
        made.Write(start);
        Chunk(made, "IDAT", Deflated(new byte[4 << 20]));
        Chunk(made, "IEND", []);
        return made.ToArray();
    }

    /// <summary>A JPEG of the given size: its segments are right, its picture is one grey block.</summary>
    public static byte[] Jpeg(int width = 8, int height = 8, params byte[][] extraSegments)
    {
        using var file = new MemoryStream();
        file.Write([0xFF, 0xD8]);
        Segment(file, 0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        foreach (var segment in extraSegments) file.Write(segment);
        Segment(file, 0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]);
        Segment(file, 0xC0, [8, .. Big(height), .. Big(width), 1, 1, 0x11, 0]);
        Segment(file, 0xC4, [0, .. Counts(), 0]);
        Segment(file, 0xC4, [0x10, .. Counts(), 0]);
        Segment(file, 0xDA, [1, 1, 0, 0, 63, 0]);
        file.Write([0x3F, 0xFF, 0x00, 0x3F, 0xFF, 0xD0, 0x3F]);
        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    /// <summary>A segment of EXIF with an orientation, a position and a comment.</summary>
    public static byte[] Exif(int orientation)
    {
        using var file = new MemoryStream();
        byte[] tiff = [.. "II"u8, 42, 0, 8, 0, 0, 0, 2, 0,
            0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
            0x25, 0x88, 4, 0, 1, 0, 0, 0, 60, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Secret)];
        Segment(file, 0xE1, [.. "Exif\0\0"u8, .. tiff]);
        return file.ToArray();
    }

    /// <summary>A segment with a text in it.</summary>
    public static byte[] Note(byte code)
    {
        using var file = new MemoryStream();
        Segment(file, code, Encoding.ASCII.GetBytes(Secret));
        return file.ToArray();
    }

    /// <summary>A PDF with some pages and a text among its objects.</summary>
    public static byte[] Pdf(int pages = 1, string more = "")
    {
        var text = new StringBuilder("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
            .Append("2 0 obj\n<< /Type /Pages /Kids [] >>\nendobj\n");
        for (var i = 0; i < pages; i++) text.Append("3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n");
        return Encoding.Latin1.GetBytes(text.Append(more).Append("\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n").ToString());
    }

    /// <summary>The same with a packed stream of objects.</summary>
    public static byte[] PdfWithObjects(byte[] objects) => Pdf(
        more: "9 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n"
            + $"{Encoding.Latin1.GetString(Deflated(objects))}\nendstream\nendobj\n");

    public static byte[] Deflated(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) stream.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Big(int number) => [(byte)(number >> 8), (byte)(number & 0xFF)];

    private static byte[] Counts() => [1, .. new byte[15]];

    private static void Segment(MemoryStream to, byte code, byte[] body)
    {
        to.Write([0xFF, code, .. Big(body.Length + 2)]);
        to.Write(body);
    }

    private static void Chunk(MemoryStream to, string type, byte[] body)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. body];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        to.Write(number);
        to.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(named));
        to.Write(number);
    }

    /// <summary>Bit by bit, so that it shares nothing with the code under test.</summary>
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }
}
