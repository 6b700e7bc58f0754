using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>The binary format of an open order in a snapshot. Its market is said by where it stands.</summary>
internal static class OrderCodec
{
    private const byte IsPostOnly = 1;
    private const byte HasTerms = 2;
    private const byte IsLinked = 4;

    public static void Write(EngineState state, int slot, ByteWriter writer)
    {
        ref var order = ref state.Pool[slot];
        ref var details = ref state.Pool.Details(slot);
        writer.Int64(order.Id.Value);
        writer.Int64(order.Member.Value);
        writer.Byte((byte)((details.PostOnly ? IsPostOnly : 0) | (details.Terms != 0 ? HasTerms : 0) | (order.IsLinked ? IsLinked : 0)));
        writer.Byte((byte)order.Side);
        writer.Byte((byte)details.Type);
        writer.Byte((byte)order.TimeInForce);
        writer.Byte((byte)order.SelfTradePrevention);
        writer.Int64(order.Price.Ticks);
        writer.Int64(order.Remaining.Lots);
        writer.Int64(details.Quantity.Lots);
        writer.Int64(details.Hidden.Lots);
        writer.Int64(details.Display.Lots);
        writer.Int128(details.ExecutedNotional.Units);
        writer.Int32(details.TradeCount);
        writer.Int32(details.MakerRate.PartsPerMillion);
        writer.Int32(details.TakerRate.PartsPerMillion);
        writer.UInt128(details.ClientOrderId.Value);
        writer.Int64(details.CreatedMicroseconds);
        writer.Int64(details.UpdatedMicroseconds);
        writer.Int64(details.ExpiresMicroseconds);
        writer.Int64(details.Sequence);
        if (details.Terms != 0) Write(state.Terms[details.Terms], writer);
    }

    /// <summary>Reads an order into a slot of the pool; it is in no queue yet.</summary>
    public static int Read(ref ByteReader reader, EngineState state, int marketIndex)
    {
        var slot = state.Pool.Take();
        ref var order = ref state.Pool[slot];
        ref var details = ref state.Pool.Details(slot);
        order = new OrderNode { Id = new OrderId(reader.Int64()), Member = new MemberId(reader.Int64()), Market = (ushort)marketIndex };
        var flags = reader.Byte();
        order.IsLinked = (flags & IsLinked) != 0;
        order.Side = (Side)reader.Byte();
        details = new OrderDetails { PostOnly = (flags & IsPostOnly) != 0, Type = (OrderType)reader.Byte() };
        order.TimeInForce = (TimeInForce)reader.Byte();
        order.SelfTradePrevention = (SelfTradePrevention)reader.Byte();
        order.Price = new Price(reader.Int64());
        order.Remaining = new Quantity(reader.Int64());
        details.Quantity = new Quantity(reader.Int64());
        details.Hidden = new Quantity(reader.Int64());
        details.Display = new Quantity(reader.Int64());
        details.ExecutedNotional = Amount.FromUnits(reader.Int128());
        details.TradeCount = reader.Int32();
        details.MakerRate = new FeeRate(reader.Int32());
        details.TakerRate = new FeeRate(reader.Int32());
        details.ClientOrderId = new ClientOrderId(reader.UInt128());
        details.CreatedMicroseconds = reader.Int64();
        details.UpdatedMicroseconds = reader.Int64();
        details.ExpiresMicroseconds = reader.Int64();
        details.Sequence = reader.Int64();
        order.MemberRow = state.RowOf(order.Member);
        if ((flags & HasTerms) != 0) details.Terms = ReadTerms(ref reader, state);
        return slot;
    }

    private static void Write(in OrderTerms terms, ByteWriter writer)
    {
        writer.Int128(terms.Locked.Units);
        writer.Byte((byte)terms.Trigger);
        writer.Int64(terms.TriggerPrice.Ticks);
        writer.Int64(terms.TrailTicks);
        writer.Int32(terms.TrailBasisPoints);
        writer.Int64(terms.Extreme.Ticks);
        writer.Int64(terms.LinkedOrder.Value);
    }

    /// <summary>Linked slots are found when all orders have been read.</summary>
    private static int ReadTerms(ref ByteReader reader, EngineState state)
    {
        var place = state.Terms.Take();
        ref var terms = ref state.Terms[place];
        terms.Locked = Amount.FromUnits(reader.Int128());
        terms.Trigger = (TriggerKind)reader.Byte();
        terms.TriggerPrice = new Price(reader.Int64());
        terms.TrailTicks = reader.Int64();
        terms.TrailBasisPoints = reader.Int32();
        terms.Extreme = new Price(reader.Int64());
        terms.LinkedOrder = new OrderId(reader.Int64());
        return place;
    }
}
