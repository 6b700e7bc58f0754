using System.Buffers.Binary;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>
/// The journal's format of a command: kind, then the fields that matter to it, little-endian. Kinds and fields are only
/// ever added at the end, never changed.
/// </summary>
internal static class CommandCodec
{
    private const byte HasMarket = 1;
    private const byte HasSide = 2;
    private const int PlainOrderLength = 48;

    /// <summary>The journal's kind of a placement that has conditions or a self-trade mode.</summary>
    private const CommandKind PlaceConditionalOrder = (CommandKind)10;

    public static void Write(in Command command, ByteWriter writer)
    {
        switch (command.Kind)
        {
            case CommandKind.PlaceOrder: WritePlaceOrder(command, writer); break;
            case CommandKind.CancelOrder:
                var cancel = writer.Take(17);
                cancel[0] = (byte)CommandKind.CancelOrder;
                BinaryPrimitives.WriteInt64LittleEndian(cancel[1..], command.Member.Value);
                BinaryPrimitives.WriteInt64LittleEndian(cancel[9..], command.Order.Value);
                break;
            default:
                writer.Byte((byte)command.Kind);
                WriteOther(command, writer);
                break;
        }
    }

    public static Command Read(ref ByteReader reader)
    {
        var kind = (CommandKind)reader.Byte();
        return kind switch
        {
            CommandKind.PlaceOrder => ReadOrder(ref reader, hasMore: false),
            PlaceConditionalOrder => ReadOrder(ref reader, hasMore: true),
            CommandKind.CancelOrder => Command.CancelOrder(new MemberId(reader.Int64()), new OrderId(reader.Int64())),
            CommandKind.CancelAllOrders => ReadCancelAll(ref reader),
            CommandKind.PlaceOneCancelsOther => ReadPair(ref reader),
            CommandKind.AmendOrder => Command.AmendOrder(
                new MemberId(reader.Int64()), new OrderId(reader.Int64()), new Price(reader.Int64()), new Quantity(reader.Int64())),
            CommandKind.SetCancelTimer => Command.SetCancelTimer(
                new MemberId(reader.Int64()), reader.Int64(), (CancelTimerSource)reader.Byte()),
            CommandKind.Advance => Command.Advance(),
            CommandKind.Transfer => Command.Transfer(
                new MemberId(reader.Int64()), new CurrencyId(reader.Int32()), Amount.FromUnits(reader.Int128()), reader.Text()),
            CommandKind.DefineCurrency => Command.DefineCurrency(DefinitionCodec.ReadCurrency(ref reader)),
            CommandKind.DefineMarket => Command.DefineMarket(DefinitionCodec.ReadMarket(ref reader)),
            CommandKind.SetMarketState =>
                Command.SetMarketState(new MarketId(reader.Int32()), (MarketState)reader.Byte()),
            CommandKind.SetMarketProtection => Command.SetMarketProtection(DefinitionCodec.ReadProtection(ref reader)),
            CommandKind.SetFee => Command.SetFee(DefinitionCodec.ReadFee(ref reader)),
            CommandKind.SetMemberGroup => Command.SetMemberGroup(new MemberId(reader.Int64()), reader.Text()),
            CommandKind.None => throw new InvalidDataException("A command of kind 0."),
            _ => throw new InvalidDataException($"Unknown command kind {(byte)kind}: written by a newer version?"),
        };
    }

    private static void WriteOther(in Command command, ByteWriter writer)
    {
        switch (command.Kind)
        {
            case CommandKind.CancelAllOrders: WriteCancelAll(command, writer); break;
            case CommandKind.PlaceOneCancelsOther:
                WriteOrder(command, writer);
                writer.Byte((byte)command.SelfTradePrevention);
                WriteConditions(command.Conditions!, writer);
                break;
            case CommandKind.AmendOrder:
                writer.Int64(command.Member.Value);
                writer.Int64(command.Order.Value);
                writer.Int64(command.Price.Ticks);
                writer.Int64(command.Quantity.Lots);
                break;
            case CommandKind.SetCancelTimer:
                writer.Int64(command.Member.Value);
                writer.Int64(command.DurationMicroseconds);
                writer.Byte((byte)command.TimerSource);
                break;
            case CommandKind.Advance: break;
            case CommandKind.Transfer:
                writer.Int64(command.Member.Value);
                writer.Int32(command.Currency.Index);
                writer.Int128(command.Amount.Units);
                writer.Text(command.Text!);
                break;
            case CommandKind.DefineCurrency: DefinitionCodec.Write((CurrencyDefinition)command.Body!, writer); break;
            case CommandKind.DefineMarket: DefinitionCodec.Write((MarketDefinition)command.Body!, writer); break;
            case CommandKind.SetMarketState:
                writer.Int32(command.MarketIndex);
                writer.Byte((byte)command.MarketState);
                break;
            case CommandKind.SetMarketProtection: DefinitionCodec.Write((MarketProtection)command.Body!, writer); break;
            case CommandKind.SetFee: DefinitionCodec.Write((FeeScheduleEntry)command.Body!, writer); break;
            case CommandKind.SetMemberGroup:
                writer.Int64(command.Member.Value);
                writer.Text(command.Text!);
                break;
            case CommandKind.None:
            case CommandKind.PlaceOrder:
            case CommandKind.CancelOrder:
            default: throw new InvariantViolation($"No format for {command.Kind}.");
        }
    }

    private static void WritePlaceOrder(in Command command, ByteWriter writer)
    {
        var isPlain = command.Body is null && command.SelfTradePrevention == SelfTradePrevention.CancelNewest;
        writer.Byte((byte)(isPlain ? CommandKind.PlaceOrder : PlaceConditionalOrder));
        WriteOrder(command, writer);
        if (isPlain) return;
        writer.Byte((byte)command.SelfTradePrevention);
        WriteConditions(command.Conditions ?? new OrderConditions(), writer);
    }

    private static void WriteOrder(in Command command, ByteWriter writer)
    {
        var bytes = writer.Take(PlainOrderLength)[..PlainOrderLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, command.Member.Value);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], command.MarketIndex);
        bytes[12] = (byte)command.RawSide;
        bytes[13] = (byte)command.Type;
        bytes[14] = (byte)command.TimeInForce;
        bytes[15] = command.PostOnly ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], command.Price.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], command.Quantity.Lots);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[32..], command.ClientOrderId.Value);
    }

    private static Command ReadOrder(ref ByteReader reader, bool hasMore)
    {
        var bytes = reader.Take(PlainOrderLength);
        var member = new MemberId(BinaryPrimitives.ReadInt64LittleEndian(bytes));
        var market = new MarketId(BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]));
        var side = (Side)bytes[12];
        var timeInForce = (TimeInForce)bytes[14];
        var price = new Price(BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]));
        var quantity = new Quantity(BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]));
        var name = new ClientOrderId(BinaryPrimitives.ReadUInt128LittleEndian(bytes[32..]));
        var mode = hasMore ? (SelfTradePrevention)reader.Byte() : default;
        var conditions = hasMore ? ReadConditions(ref reader) : null;
        return (OrderType)bytes[13] == OrderType.Market
            ? Command.MarketOrder(member, market, side, quantity, price, timeInForce, name, mode, conditions)
            : Command.LimitOrder(member, market, side, price, quantity, timeInForce, bytes[15] == 1, name, mode, conditions);
    }

    private static Command ReadPair(ref ByteReader reader)
    {
        var limit = ReadOrder(ref reader, hasMore: true);
        return Command.OneCancelsOther(
            limit.Member, limit.Market!.Value, limit.RawSide, limit.Price, limit.Quantity, limit.Conditions!, limit.TimeInForce,
            limit.ClientOrderId, limit.SelfTradePrevention);
    }

    private static void WriteConditions(OrderConditions conditions, ByteWriter writer)
    {
        writer.Byte((byte)conditions.Trigger);
        writer.Int64(conditions.TriggerPrice.Ticks);
        writer.Int64(conditions.TrailTicks);
        writer.Int32(conditions.TrailBasisPoints);
        writer.Int64(conditions.Display.Lots);
        writer.Int64(conditions.ExpiresMicroseconds);
        writer.Int128(conditions.QuoteAmount.Units);
        writer.Int64(conditions.StopLimitPrice.Ticks);
        writer.UInt128(conditions.StopClientOrderId.Value);
    }

    private static OrderConditions ReadConditions(ref ByteReader reader) => new()
    {
        Trigger = (TriggerKind)reader.Byte(),
        TriggerPrice = new Price(reader.Int64()),
        TrailTicks = reader.Int64(),
        TrailBasisPoints = reader.Int32(),
        Display = new Quantity(reader.Int64()),
        ExpiresMicroseconds = reader.Int64(),
        QuoteAmount = Amount.FromUnits(reader.Int128()),
        StopLimitPrice = new Price(reader.Int64()),
        StopClientOrderId = new ClientOrderId(reader.UInt128()),
    };

    private static void WriteCancelAll(in Command command, ByteWriter writer)
    {
        writer.Int64(command.Member.Value);
        writer.Byte((byte)((command.Market is null ? 0 : HasMarket) | (command.Side is null ? 0 : HasSide)));
        if (command.Market is { } market) writer.Int32(market.Index);
        if (command.Side is { } side) writer.Byte((byte)side);
    }

    private static Command ReadCancelAll(ref ByteReader reader)
    {
        var member = new MemberId(reader.Int64());
        var present = reader.Byte();
        MarketId? market = (present & HasMarket) != 0 ? new MarketId(reader.Int32()) : null;
        Side? side = (present & HasSide) != 0 ? (Side)reader.Byte() : null;
        return Command.CancelAllOrders(member, market, side);
    }
}
