using System.Numerics;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>An order of the naive exchange. Everything is plain numbers: ticks, lots, units, microseconds.</summary>
internal sealed class NaiveOrder
{
    public required long Id { get; init; }

    public required long Member { get; init; }

    public required NaiveMarket Market { get; init; }

    public required Side Side { get; init; }

    public required OrderType Type { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    public required bool PostOnly { get; init; }

    public required SelfTradePrevention SelfTradePrevention { get; init; }

    public required ClientOrderId ClientOrderId { get; init; }

    public required int MakerRate { get; init; }

    public required int TakerRate { get; init; }

    /// <summary>What an iceberg shows at a time; 0 for all.</summary>
    public required long Display { get; init; }

    /// <summary>When it expires; 0 for never.</summary>
    public required long Expires { get; init; }

    public required TriggerKind Trigger { get; init; }

    public required long TrailTicks { get; init; }

    public required int TrailBasisPoints { get; init; }

    /// <summary>Limit price, or the worst price of a market order; 0 while one waits that was given none.</summary>
    public required long Ticks { get; set; }

    public required long Quantity { get; set; }

    public required long Remaining { get; set; }

    /// <summary>What is still set aside for this order, in the currency it pays with.</summary>
    public BigInteger Locked { get; set; }

    /// <summary>The last price that triggers it; a trailing stop's moves.</summary>
    public required long TriggerTicks { get; set; }

    /// <summary>It is not in the book and waits for its trigger.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>When it got its trigger price, counted.</summary>
    public long TriggerPlace { get; set; }

    /// <summary>The highest (sell) or lowest (buy) last price that a trailing stop has seen.</summary>
    public long Peak { get; set; }

    /// <summary>Its place in the queue of its price, counted.</summary>
    public long Place { get; set; }

    /// <summary>The part that the book shows.</summary>
    public long Shown { get; set; }

    /// <summary>The other order of a pair, open or not; 0 without one.</summary>
    public long LinkedId { get; set; }

    /// <summary>The other order of a pair, while both are open.</summary>
    public NaiveOrder? Linked { get; set; }

    public bool IsClosed { get; set; }

    public bool IsBuy => Side == Side.Buy;

    public int PaysWith => IsBuy ? Market.Quote : Market.Base;

    public bool MayRest => Type == OrderType.Limit && TimeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate;

    /// <summary>A rising last price triggers it, not a falling one.</summary>
    public bool WaitsForRise => NaiveMarket.WaitsForRise(Side, Trigger);

    /// <summary>What it may still cost at its limit or worst price.</summary>
    public BigInteger Need => IsBuy ? Market.Notional(Ticks, Remaining) : Remaining * Market.LotUnits;

    public bool Reaches(long ticks) => IsBuy ? ticks <= Ticks : ticks >= Ticks;

    public OpenFact ToFact() => new(
        Id, Member, Market.Index, Side, Type, TimeInForce, PostOnly, SelfTradePrevention, Ticks, Quantity, ClientOrderId, Locked,
        MakerRate, TakerRate, Expires, Display, Trigger, TriggerTicks, TrailTicks, TrailBasisPoints, LinkedId);
}
