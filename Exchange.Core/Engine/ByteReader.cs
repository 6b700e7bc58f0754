using System.Buffers.Binary;
using System.Text;

namespace Exchange.Core.Engine;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. Running past the end throws <see
/// cref="InvalidDataException"/>.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public Int128 Int128() => BinaryPrimitives.ReadInt128LittleEndian(Take(16));

    public UInt128 UInt128() => BinaryPrimitives.ReadUInt128LittleEndian(Take(16));

    public string Text()
    {
        var length = Int32();
        if (length < 0) throw new InvalidDataException("Negative length.");
        return Encoding.UTF8.GetString(Take(length));
    }

    /// <summary>The next bytes as they are.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length) throw new InvalidDataException("Unexpected end of data.");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
