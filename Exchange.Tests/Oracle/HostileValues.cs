using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>Puts one value into a placement that a careless engine would trip over.</summary>
internal static class HostileValues
{
    public static Command Spoil(Command command, NaiveExchange exchange, Random random)
    {
        var market = exchange.Markets[command.Market!.Value.Index];
        return random.Next(8) switch
        {
            0 => With(command, quantity: Pick(random, 0, -1, 1, long.MaxValue, long.MinValue)),
            1 => With(command, quantity: Pick(
                random, market.MinLots - 1, market.MinLots, market.MaxLots, market.MaxLots + 1)),
            2 => With(command, price: Pick(random, 0, 1, long.MaxValue, market.MinTicks - 1, market.MaxTicks + 1)),
            3 => With(command, price: Pick(random, market.MinTicks, market.MaxTicks)),
            4 => With(command, market: Pick(random, -1, exchange.Markets.Count, int.MaxValue)),
            5 => With(command, side: (Side)Pick(random, 0, 3, 255)),
            6 => With(command, timeInForce: (TimeInForce)Pick(random, 0, 1, 4, 255)),
            _ => With(command, postOnly: true),
        };
    }

    private static Command With(
        Command c, long? quantity = null, long? price = null, long? market = null, Side? side = null,
        TimeInForce? timeInForce = null, bool? postOnly = null)
    {
        var marketId = market is { } index ? new MarketId((int)index) : c.Market!.Value;
        var newSide = side ?? c.Side!.Value;
        var newPrice = price is { } ticks ? new Price(ticks) : c.Price;
        var newQuantity = quantity is { } lots ? new Quantity(lots) : c.Quantity;
        return c.Type == OrderType.Market
            ? Command.MarketOrder(
                c.Member, marketId, newSide, newQuantity, newPrice, timeInForce ?? c.TimeInForce, c.ClientOrderId)
            : Command.LimitOrder(
                c.Member, marketId, newSide, newPrice, newQuantity, timeInForce ?? c.TimeInForce, postOnly
                    ?? c.PostOnly,
                c.ClientOrderId);
    }

    private static long Pick(Random random, params long[] values) => values[random.Next(values.Length)];
}
