using System.Buffers.Binary;
using System.Text;
using Exchange.Core.Primitives;

namespace Exchange.Core.Projections;

/// <summary>
/// Rows in PostgreSQL's binary COPY format, in one array that grows and is reused: a row costs no object. The layout is
/// part of PostgreSQL's protocol and does not change.
/// </summary>
internal sealed class CopyBuffer
{
    private const short NumericDigits = 10; // 38 decimal digits in groups of four
    private const ushort NumericNegative = 0x4000;
    private const int NumericBase = 10_000;
    private const int GroupsPerPart = 4;
    private static readonly UInt128 PartDivisor = 10_000_000_000_000_000; // 10,000 to the power of four
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private byte[] _bytes = new byte[64 * 1024];
    private int _length;

    public CopyBuffer() => Clear();

    /// <summary>How many rows are in it.</summary>
    public int RowCount { get; private set; }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        Header.CopyTo(_bytes, 0);
        (_length, RowCount) = (Header.Length, 0);
    }

    /// <summary>Header, rows and end mark: all that COPY wants.</summary>
    public ReadOnlyMemory<byte> Complete()
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(sizeof(short)), -1);
        _length -= sizeof(short); // more rows may follow
        return _bytes.AsMemory(0, _length + sizeof(short));
    }

    public void StartRow(short fields)
    {
        RowCount++;
        BinaryPrimitives.WriteInt16BigEndian(Room(sizeof(short)), fields);
    }

    public void Write(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long)), value);

    public void Write(int value) => BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int)), value);

    public void Write(short value) => BinaryPrimitives.WriteInt16BigEndian(Field(sizeof(short)), value);

    public void Write(bool value) => Field(1)[0] = value ? (byte)1 : (byte)0;

    public void Write(long? value)
    {
        if (value is { } number) Write(number);
        else WriteNull();
    }

    public void Write(bool? value)
    {
        if (value is { } answer) Write(answer);
        else WriteNull();
    }

    public void Write(Guid? value)
    {
        if (value is { } guid) guid.TryWriteBytes(Field(16), bigEndian: true, out _);
        else WriteNull();
    }

    public void Write(string? value)
    {
        if (value is null) WriteNull();
        else Encoding.UTF8.GetBytes(value, Field(Encoding.UTF8.GetByteCount(value)));
    }

    /// <summary>An amount as its whole count of units: digits to the base 10,000, highest first.</summary>
    public void Write(Amount amount)
    {
        Span<short> lowestFirst = stackalloc short[NumericDigits];
        var units = (UInt128)(amount.IsNegative ? -amount.Units : amount.Units);
        var count = 0;
        while (units != 0)
        {
            // One 128-bit division for four groups; the rest is 64-bit arithmetic.
            var (rest, low) = UInt128.DivRem(units, PartDivisor);
            var part = (ulong)low;
            for (var i = 0; i < GroupsPerPart && (part != 0 || rest != 0) && count < NumericDigits; i++)
            {
                lowestFirst[count++] = (short)(part % NumericBase);
                part /= NumericBase;
            }

            units = rest;
        }

        var field = Field((4 + count) * sizeof(short));
        BinaryPrimitives.WriteInt16BigEndian(field, (short)count);
        BinaryPrimitives.WriteInt16BigEndian(field[2..], (short)Math.Max(0, count - 1)); // weight of the first digit
        BinaryPrimitives.WriteUInt16BigEndian(field[4..], amount.IsNegative ? NumericNegative : (ushort)0);
        BinaryPrimitives.WriteInt16BigEndian(field[6..], 0); // no digits after the point
        for (var i = 0; i < count; i++) BinaryPrimitives.WriteInt16BigEndian(field[(8 + 2 * i)..], lowestFirst[count - 1 - i]);
    }

    private void WriteNull() => BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), -1);

    private Span<byte> Field(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), length);
        return Room(length);
    }

    private Span<byte> Room(int length)
    {
        if (_length + length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        var room = _bytes.AsSpan(_length, length);
        _length += length;
        return room;
    }
}
