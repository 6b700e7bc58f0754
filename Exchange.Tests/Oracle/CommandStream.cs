using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>
/// Random commands of one seed and their times. Prices are squeezed into a few ticks so that orders keep meeting; one
/// placement in ten carries a hostile value. It looks at the naive exchange, never at the engine, so a seed gives the same
/// stream whatever the engine does.
/// </summary>
internal sealed class CommandStream(Random random, World world, NaiveExchange exchange)
{
    private readonly OrderStream _orders = new(random, world, exchange);
    private int _transfers;
    private long _time = ExchangeHost.Start;

    public (Command Command, long Time) Next()
    {
        _time += Pause();
        return (NextCommand(), _time);
    }

    /// <summary>Mostly microseconds; sometimes so long that orders expire, timers run out, and windows and auctions end.</summary>
    private long Pause() => random.Next(100) switch
    {
        < 10 => 0,
        < 75 => random.Next(1, 1_000),
        < 92 => random.Next(1, 500_000),
        < 98 => random.Next(1, 5_000_000),
        _ => random.Next(1, 120) * 1_000_000L,
    };

    private Command NextCommand()
    {
        var market = exchange.Markets[random.Next(world.MarketCount)];
        if (market.State is MarketState.CancelOnly or MarketState.Halted && random.Next(5) == 0)
            return Command.SetMarketState(new MarketId(market.Index), random.Next(4) == 0 ? MarketState.Auction : MarketState.Open);
        return random.Next(100) switch
        {
            < 70 => _orders.Next(market, _time),
            < 78 => Amend(),
            < 89 => Cancel(),
            < 90 => Command.CancelAllOrders(
                Member(), random.Next(2) == 0 ? null : new MarketId(market.Index), random.Next(2) == 0 ? null : RandomSide()),
            < 94 => Transfer(),
            < 96 => CancelTimer(),
            _ => Administer(market),
        };
    }

    private MemberId Member() => new(random.Next(1, world.Members + 1));

    private Side RandomSide() => random.Next(2) == 0 ? Side.Buy : Side.Sell;

    private Command Cancel()
    {
        if (AnyOpen() is not { } order || random.Next(10) == 0)
            return Command.CancelOrder(Member(), new OrderId(random.Next(0, 3_000)));
        return Command.CancelOrder(random.Next(20) == 0 ? Member() : new MemberId(order.Member), new OrderId(order.Id));
    }

    private Command Amend()
    {
        if (AnyOpen() is not { } order) return Command.AmendOrder(Member(), new OrderId(random.Next(0, 3_000)), new(1), new(1));
        var market = order.Market;
        var price = random.Next(10) switch
        {
            < 4 => default,
            < 9 => new Price(world.LowTicks[market.Index] + random.Next(world.PriceWidth)),
            _ => new Price(Pick(0, -1, 1, order.Ticks, long.MaxValue, market.MinTicks - 1, market.MaxTicks + 1)),
        };
        var traded = order.Quantity - order.Remaining;
        var quantity = random.Next(10) switch
        {
            < 3 => default,
            < 6 => new Quantity(traded + random.NextInt64(1, Math.Max(2, order.Remaining))),
            < 9 => new Quantity(order.Quantity + random.Next(-3, 20)),
            _ => new Quantity(Pick(
                0, -1, long.MaxValue, traded, traded + 1, order.Quantity, order.Display, market.MinLots - 1, market.MaxLots + 1)),
        };
        return Command.AmendOrder(random.Next(30) == 0 ? Member() : new MemberId(order.Member), new OrderId(order.Id), price, quantity);
    }

    private NaiveOrder? AnyOpen()
    {
        var open = exchange.Markets[random.Next(world.MarketCount)].Open.ToList();
        return open.Count == 0 ? null : open[random.Next(open.Count)];
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

    private Command CancelTimer()
    {
        var time = random.Next(10) switch
        {
            0 => Pick(-1, 1, 999_999, 1_000_000, 86_400_000_000, 86_400_000_001, long.MaxValue, long.MinValue),
            < 4 => 0,
            _ => random.Next(1_000_000, 30_000_000),
        };
        var source = random.Next(20) == 0 ? (CancelTimerSource)Pick(0, 3, 255) : (CancelTimerSource)random.Next(1, 3);
        return Command.SetCancelTimer(random.Next(30) == 0 ? new MemberId(Pick(0, -1)) : Member(), time, source);
    }

    private Command Administer(NaiveMarket market) => random.Next(16) switch
    {
        0 => Command.SetMarketState(new MarketId(market.Index), MarketState.CancelOnly),
        1 => Command.SetMarketState(new MarketId(market.Index), MarketState.Halted),
        2 => Command.SetMarketState(new MarketId(random.Next(10) == 0 ? 99 : market.Index), (MarketState)Pick(0, 1, 4, 5, 255)),
        < 6 => Command.SetMarketState(new MarketId(market.Index), MarketState.Auction),
        < 9 => Command.SetMarketState(new MarketId(market.Index), MarketState.Open),
        9 => Command.SetMemberGroup(Member(), $"vip-{random.Next(3)}"),
        10 => Command.Advance(),
        < 14 => Command.SetMarketProtection(world.RandomProtection(random, market.Index)),
        _ => world.RandomFee(random),
    };

    private long Pick(params long[] values) => values[random.Next(values.Length)];
}
