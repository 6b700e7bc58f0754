using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>Puts one value into a placement that a careless engine would trip over.</summary>
internal static class HostileValues
{
    public static Command Spoil(Command command, NaiveExchange exchange, Random random, long now)
    {
        var market = exchange.Markets[command.Market!.Value.Index];
        return random.Next(16) switch
        {
            0 => With(command, quantity: Pick(random, 0, -1, 1, long.MaxValue, long.MinValue)),
            1 => With(command, quantity: Pick(
                random, market.MinLots - 1, market.MinLots, market.MaxLots, market.MaxLots + 1)),
            2 => With(command, price: Pick(random, 0, 1, -1, long.MaxValue, market.MinTicks - 1, market.MaxTicks + 1)),
            3 => With(command, price: Pick(random, market.MinTicks, market.MaxTicks)),
            4 => With(command, market: Pick(random, -1, exchange.Markets.Count, int.MaxValue)),
            5 => With(command, side: (Side)Pick(random, 0, 3, 255)),
            6 => With(command, timeInForce: (TimeInForce)Pick(random, 0, 1, 2, 3, 4, 5, 255)),
            7 => With(command, postOnly: true),
            8 => With(command, mode: (SelfTradePrevention)Pick(random, 4, 255)),
            _ => With(command, conditions: Spoil(command, market, random, now)),
        };
    }

    /// <summary>Conditions with one value wrong, or one that does not go with the others.</summary>
    private static OrderConditions Spoil(Command command, NaiveMarket market, Random random, long now)
    {
        var x = command.Conditions ?? new OrderConditions();
        return random.Next(10) switch
        {
            0 => x with { Trigger = (TriggerKind)Pick(random, 0, 1, 2, 3, 4, 255) },
            1 => x with
            {
                TriggerPrice = new Price(Pick(
                    random, 0, -1, 1, market.MinTicks - 1, market.MaxTicks, market.MaxTicks + 1, market.Last ?? 5, long.MaxValue)),
            },
            2 => x with { TrailTicks = Pick(random, 0, -1, 1, market.MaxTicks, market.MaxTicks + 1, long.MaxValue, long.MinValue) },
            3 => x with { TrailBasisPoints = (int)Pick(random, 0, -1, 1, 5_000, 5_001, int.MaxValue, int.MinValue) },
            4 => x with { Display = new Quantity(Pick(random, 0, -1, 1, command.Quantity.Lots, market.MinLots - 1, long.MaxValue)) },
            5 => x with { ExpiresMicroseconds = Pick(random, 0, -1, 1, now, now + 1, now - 1, long.MaxValue, long.MinValue) },
            6 => x with { QuoteAmount = Amount.FromUnits((Int128)Pick(random, 0, -1, 1, long.MaxValue, long.MinValue)) },
            7 => x with { StopLimitPrice = new Price(Pick(random, 0, -1, 1, market.MaxTicks + 1, long.MaxValue)) },
            8 => x with { StopClientOrderId = command.ClientOrderId },
            _ => x with { StopClientOrderId = new ClientOrderId(1) },
        };
    }

    private static Command With(
        Command c, long? quantity = null, long? price = null, long? market = null, Side? side = null,
        TimeInForce? timeInForce = null, bool? postOnly = null, SelfTradePrevention? mode = null, OrderConditions? conditions = null)
    {
        var marketId = market is { } index ? new MarketId((int)index) : c.Market!.Value;
        var newSide = side ?? c.Side ?? default;
        var newPrice = price is { } ticks ? new Price(ticks) : c.Price;
        var newQuantity = quantity is { } lots ? new Quantity(lots) : c.Quantity;
        var (newTime, newMode, body) = (timeInForce ?? c.TimeInForce, mode ?? c.SelfTradePrevention, conditions ?? c.Conditions);
        if (c.Kind == CommandKind.PlaceOneCancelsOther)
            return Command.OneCancelsOther(
                c.Member, marketId, newSide, newPrice, newQuantity, body ?? new OrderConditions(), newTime, c.ClientOrderId, newMode);
        return c.Type == OrderType.Market
            ? Command.MarketOrder(c.Member, marketId, newSide, newQuantity, newPrice, newTime, c.ClientOrderId, newMode, body)
            : Command.LimitOrder(
                c.Member, marketId, newSide, newPrice, newQuantity, newTime, postOnly ?? c.PostOnly, c.ClientOrderId, newMode, body);
    }

    private static long Pick(Random random, params long[] values) => values[random.Next(values.Length)];
}
