using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>What the naive exchange and the engine are compared by.</summary>
internal interface IExchange
{
    /// <summary>Applies one command at a time that is not before any earlier one's.</summary>
    Outcome Apply(Command command, long time);

    /// <summary>The earliest time at which <see cref="Command.Advance"/> has something to do; long.MaxValue for none.</summary>
    long NextDue { get; }

    (BigInteger Available, BigInteger Locked) Balance(long member, int currency);

    /// <summary>Price levels of one side as shown, best first.</summary>
    IEnumerable<(long Ticks, long Lots)> Book(int market, Side side);
}

/// <summary>Something that happened, and to be compared.</summary>
internal abstract record Fact;

/// <summary>An order was accepted.</summary>
internal sealed record OpenFact(
    long Id, long Member, int Market, Side Side, OrderType Type, TimeInForce TimeInForce, bool PostOnly,
    SelfTradePrevention SelfTradePrevention, long Ticks, long Lots, ClientOrderId ClientOrderId, BigInteger Locked, int MakerRate,
    int TakerRate, long Expires, long Display, TriggerKind Trigger, long TriggerTicks, long TrailTicks, int TrailBasisPoints,
    long Linked) : Fact;

/// <summary>A waiting order's trigger price was reached; Locked is what it locked on top.</summary>
internal sealed record TriggerFact(long Order, long Ticks, long TriggerTicks, long Remaining, BigInteger Locked) : Fact;

/// <summary>A resting order is different now.</summary>
internal sealed record AmendFact(long Order, long Ticks, long Lots, long Remaining) : Fact;

/// <summary>Two orders traded.</summary>
internal sealed record TradeFact(
    long Id, int Market, long Ticks, long Lots, BigInteger Notional, BigInteger BaseAmount, Side TakerSide, long Maker, long Taker,
    long MakerMember, long TakerMember, BigInteger MakerFee, BigInteger TakerFee, int MakerRate, int TakerRate, long MakerRemaining,
    long TakerRemaining) : Fact;

/// <summary>An order left.</summary>
internal sealed record CloseFact(long Order, long Ticks, long Remaining, CloseReason Reason) : Fact;

/// <summary>A market changed its state; Ends is an auction's end.</summary>
internal sealed record StateFact(int Market, MarketState State, long Ends) : Fact;

/// <summary>What an auction would trade now; no lots for nothing.</summary>
internal sealed record IndicationFact(int Market, long Ticks, long Lots) : Fact;

/// <summary>A cancel timer was set, or has ended (Expires 0).</summary>
internal sealed record TimerFact(long Member, CancelTimerSource Source, long Expires) : Fact;

/// <summary>What an exchange did with one command.</summary>
internal sealed class Outcome
{
    public RejectReason Reason { get; init; }

    /// <summary>What happened to orders, in order.</summary>
    public List<Fact> Orders { get; } = [];

    /// <summary>What happened to markets and timers, in order.</summary>
    public List<Fact> Notices { get; } = [];

    /// <summary>What each order locked (positive) or gave back in all; that trades took is not in it.</summary>
    public SortedDictionary<long, BigInteger> Moved { get; } = [];

    /// <summary>Whose balances may have changed.</summary>
    public SortedSet<long> Touched { get; } = [];

    public IEnumerable<OpenFact> Opens => Orders.OfType<OpenFact>();

    public IEnumerable<TradeFact> Trades => Orders.OfType<TradeFact>();

    public IEnumerable<CloseFact> Closes => Orders.OfType<CloseFact>();

    public void Move(long order, BigInteger amount)
    {
        var sum = Moved.GetValueOrDefault(order) + amount;
        if (sum.IsZero) Moved.Remove(order);
        else Moved[order] = sum;
    }

    /// <summary>The first thing in which two outcomes differ, or null.</summary>
    public static string? Difference(Outcome expected, Outcome actual)
    {
        if (expected.Reason != actual.Reason) return $"reason: expected {expected.Reason}, got {actual.Reason}";
        return Difference("orders", expected.Orders, actual.Orders)
            ?? Difference("notices", expected.Notices, actual.Notices)
            ?? Difference("locked and given back", expected.Moved, actual.Moved);
    }

    /// <summary>The first item in which two lists differ, with those before it, or null.</summary>
    public static string? Difference<T>(string what, IReadOnlyCollection<T> expected, IReadOnlyCollection<T> actual)
    {
        if (expected.SequenceEqual(actual)) return null;
        var same = expected.Zip(actual).TakeWhile(pair => Equals(pair.First, pair.Second)).Count();
        return $"{what}: after\n  {Lines(expected.Take(same))}\nexpected\n  {Lines(expected.Skip(same).Take(1))}\ngot\n  "
            + Lines(actual.Skip(same).Take(1));
    }

    private static string Lines<T>(IEnumerable<T> facts) => string.Join("\n  ", facts.TakeLast(5));
}

/// <summary>What every host of an exchange does.</summary>
internal static class ExchangeHost
{
    /// <summary>As <see cref="IExchange.Apply"/>, after what is due by then; only the command's own outcome is given.</summary>
    public static Outcome Submit(this IExchange exchange, Command command, long time = Start)
    {
        if (exchange.NextDue <= time) exchange.Apply(Command.Advance(), time);
        return exchange.Apply(command, time);
    }

    /// <summary>When every test begins, microseconds since 1970 UTC.</summary>
    public const long Start = 1_700_000_000_000_000;
}
