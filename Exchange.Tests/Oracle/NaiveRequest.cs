using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>One order of a request: a pair has two, everything else one.</summary>
internal sealed record NaiveLeg(OrderType Type, long Ticks, TriggerKind Trigger, long TriggerTicks, ClientOrderId ClientOrderId)
{
    /// <summary>A limit price, or a worst price that the member gave.</summary>
    public bool HasPrice => Ticks > 0;
}

/// <summary>A placement, and what follows from it and the state of its market. Nothing here changes anything.</summary>
internal sealed class NaiveRequest
{
    private static readonly OrderConditions Plain = new();

    private (long Lots, bool Short)? _walk;

    public NaiveRequest(NaiveMarket market, Command command, long now)
    {
        (Market, Command, Now, Conditions) = (market, command, now, command.Conditions ?? Plain);
        IsPair = command.Kind == CommandKind.PlaceOneCancelsOther;
        var x = Conditions;
        Legs = IsPair
            ?
            [
                new NaiveLeg(OrderType.Limit, command.Price.Ticks, TriggerKind.None, 0, command.ClientOrderId),
                new NaiveLeg(x.StopLimitPrice.IsSet ? OrderType.Limit : OrderType.Market, x.StopLimitPrice.Ticks, TriggerKind.Stop,
                    x.TriggerPrice.Ticks, x.StopClientOrderId),
            ]
            : [new NaiveLeg(command.Type, command.Price.Ticks, x.Trigger, FirstTrigger(), command.ClientOrderId)];
    }

    public NaiveMarket Market { get; }

    public Command Command { get; }

    public OrderConditions Conditions { get; }

    public long Now { get; }

    public bool IsPair { get; }

    public IReadOnlyList<NaiveLeg> Legs { get; }

    public Side Side => Command.Side!.Value;

    public bool IsBuy => Side == Side.Buy;

    public bool IsConditional => !IsPair && Conditions.Trigger != TriggerKind.None;

    public bool IsPlainMarket => !IsPair && !IsConditional && Command.Type == OrderType.Market;

    public bool StaysAWhile => Command.TimeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate;

    public bool ByQuoteAmount => !Conditions.QuoteAmount.IsZero;

    /// <summary>The quantity given, or the one that the quote amount comes to.</summary>
    public long Lots => ByQuoteAmount ? Walk().Lots : Command.Quantity.Lots;

    /// <summary>The other side has too little, in quantity or for the quote amount.</summary>
    public bool FindsTooLittle => ByQuoteAmount ? Walk().Short : CounterSide().Sum(o => o.Remaining) < Lots;

    public List<NaiveOrder> CounterSide() => Market.Sorted(Side.Opposite());

    /// <summary>Limit or worst price of a leg.</summary>
    public long TicksOf(NaiveLeg leg)
    {
        if (leg.Type == OrderType.Limit || leg.HasPrice) return leg.Ticks;
        return Market.TenPercentWorse(
            Side, leg.Trigger == TriggerKind.None ? Market.Best(Side.Opposite())!.Ticks : leg.TriggerTicks);
    }

    /// <summary>What a leg by itself may cost.</summary>
    public BigInteger NeedOf(NaiveLeg leg)
    {
        if (!IsBuy) return Lots * Market.LotUnits;
        return IsPlainMarket ? CostOfWalk(TicksOf(leg)) : Market.Notional(TicksOf(leg), Lots);
    }

    public bool Reaches(long limit, long ticks) => IsBuy ? ticks <= limit : ticks >= limit;

    /// <summary>A trailing stop's distance at a highest or lowest price, rounded up to a tick.</summary>
    public static BigInteger Distance(long trailTicks, int trailBasisPoints, long peak) =>
        trailTicks > 0 ? trailTicks : NaiveMarket.Ceiling((BigInteger)peak * trailBasisPoints, 10_000);

    /// <summary>A trailing stop's trigger, before it is held at 1 tick.</summary>
    public static BigInteger TrailedTrigger(Side side, long trailTicks, int trailBasisPoints, long peak)
    {
        var distance = Distance(trailTicks, trailBasisPoints, peak);
        return side == Side.Buy ? peak + distance : peak - distance;
    }

    private long FirstTrigger()
    {
        var x = Conditions;
        if (x.Trigger != TriggerKind.TrailingStop) return x.TriggerPrice.Ticks;
        if (Market.Last is not { } last || Command.Side is not { } side) return 0;
        return (long)BigInteger.Clamp(TrailedTrigger(side, x.TrailTicks, x.TrailBasisPoints, last), 0, long.MaxValue);
    }

    private BigInteger CostOfWalk(long worst)
    {
        var cost = BigInteger.Zero;
        var left = Lots;
        foreach (var maker in CounterSide().Where(o => Reaches(worst, o.Ticks)))
        {
            if (maker.Member == Command.Member.Value && Command.SelfTradePrevention == SelfTradePrevention.CancelOldest) continue;
            var lots = Math.Min(left, maker.Remaining);
            cost += Market.Notional(maker.Ticks, lots);
            left -= lots;
        }

        return cost;
    }

    /// <summary>
    /// The most lots that the quote amount pays for or brings. It is used up when what is left is no lot at the level reached;
    /// short when the side ends before.
    /// </summary>
    private (long Lots, bool Short) Walk()
    {
        if (_walk is { } known) return known;
        var counter = CounterSide();
        if (counter.Count == 0) return (_walk = (0, true)).Value;
        var worst = TicksOf(Legs[0]);
        var left = (BigInteger)Conditions.QuoteAmount.Units;
        var sum = 0L;
        foreach (var level in counter.GroupBy(o => o.Ticks))
        {
            if (!Reaches(worst, level.Key)) return (_walk = (sum, false)).Value;
            var offered = level.Sum(o => o.Remaining);
            var lots = (long)BigInteger.Min(offered, left / Market.Notional(level.Key, 1));
            sum += lots;
            left -= Market.Notional(level.Key, lots);
            if (left < Market.Notional(level.Key, 1)) return (_walk = (sum, false)).Value;
        }

        return (_walk = (sum, true)).Value;
    }
}
