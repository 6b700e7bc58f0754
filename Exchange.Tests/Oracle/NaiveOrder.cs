using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Matching;

namespace Exchange.Tests.Oracle;

/// <summary>An order of the naive exchange. Everything is plain numbers: ticks, lots, units.</summary>
internal sealed class NaiveOrder
{
    public required long Id { get; init; }

    public required long Member { get; init; }

    public required NaiveMarket Market { get; init; }

    public required Command Command { get; init; }

    /// <summary>Limit price, or the worst price of a market order.</summary>
    public required long Ticks { get; init; }

    public required BigInteger LockedAtStart { get; init; }

    public required int MakerRate { get; init; }

    public required int TakerRate { get; init; }

    public required long Remaining { get; set; }

    /// <summary>What is still set aside for this order, in the currency it pays with.</summary>
    public required BigInteger Locked { get; set; }

    public CloseReason Close { get; set; }

    public Side Side => Command.Side!.Value;

    public bool IsBuy => Side == Side.Buy;

    public int PaysWith => IsBuy ? Market.Quote : Market.Base;

    public bool Accepts(long ticks) => IsBuy ? ticks <= Ticks : ticks >= Ticks;
}

/// <summary>A trade of the naive exchange.</summary>
internal sealed record NaiveTrade(
    long Id, int Market, long Ticks, long Lots, BigInteger Notional, Side TakerSide, long Maker, long Taker,
    long MakerMember, long TakerMember, BigInteger MakerFee, BigInteger TakerFee, long MakerRemaining, long TakerRemaining);

/// <summary>How an order left.</summary>
internal sealed record NaiveClose(long Order, long Remaining, CloseReason Reason);

/// <summary>What the naive exchange did with one command.</summary>
internal sealed class NaiveOutcome
{
    public RejectReason Reason { get; init; }

    public NaiveOrder? Opened { get; set; }

    public List<NaiveTrade> Trades { get; } = [];

    public List<NaiveClose> Closes { get; } = [];

    /// <summary>Whose balances may have changed.</summary>
    public SortedSet<long> Touched { get; } = [];
}
