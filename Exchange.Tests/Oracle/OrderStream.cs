using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>Random placements of every kind.</summary>
internal sealed class OrderStream(Random random, World world, NaiveExchange exchange)
{
    private long _now;

    public Command Next(NaiveMarket market, long now)
    {
        _now = now;
        var command = random.Next(100) switch
        {
            < 24 => Limit(market),
            < 33 => Market(market),
            < 38 => ByQuoteAmount(market),
            < 47 => Limit(market, RandomImmediate()),
            < 51 => Limit(market, postOnly: true),
            < 54 => Exact(market),
            < 63 => Iceberg(market),
            < 68 => Limit(market, TimeInForce.GoodTilDate, conditions: new OrderConditions { ExpiresMicroseconds = RandomExpiry() }),
            < 82 => Conditional(market),
            < 90 => Trailing(market),
            _ => Pair(market),
        };
        if (random.Next(10) == 0) command = HostileValues.Spoil(command, exchange, random, now);
        // Two at once: the first check that fails gives the reason.
        return random.Next(30) == 0 && IsKnown(command.Market) ? HostileValues.Spoil(command, exchange, random, now) : command;
    }

    private bool IsKnown(MarketId? market) => market is { Index: >= 0 } id && id.Index < exchange.Markets.Count;

    private MemberId Member() => new(random.Next(1, world.Members + 1));

    private Side RandomSide() => random.Next(2) == 0 ? Side.Buy : Side.Sell;

    private TimeInForce RandomImmediate() => random.Next(2) == 0 ? TimeInForce.ImmediateOrCancel : TimeInForce.FillOrKill;

    private ClientOrderId RandomName() => random.Next(5) == 0 ? new ClientOrderId((UInt128)random.Next(1, 40)) : default;

    private SelfTradePrevention RandomMode() => (SelfTradePrevention)random.Next(4);

    private long RandomExpiry() => _now + random.Next(1, 20_000_000);

    private Price RandomPrice(NaiveMarket market) => new(world.LowTicks[market.Index] + random.Next(world.PriceWidth));

    private Quantity RandomQuantity(NaiveMarket market) =>
        new(random.Next(20) == 0 ? random.Next(1, 400) : market.MinLots + random.Next(30));

    private Command Limit(
        NaiveMarket market, TimeInForce timeInForce = TimeInForce.GoodTilCanceled, bool postOnly = false,
        OrderConditions? conditions = null, Quantity? quantity = null) =>
        Command.LimitOrder(
            Member(), new MarketId(market.Index), RandomSide(), RandomPrice(market), quantity ?? RandomQuantity(market), timeInForce,
            postOnly, RandomName(), RandomMode(), conditions);

    /// <summary>As much as the available balance allows, or one lot more or less.</summary>
    private Command Exact(NaiveMarket market)
    {
        var (member, side, price) = (Member(), RandomSide(), RandomPrice(market));
        var available = exchange.Ledger.Of(member.Value, side == Side.Buy ? market.Quote : market.Base).Available;
        var perLot = side == Side.Buy ? market.Notional(price.Ticks, 1) : market.LotUnits;
        var lots = (long)BigInteger.Min(available / perLot, market.MaxLots);
        return Command.LimitOrder(
            member, new MarketId(market.Index), side, price, new Quantity(lots + random.Next(-1, 2)),
            selfTradePrevention: RandomMode());
    }

    private Command Market(NaiveMarket market) => Command.MarketOrder(
        Member(), new MarketId(market.Index), RandomSide(), RandomQuantity(market), random.Next(2) == 0 ? default : RandomPrice(market),
        RandomImmediate(), RandomName(), RandomMode());

    private Command ByQuoteAmount(NaiveMarket market)
    {
        var units = market.Notional(world.LowTicks[market.Index] + random.Next(world.PriceWidth), market.MinLots + random.Next(40));
        var amount = Amount.FromUnits((Int128)units);
        if (random.Next(2) == 0) amount += Amount.SmallestStep(exchange.Currencies[market.Quote].Precision).Times(random.Next(1, 50));
        if (random.Next(30) == 0) amount += Amount.FromUnits(1);
        return Command.MarketOrder(
            Member(), new MarketId(market.Index), RandomSide(), default, random.Next(3) == 0 ? RandomPrice(market) : default,
            RandomImmediate(), RandomName(), (SelfTradePrevention)random.Next(random.Next(20) == 0 ? 4 : 3),
            new OrderConditions { QuoteAmount = amount });
    }

    private Command Iceberg(NaiveMarket market)
    {
        var goodTilDate = random.Next(5) == 0;
        var display = market.MinLots + random.Next(5);
        return Limit(
            market, goodTilDate ? TimeInForce.GoodTilDate : TimeInForce.GoodTilCanceled, postOnly: random.Next(8) == 0,
            new OrderConditions { Display = new Quantity(display), ExpiresMicroseconds = goodTilDate ? RandomExpiry() : 0 },
            new Quantity(display + random.Next(random.Next(10) == 0 ? 1 : 2, 40)));
    }

    private Command Conditional(NaiveMarket market)
    {
        var kind = random.Next(2) == 0 ? TriggerKind.Stop : TriggerKind.TakeProfit;
        var side = RandomSide();
        var trigger = RandomPrice(market).Ticks;
        // Mostly on the side where it waits.
        if (market.Last is { } last && random.Next(8) != 0)
        {
            var away = random.Next(1, Math.Max(2, world.PriceWidth / 2 + 1));
            trigger = Math.Max(1, NaiveMarket.WaitsForRise(side, kind) ? last + away : last - away);
        }

        return Waiting(market, side, new OrderConditions { Trigger = kind, TriggerPrice = new Price(trigger) });
    }

    private Command Trailing(NaiveMarket market)
    {
        var byTicks = random.Next(2) == 0;
        return Waiting(market, RandomSide(), new OrderConditions
        {
            Trigger = TriggerKind.TrailingStop,
            TrailTicks = byTicks ? random.Next(1, Math.Max(2, world.PriceWidth / 2)) : 0,
            TrailBasisPoints = byTicks ? 0 : world.RandomBasisPoints(random, market.Index, OrderConditions.MaxTrailBasisPoints),
        });
    }

    private Command Waiting(NaiveMarket market, Side side, OrderConditions conditions)
    {
        var id = new MarketId(market.Index);
        if (random.Next(2) == 0)
            return Command.MarketOrder(
                Member(), id, side, RandomQuantity(market), random.Next(3) == 0 ? RandomPrice(market) : default, RandomImmediate(),
                RandomName(), RandomMode(), conditions);
        var timeInForce = (TimeInForce)random.Next(1, 5);
        if (timeInForce == TimeInForce.GoodTilDate) conditions = conditions with { ExpiresMicroseconds = RandomExpiry() };
        return Command.LimitOrder(
            Member(), id, side, RandomPrice(market), RandomQuantity(market), timeInForce, false, RandomName(), RandomMode(), conditions);
    }

    private Command Pair(NaiveMarket market)
    {
        var side = RandomSide();
        var sign = side == Side.Sell ? 1 : -1;
        var middle = market.Last ?? RandomPrice(market).Ticks;
        var limit = Math.Max(1, middle + sign * random.Next(random.Next(10) == 0 ? 0 : 1, world.PriceWidth + 1));
        var trigger = Math.Max(1, middle - sign * random.Next(random.Next(10) == 0 ? 0 : 1, world.PriceWidth / 2 + 2));
        var goodTilDate = random.Next(5) == 0;
        var stop = new OrderConditions
        {
            TriggerPrice = new Price(trigger),
            StopLimitPrice = random.Next(2) == 0 ? default : new Price(Math.Max(1, trigger - sign * random.Next(-1, 4))),
            StopClientOrderId = RandomName(),
            ExpiresMicroseconds = goodTilDate ? RandomExpiry() : 0,
        };
        return Command.OneCancelsOther(
            Member(), new MarketId(market.Index), side, new Price(limit), RandomQuantity(market), stop,
            goodTilDate ? TimeInForce.GoodTilDate : TimeInForce.GoodTilCanceled, RandomName(), RandomMode());
    }
}
