using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Simulation;

/// <summary>
/// Random requests of one seed, of every kind in docs/order-types.md, squeezed into a few prices so that orders keep
/// meeting. It knows only what a client knows: the ids it was told.
/// </summary>
internal sealed class OrderFlow(Random random, int markets, int members, Func<long> now)
{
    private const int LowestPrice = 990;
    private const int PriceWidth = 20;
    private const int MostLots = 40;
    private const int RememberedOrders = 400;
    private const long Second = 1_000_000;

    private readonly List<(MemberId Member, OrderId Order)> _known = [];
    private UInt128 _names;

    /// <summary>Currencies, markets and money to begin with.</summary>
    public static IEnumerable<Command> Setup(int markets, int members)
    {
        yield return Command.DefineCurrency(new CurrencyDefinition("usd", "Dollar", CurrencyKind.Fiat, 6));
        for (var i = 1; i <= markets; i++)
        {
            yield return Command.DefineCurrency(new CurrencyDefinition($"c{i}", $"Coin {i}", CurrencyKind.Coin, 8));
            yield return Command.DefineMarket(new MarketDefinition(
                $"c{i}usd", new CurrencyId(i), new CurrencyId(0), Amount.Parse("0.01"), Amount.Parse("0.01"),
                Amount.Parse("0.01"), Amount.FromWhole(100), Amount.Parse("0.01"), Amount.FromWhole(1_000), Amount.Zero));
            yield return Command.SetMarketState(new MarketId(i - 1), MarketState.Open);
        }

        yield return Command.SetFee(new FeeScheduleEntry(null, FeeSchedule.AnyGroup, new FeeRate(1_000), new FeeRate(2_500)));
        for (var member = 1; member <= members; member++)
            for (var currency = 0; currency <= markets; currency++)
                yield return Command.Transfer(
                    new MemberId(member), new CurrencyId(currency), Amount.FromWhole(currency == 0 ? 2_000 : 200),
                    $"setup:{member}:{currency}");
    }

    /// <summary>The owner was told this id.</summary>
    public void Remember(MemberId member, OrderId order)
    {
        if (_known.Count == RememberedOrders) _known.RemoveAt(random.Next(RememberedOrders));
        _known.Add((member, order));
    }

    /// <summary>A member's next request.</summary>
    public Command Next(MemberId member) => random.Next(100) switch
    {
        < 34 => Limit(member),
        < 39 => Limit(member, RandomImmediate()),
        < 43 => Limit(member, postOnly: true),
        < 49 => Market(member),
        < 52 => Market(member, new OrderConditions { QuoteAmount = Amount.SmallestStep(2).Times(random.Next(1, 40_000)) }),
        < 57 => Iceberg(member),
        < 62 => Limit(member, TimeInForce.GoodTilDate, conditions: new OrderConditions { ExpiresMicroseconds = Soon() }),
        < 72 => Conditional(member),
        < 76 => Pair(member),
        < 88 => Cancel(member),
        < 95 => Amend(member),
        < 96 => Command.CancelAllOrders(member, random.Next(2) == 0 ? null : RandomMarket()),
        < 98 => Command.SetCancelTimer(
            member, random.Next(3) == 0 ? 0 : random.Next(1, 600) * Second, random.Next(2) == 0
                ? CancelTimerSource.Member : CancelTimerSource.Connection),
        _ => Administer(),
    };

    /// <summary>Money in or out; the reference is the caller's.</summary>
    public Command Transfer(MemberId member, string reference)
    {
        var currency = random.Next(markets + 1);
        var amount = Amount.SmallestStep(2).Times(random.Next(1, 5_000));
        return Command.Transfer(member, new CurrencyId(currency), random.Next(4) == 0 ? -amount : amount, reference);
    }

    private Command Limit(
        MemberId member, TimeInForce timeInForce = TimeInForce.GoodTilCanceled, bool postOnly = false,
        OrderConditions? conditions = null) => Command.LimitOrder(
        member, RandomMarket(), RandomSide(), RandomPrice(), RandomQuantity(), timeInForce, postOnly, NextName(), RandomMode(),
        conditions);

    private Command Market(MemberId member, OrderConditions? conditions = null) => Command.MarketOrder(
        member, RandomMarket(), RandomSide(), conditions is null ? RandomQuantity() : default,
        random.Next(2) == 0 ? default : RandomPrice(), RandomImmediate(), NextName(),
        conditions is null ? RandomMode() : (SelfTradePrevention)random.Next(3), conditions);

    private Command Iceberg(MemberId member)
    {
        var quantity = random.Next(2, 4 * MostLots);
        var conditions = new OrderConditions { Display = new Quantity(random.Next(1, Math.Min(quantity, 10))) };
        return Command.LimitOrder(
            member, RandomMarket(), RandomSide(), RandomPrice(), new Quantity(quantity), TimeInForce.GoodTilCanceled, false,
            NextName(), RandomMode(), conditions);
    }

    private Command Conditional(MemberId member)
    {
        var trigger = (TriggerKind)random.Next(1, 4);
        var conditions = trigger == TriggerKind.TrailingStop
            ? random.Next(2) == 0
                ? new OrderConditions { Trigger = trigger, TrailTicks = random.Next(1, 8) }
                : new OrderConditions { Trigger = trigger, TrailBasisPoints = random.Next(1, 80) }
            : new OrderConditions { Trigger = trigger, TriggerPrice = RandomPrice() };
        return random.Next(2) == 0
            ? Command.MarketOrder(member, RandomMarket(), RandomSide(), RandomQuantity(), default, RandomImmediate(), NextName(),
                RandomMode(), conditions)
            : Command.LimitOrder(member, RandomMarket(), RandomSide(), RandomPrice(), RandomQuantity(),
                TimeInForce.GoodTilCanceled, false, NextName(), RandomMode(), conditions);
    }

    private Command Pair(MemberId member)
    {
        var side = RandomSide();
        var (low, high) = (LowestPrice + random.Next(PriceWidth / 2), LowestPrice + random.Next(PriceWidth / 2, PriceWidth));
        var (limit, trigger) = side == Side.Sell ? (high, low) : (low, high);
        var stop = new OrderConditions
        {
            Trigger = TriggerKind.Stop,
            TriggerPrice = new Price(trigger),
            StopLimitPrice = random.Next(2) == 0 ? default : new Price(trigger + random.Next(-2, 3)),
        };
        return Command.OneCancelsOther(
            member, RandomMarket(), side, new Price(limit), RandomQuantity(), stop, TimeInForce.GoodTilCanceled, NextName(),
            RandomMode());
    }

    private Command Cancel(MemberId member)
    {
        if (_known.Count == 0) return Command.CancelOrder(member, new OrderId(1));
        var (owner, order) = _known[random.Next(_known.Count)];
        return Command.CancelOrder(random.Next(20) == 0 ? member : owner, order);
    }

    private Command Amend(MemberId member)
    {
        if (_known.Count == 0) return Limit(member);
        var (owner, order) = _known[^random.Next(1, Math.Min(_known.Count, 40) + 1)];
        return Command.AmendOrder(
            owner, order, random.Next(2) == 0 ? default : RandomPrice(), random.Next(3) == 0 ? default : RandomQuantity());
    }

    private Command Administer() => random.Next(8) switch
    {
        0 => Command.SetMarketState(RandomMarket(), MarketState.CancelOnly),
        1 => Command.SetMarketState(RandomMarket(), MarketState.Halted),
        2 => Command.SetMarketState(RandomMarket(), MarketState.Auction),
        3 => Command.SetMarketProtection(new MarketProtection(
            RandomMarket(), random.Next(2) == 0 ? 0 : random.Next(50, 300), random.Next(2) == 0 ? 0 : random.Next(20, 200),
            random.Next(1, 120), random.Next(1, 120))),
        4 => Command.SetMemberGroup(RandomMember(), $"vip-{random.Next(3)}"),
        5 => Command.SetFee(new FeeScheduleEntry(
            null, random.Next(2) == 0 ? FeeSchedule.AnyGroup : $"vip-{random.Next(3)}", new FeeRate(random.Next(3_000)),
            new FeeRate(random.Next(5_000)))),
        _ => Command.SetMarketState(RandomMarket(), MarketState.Open),
    };

    private ClientOrderId NextName() => new(++_names);

    private MemberId RandomMember() => new(random.Next(1, members + 1));

    private MarketId RandomMarket() => new(random.Next(markets));

    private Side RandomSide() => random.Next(2) == 0 ? Side.Buy : Side.Sell;

    private Price RandomPrice() => new(LowestPrice + random.Next(PriceWidth));

    private Quantity RandomQuantity() => new(random.Next(1, MostLots));

    private SelfTradePrevention RandomMode() => (SelfTradePrevention)random.Next(4);

    private TimeInForce RandomImmediate() => random.Next(2) == 0 ? TimeInForce.ImmediateOrCancel : TimeInForce.FillOrKill;

    private long Soon() => now() + random.Next(1, 900) * Second;
}
