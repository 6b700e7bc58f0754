using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>The binary format of a resting order in a snapshot. Market and side are said by where it stands.</summary>
internal static class OrderCodec
{
    public static void Write(in RestingOrder order, ByteWriter writer)
    {
        writer.Int64(order.Id.Value);
        writer.Int64(order.Member.Value);
        writer.Byte(order.PostOnly ? (byte)1 : (byte)0);
        writer.Int64(order.Price.Ticks);
        writer.Int64(order.Quantity.Lots);
        writer.Int64(order.Remaining.Lots);
        writer.Int128(order.ExecutedNotional.Units);
        writer.Int32(order.TradeCount);
        writer.Int32(order.MakerRate.PartsPerMillion);
        writer.Int32(order.TakerRate.PartsPerMillion);
        writer.UInt128(order.ClientOrderId.Value);
        writer.Int64(order.CreatedMicroseconds);
        writer.Int64(order.UpdatedMicroseconds);
    }

    public static RestingOrder Read(ref ByteReader reader, MarketId market, Side side) => new()
    {
        Market = market,
        Side = side,
        Id = new OrderId(reader.Int64()),
        Member = new MemberId(reader.Int64()),
        PostOnly = reader.Byte() == 1,
        Price = new Price(reader.Int64()),
        Quantity = new Quantity(reader.Int64()),
        Remaining = new Quantity(reader.Int64()),
        ExecutedNotional = Amount.FromUnits(reader.Int128()),
        TradeCount = reader.Int32(),
        MakerRate = new FeeRate(reader.Int32()),
        TakerRate = new FeeRate(reader.Int32()),
        ClientOrderId = new ClientOrderId(reader.UInt128()),
        CreatedMicroseconds = reader.Int64(),
        UpdatedMicroseconds = reader.Int64(),
    };
}
