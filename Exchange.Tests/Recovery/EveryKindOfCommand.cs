using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Tests.Engine;

namespace Exchange.Tests.Recovery;

/// <summary>A seeded stream with every kind of order and command there is, on BTC-USDT around one price.</summary>
internal sealed class EveryKindOfCommand(int seed)
{
    private const long Mid = 6_000_000;
    private const int SecondMicroseconds = 1_000_000;
    private static readonly MarketId Market = new(0);
    private static readonly SelfTradePrevention[] Preventions = Enum.GetValues<SelfTradePrevention>();
    private readonly Random _random = new(seed);
    private long _lastOrder = 1;

    /// <summary>Submits so many commands, some at once, and says how many of each kind were accepted and changed
    /// something.</summary>
    public async Task<Dictionary<string, int>> RunAsync(EngineRig rig, int commands)
    {
        Dictionary<string, int> counts = [];
        while (commands > 0)
        {
            var together = Enumerable.Range(0, _random.Next(1, 40)).Select(_ => Next()).ToList();
            commands -= together.Count;
            var results = await Task.WhenAll(together.Select(c => rig.Engine.SubmitAsync(c.Command).AsTask()));
            for (var i = 0; i < results.Length; i++)
            {
                _lastOrder = Math.Max(_lastOrder, results[i].Order.Value);
                if (results[i].Sequence != 0) counts[together[i].Name] = counts.GetValueOrDefault(together[i].Name) + 1;
            }
        }

        return counts;
    }

    private (string Name, Command Command) Next() => _random.Next(100) switch
    {
        < 30 => ("limit", Limit(TimeInForce.GoodTilCanceled)),
        < 34 => ("immediate", Limit(TimeInForce.ImmediateOrCancel)),
        < 37 => ("fill or kill", Limit(TimeInForce.FillOrKill)),
        < 41 => ("post-only", Limit(TimeInForce.GoodTilCanceled, postOnly: true)),
        < 45 => ("dated", Limit(TimeInForce.GoodTilDate, conditions: new OrderConditions { ExpiresMicroseconds = Soon() })),
        < 50 => ("iceberg", Limit(TimeInForce.GoodTilCanceled, lots: 400, conditions: new OrderConditions { Display = new(40) })),
        < 55 => ("market", Command.MarketOrder(Member(), Market, Side(), Lots(50), selfTradePrevention: Prevention())),
        < 58 => ("market by quote", Command.MarketOrder(Member(), Market, Side(), default,
            conditions: new OrderConditions { QuoteAmount = Amount.FromWhole(_random.Next(10, 500)) })),
        < 70 => Conditional(),
        < 74 => Pair(),
        < 82 => ("amend", Command.AmendOrder(Member(), AnOrder(), _random.Next(2) == 0 ? default : Price(), Lots(60))),
        < 95 => ("cancel", Command.CancelOrder(Member(), AnOrder())),
        < 96 => ("cancel all", Command.CancelAllOrders(Member(), Market, _random.Next(2) == 0 ? null : Side())),
        < 97 => ("cancel timer", Command.SetCancelTimer(Member(), _random.Next(0, 3) * SecondMicroseconds, CancelTimerSource.Member)),
        < 98 => ("protection", Command.SetMarketProtection(new MarketProtection(Market, _random.Next(0, 500), _random.Next(0, 3), 1, 1))),
        < 99 => ("state", Command.SetMarketState(Market, _random.Next(3) == 0 ? MarketState.Auction : MarketState.Open)),
        _ => ("transfer", Command.Transfer(Member(), new CurrencyId(1), Amount.FromWhole(1), $"every:{seed}:{_random.NextInt64()}")),
    };

    /// <summary>Ends timers, auctions and dated orders, so that time alone changes nothing any more.</summary>
    public static async Task LeaveNothingDueAsync(EngineRig rig)
    {
        await rig.Engine.SubmitAsync(Command.SetMarketProtection(MarketProtection.Off(Market)));
        await rig.Engine.SubmitAsync(Command.SetMarketState(Market, MarketState.Open));
        foreach (var member in new[] { EngineRig.Alice, EngineRig.Bob })
        {
            await rig.Engine.SubmitAsync(Command.SetCancelTimer(member, 0, CancelTimerSource.Member));
            foreach (var order in rig.Live.OpenOrders(member).Where(order => order.ExpiresMicroseconds != 0))
                await rig.Engine.SubmitAsync(Command.CancelOrder(member, order.Id));
        }
    }

    private Command Limit(TimeInForce timeInForce, bool postOnly = false, int lots = 50, OrderConditions? conditions = null) =>
        Command.LimitOrder(Member(), Market, Side(), Price(), lots == 50 ? Lots(50) : new Quantity(lots), timeInForce, postOnly,
            ClientOrderId(), Prevention(), conditions);

    private (string Name, Command Command) Conditional()
    {
        var side = Side();
        var isStop = _random.Next(3) > 0;
        // A rise triggers stop buys and take-profit sells, a fall the others.
        var rises = isStop == (side == Exchange.Core.Matching.Side.Buy);
        var trigger = new Price(Mid + (rises ? 1 : -1) * _random.Next(1, 25));
        var conditions = _random.Next(4) == 0
            ? new OrderConditions { Trigger = TriggerKind.TrailingStop, TrailTicks = _random.Next(1, 20) }
            : new OrderConditions { Trigger = isStop ? TriggerKind.Stop : TriggerKind.TakeProfit, TriggerPrice = trigger };
        var name = conditions.Trigger.ToString();
        return conditions.Trigger != TriggerKind.TrailingStop && _random.Next(2) == 0
            ? (name + " limit", Command.LimitOrder(Member(), Market, side, Price(), Lots(50), conditions: conditions))
            : (name + " market", Command.MarketOrder(Member(), Market, side, Lots(50), conditions: conditions));
    }

    private (string Name, Command Command) Pair()
    {
        var side = Side();
        var away = side == Exchange.Core.Matching.Side.Sell ? 1 : -1;
        var stop = new OrderConditions { TriggerPrice = new Price(Mid - away * _random.Next(25, 60)) };
        var limit = new Price(Mid + away * _random.Next(25, 60));
        return ("pair", Command.OneCancelsOther(Member(), Market, side, limit, Lots(50), stop));
    }

    private MemberId Member() => _random.Next(2) == 0 ? EngineRig.Alice : EngineRig.Bob;

    private Side Side() => _random.Next(2) == 0 ? Exchange.Core.Matching.Side.Buy : Exchange.Core.Matching.Side.Sell;

    private Price Price() => new(Mid + _random.Next(-20, 21));

    private Quantity Lots(int most) => new(_random.Next(1, most));

    private OrderId AnOrder() => new(_lastOrder - _random.Next((int)Math.Min(_lastOrder, 60)));

    private SelfTradePrevention Prevention() => Preventions[_random.Next(Preventions.Length)];

    private ClientOrderId ClientOrderId() =>
        _random.Next(3) > 0 ? default : new ClientOrderId((UInt128)_random.NextInt64(1, long.MaxValue));

    private long Soon() => Clock.ToMicroseconds(TimeProvider.System.GetUtcNow()) + _random.Next(1, SecondMicroseconds);
}
