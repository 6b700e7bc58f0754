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

    public static void Write(in Command command, ByteWriter writer)
    {
        writer.Byte((byte)command.Kind);
        switch (command.Kind)
        {
            case CommandKind.PlaceOrder: WritePlaceOrder(command, writer); break;
            case CommandKind.CancelOrder:
                writer.Int64(command.Member.Value);
                writer.Int64(command.Order.Value);
                break;
            case CommandKind.CancelAllOrders: WriteCancelAll(command, writer); break;
            case CommandKind.Transfer:
                writer.Int64(command.Member.Value);
                writer.Int32(command.Currency.Index);
                writer.Int128(command.Amount.Units);
                writer.Text(command.Text!);
                break;
            case CommandKind.DefineCurrency: DefinitionCodec.Write((CurrencyDefinition)command.Body!, writer); break;
            case CommandKind.DefineMarket: DefinitionCodec.Write((MarketDefinition)command.Body!, writer); break;
            case CommandKind.SetMarketState:
                writer.Int32(command.Market!.Value.Index);
                writer.Byte((byte)command.MarketState);
                break;
            case CommandKind.SetFee: DefinitionCodec.Write((FeeScheduleEntry)command.Body!, writer); break;
            case CommandKind.SetMemberGroup:
                writer.Int64(command.Member.Value);
                writer.Text(command.Text!);
                break;
            case CommandKind.PlaceOneCancelsOther:
            case CommandKind.AmendOrder:
            case CommandKind.SetMarketProtection:
            case CommandKind.SetCancelTimer:
            case CommandKind.Advance:
            case CommandKind.None:
            default: throw new InvariantViolation($"No format for {command.Kind}.");
        }
    }

    public static Command Read(ref ByteReader reader)
    {
        var kind = (CommandKind)reader.Byte();
        return kind switch
        {
            CommandKind.PlaceOrder => ReadPlaceOrder(ref reader),
            CommandKind.CancelOrder => Command.CancelOrder(new MemberId(reader.Int64()), new OrderId(reader.Int64())),
            CommandKind.CancelAllOrders => ReadCancelAll(ref reader),
            CommandKind.Transfer => Command.Transfer(
                new MemberId(reader.Int64()), new CurrencyId(reader.Int32()), Amount.FromUnits(reader.Int128()), reader.Text()),
            CommandKind.DefineCurrency => Command.DefineCurrency(DefinitionCodec.ReadCurrency(ref reader)),
            CommandKind.DefineMarket => Command.DefineMarket(DefinitionCodec.ReadMarket(ref reader)),
            CommandKind.SetMarketState =>
                Command.SetMarketState(new MarketId(reader.Int32()), (MarketState)reader.Byte()),
            CommandKind.SetFee => Command.SetFee(DefinitionCodec.ReadFee(ref reader)),
            CommandKind.SetMemberGroup => Command.SetMemberGroup(new MemberId(reader.Int64()), reader.Text()),
            CommandKind.PlaceOneCancelsOther or CommandKind.AmendOrder or CommandKind.SetMarketProtection
                or CommandKind.SetCancelTimer or CommandKind.Advance or CommandKind.None => throw new InvalidDataException("A command of kind 0."),
            _ => throw new InvalidDataException($"Unknown command kind {(byte)kind}: written by a newer version?"),
        };
    }

    private static void WritePlaceOrder(in Command command, ByteWriter writer)
    {
        writer.Int64(command.Member.Value);
        writer.Int32(command.Market!.Value.Index);
        writer.Byte((byte)command.Side!.Value);
        writer.Byte((byte)command.Type);
        writer.Byte((byte)command.TimeInForce);
        writer.Byte(command.PostOnly ? (byte)1 : (byte)0);
        writer.Int64(command.Price.Ticks);
        writer.Int64(command.Quantity.Lots);
        writer.UInt128(command.ClientOrderId.Value);
    }

    private static Command ReadPlaceOrder(ref ByteReader reader)
    {
        var member = new MemberId(reader.Int64());
        var market = new MarketId(reader.Int32());
        var side = (Side)reader.Byte();
        var type = (OrderType)reader.Byte();
        var timeInForce = (TimeInForce)reader.Byte();
        var postOnly = reader.Byte() == 1;
        var price = new Price(reader.Int64());
        var quantity = new Quantity(reader.Int64());
        var clientOrderId = new ClientOrderId(reader.UInt128());
        return type == OrderType.Market
            ? Command.MarketOrder(member, market, side, quantity, price, timeInForce, clientOrderId)
            : Command.LimitOrder(member, market, side, price, quantity, timeInForce, postOnly, clientOrderId);
    }

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
