using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>What the naive exchange and the engine are compared by.</summary>
internal interface IExchange
{
    Outcome Apply(Command command);

    (BigInteger Available, BigInteger Locked) Balance(long member, int currency);

    /// <summary>Price levels of one side, best first.</summary>
    IEnumerable<(long Ticks, long Lots)> Book(int market, Side side);
}

/// <summary>An order was accepted.</summary>
internal sealed record OpenFact(
    long Id, long Member, int Market, Side Side, OrderType Type, TimeInForce TimeInForce, bool PostOnly, long Ticks,
    long Lots, ClientOrderId ClientOrderId, BigInteger Locked, int MakerRate, int TakerRate);

/// <summary>Two orders traded.</summary>
internal sealed record TradeFact(
    long Id, int Market, long Ticks, long Lots, BigInteger Notional, Side TakerSide, long Maker, long Taker,
    long MakerMember, long TakerMember, BigInteger MakerFee, BigInteger TakerFee, long MakerRemaining,
        long TakerRemaining);

/// <summary>An order left.</summary>
internal sealed record CloseFact(long Order, long Remaining, CloseReason Reason);

/// <summary>What an exchange did with one command.</summary>
internal sealed class Outcome
{
    public RejectReason Reason { get; init; }

    public OpenFact? Opened { get; set; }

    public List<TradeFact> Trades { get; } = [];

    public List<CloseFact> Closes { get; } = [];

    /// <summary>Whose balances may have changed.</summary>
    public SortedSet<long> Touched { get; } = [];

    /// <summary>
    /// The first thing in which two outcomes differ, or null. Closes are compared by order, not by sequence.
    /// </summary>
    public static string? Difference(Outcome expected, Outcome actual)
    {
        if (expected.Reason != actual.Reason) return $"reason: expected {expected.Reason}, got {actual.Reason}";
        if (expected.Opened != actual.Opened) return $"opened: expected {expected.Opened}, got {actual.Opened}";
        if (!expected.Trades.SequenceEqual(actual.Trades))
            return $"trades: expected {Lines(expected.Trades)}, got {Lines(actual.Trades)}";
        return expected.Closes.OrderBy(c => c.Order).SequenceEqual(actual.Closes.OrderBy(c => c.Order))
            ? null
            : $"closes: expected {Lines(expected.Closes)}, got {Lines(actual.Closes)}";
    }

    private static string Lines<T>(IEnumerable<T> facts) => "[" + string.Join("; ", facts) + "]";
}
