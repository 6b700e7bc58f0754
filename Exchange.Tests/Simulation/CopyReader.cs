using System.Buffers.Binary;
using System.Text;
using Exchange.Core.Ledger;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Projections;

namespace Exchange.Tests.Simulation;

/// <summary>Reads PostgreSQL's binary COPY format field by field, as the database would.</summary>
internal sealed class CopyReader(ReadOnlyMemory<byte> bytes)
{
    private const int HeaderLength = 19;
    private const int NumericHeaderLength = 8;
    private const ushort Negative = 0x4000;
    private int _at = HeaderLength;

    public static IEnumerable<TradeRow> Trades(CopyBuffer buffer)
    {
        var reader = new CopyReader(buffer.Complete());
        while (reader.NextRow(TradeRow.ColumnCount))
        {
            yield return new TradeRow
            {
                Id = reader.Int64(),
                MarketIndex = reader.Int32(),
                PriceTicks = reader.Int64(),
                QuantityLots = reader.Int64(),
                Notional = reader.Amount(),
                TakerSide = (Side)reader.Int16(),
                MakerOrderId = reader.Int64(),
                TakerOrderId = reader.Int64(),
                MakerMemberId = reader.Int64(),
                TakerMemberId = reader.Int64(),
                MakerFee = reader.Amount(),
                TakerFee = reader.Amount(),
                MakerRate = reader.Int32(),
                TakerRate = reader.Int32(),
                AtMicroseconds = reader.Int64(),
            };
        }
    }

    public static IEnumerable<PostingRow> Postings(CopyBuffer buffer)
    {
        var reader = new CopyReader(buffer.Complete());
        while (reader.NextRow(PostingRow.ColumnCount))
        {
            yield return new PostingRow
            {
                Sequence = reader.Int64(),
                Line = reader.Int32(),
                Account = (LedgerAccount)reader.Int32(),
                MemberId = reader.Int64(),
                CurrencyIndex = reader.Int32(),
                Amount = reader.Amount(),
                OrderId = reader.Int64(),
                TradeId = reader.Int64(),
                Reference = reader.Text(),
                AtMicroseconds = reader.Int64(),
            };
        }
    }

    /// <summary>False at the end mark.</summary>
    private bool NextRow(short columns)
    {
        var count = BinaryPrimitives.ReadInt16BigEndian(bytes.Span[_at..]);
        _at += sizeof(short);
        SimulationFailed.Unless(count == columns || count == -1, "INV-21", $"a row of {count} columns instead of {columns}");
        return count == columns;
    }

    private short Int16() => BinaryPrimitives.ReadInt16BigEndian(Field(sizeof(short)));

    private int Int32() => BinaryPrimitives.ReadInt32BigEndian(Field(sizeof(int)));

    private long Int64() => BinaryPrimitives.ReadInt64BigEndian(Field(sizeof(long)));

    private string? Text() => BinaryPrimitives.ReadInt32BigEndian(bytes.Span[_at..]) < 0 ? Null() : Encoding.UTF8.GetString(Field());

    /// <summary>A numeric: count of digits to the base 10,000, weight of the first, sign, scale, digits.</summary>
    private Amount Amount()
    {
        var field = Field();
        var (count, weight) = (BinaryPrimitives.ReadInt16BigEndian(field), BinaryPrimitives.ReadInt16BigEndian(field[2..]));
        Int128 units = 0;
        for (var i = 0; i <= weight; i++)
            units = units * 10_000
                + (i < count ? BinaryPrimitives.ReadInt16BigEndian(field[(NumericHeaderLength + 2 * i)..]) : 0);
        return Exchange.Core.Primitives.Amount.FromUnits(
            BinaryPrimitives.ReadUInt16BigEndian(field[4..]) == Negative ? -units : units);
    }

    private string? Null()
    {
        _at += sizeof(int);
        return null;
    }

    private ReadOnlySpan<byte> Field(int length)
    {
        var field = Field();
        SimulationFailed.Unless(field.Length == length, "INV-21", $"a field of {field.Length} bytes instead of {length}");
        return field;
    }

    private ReadOnlySpan<byte> Field()
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes.Span[_at..]);
        var field = bytes.Span.Slice(_at + sizeof(int), length);
        _at += sizeof(int) + length;
        return field;
    }
}
