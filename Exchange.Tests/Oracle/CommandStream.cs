using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>
/// Random commands of one seed. Prices are squeezed into a few ticks so that orders keep meeting; one placement in ten
/// carries a hostile value. It looks at the naive exchange, never at the engine, so a seed gives the same stream
/// whatever the engine does.
/// </summary>
internal sealed class CommandStream(Random random, World world, NaiveExchange exchange)
{
    private int _transfers;

    public Command Next()
    {
        var market = exchange.Markets[random.Next(world.MarketCount)];
        if (market.State != MarketState.Open && random.Next(5) == 0)
            return Command.SetMarketState(new MarketId(market.Index), MarketState.Open);
        return random.Next(100) switch
        {
            < 45 => Hostile(Limit(market)),
            < 55 => Hostile(Market(market)),
            < 65 => Hostile(Limit(market, RandomImmediate())),
            < 70 => Hostile(Limit(market, postOnly: true)),
            < 72 => Limit(market, exact: true),
            < 90 => Cancel(),
            < 92 => Command.CancelAllOrders(
                Member(), random.Next(2) == 0 ? null : new MarketId(market.Index), random.Next(2) == 0 ? null
                    : RandomSide()),
            < 98 => Transfer(),
            _ => Administer(market),
        };
    }

    private MemberId Member() => new(random.Next(1, world.Members + 1));

    private Side RandomSide() => random.Next(2) == 0 ? Side.Buy : Side.Sell;

    private TimeInForce RandomImmediate() =>
        random.Next(2) == 0 ? TimeInForce.ImmediateOrCancel : TimeInForce.FillOrKill;

    private ClientOrderId RandomName() =>
        random.Next(5) == 0 ? new ClientOrderId((UInt128)random.Next(1, 40)) : default;

    private Price RandomPrice(NaiveMarket market) =>
        new(world.LowTicks[market.Index] + random.Next(world.PriceWidth));

    private Quantity RandomQuantity(NaiveMarket market) => new(random.Next(20) == 0
        ? random.Next(1, 400)
        : market.MinLots + random.Next(30));

    private Command Limit(
        NaiveMarket market, TimeInForce timeInForce = TimeInForce.GoodTilCanceled, bool postOnly = false,
            bool exact = false)
    {
        var (member, side, price) = (Member(), RandomSide(), RandomPrice(market));
        var quantity = exact ? WholeBalance(market, member, side, price) : RandomQuantity(market);
        return Command.LimitOrder(
            member, new MarketId(market.Index), side, price, quantity, timeInForce, postOnly, RandomName());
    }

    /// <summary>As much as the available balance allows, or one lot more or less.</summary>
    private Quantity WholeBalance(NaiveMarket market, MemberId member, Side side, Price price)
    {
        var available = exchange.Ledger.Of(member.Value, side == Side.Buy ? market.Quote : market.Base).Available;
        var perLot = side == Side.Buy ? market.Notional(price.Ticks, 1) : market.LotUnits;
        var lots = (long)BigInteger.Min(available / perLot, market.MaxLots);
        return new Quantity(lots + random.Next(-1, 2));
    }

    private Command Market(NaiveMarket market) => Command.MarketOrder(
        Member(), new MarketId(market.Index), RandomSide(), RandomQuantity(market),
        random.Next(2) == 0 ? default : RandomPrice(market), RandomImmediate(), RandomName());

    private Command Cancel()
    {
        var open = exchange.Markets[random.Next(world.MarketCount)].Open;
        if (open.Count == 0 || random.Next(10) == 0)
            return Command.CancelOrder(Member(), new OrderId(random.Next(0, 3_000)));
        var order = open[random.Next(open.Count)];
        return Command.CancelOrder(random.Next(20) == 0 ? Member() : new MemberId(order.Member), new OrderId(order.Id));
    }

    private Command Transfer()
    {
        var currency = random.Next(exchange.Currencies.Count);
        var member = Member();
        var step = Amount.SmallestStep(exchange.Currencies[currency].Precision);
        var available = exchange.Ledger.Of(member.Value, currency).Available;
        var steps = random.Next(1, 100_000);
        var amount = random.Next(10) switch
        {
            0 => -Amount.FromUnits((Int128)available),
            1 => -Amount.FromUnits((Int128)available) - step,
            2 => -step,
            3 => Amount.Zero,
            4 => Amount.FromUnits(1),
            5 => step,
            6 => -step.Times(steps),
            _ => step.Times(steps),
        };
        var reference = random.Next(20) == 0 ? $"transfer:{_transfers}" : $"transfer:{++_transfers}";
        return Command.Transfer(member, new CurrencyId(random.Next(30) == 0 ? 99 : currency), amount, reference);
    }

    private Command Administer(NaiveMarket market) => random.Next(5) switch
    {
        0 => Command.SetMarketState(new MarketId(market.Index), MarketState.CancelOnly),
        1 => Command.SetMarketState(new MarketId(market.Index), MarketState.Halted),
        2 => Command.SetMemberGroup(Member(), $"vip-{random.Next(3)}"),
        _ => world.RandomFee(random),
    };

    private Command Hostile(Command command) =>
        random.Next(10) == 0 ? HostileValues.Spoil(command, exchange, random) : command;
}
