using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>A market of the naive exchange: its rules as numbers and one unsorted list of open orders.</summary>
internal sealed class NaiveMarket
{
    public required int Index { get; init; }

    public required int Base { get; init; }

    public required int Quote { get; init; }

    public required BigInteger TickUnits { get; init; }

    public required BigInteger LotUnits { get; init; }

    public required BigInteger MinNotional { get; init; }

    public required long MinTicks { get; init; }

    public required long MaxTicks { get; init; }

    public required long MinLots { get; init; }

    public required long MaxLots { get; init; }

    public MarketState State { get; set; } = MarketState.Halted;

    public List<NaiveOrder> Open { get; } = [];

    public static NaiveMarket From(int index, MarketDefinition d) => new()
    {
        Index = index,
        Base = d.Base.Index,
        Quote = d.Quote.Index,
        TickUnits = (BigInteger)d.TickSize.Units,
        LotUnits = (BigInteger)d.LotSize.Units,
        MinNotional = (BigInteger)d.MinNotional.Units,
        MinTicks = (long)(d.MinPrice.Units / d.TickSize.Units),
        MaxTicks = (long)(d.MaxPrice.Units / d.TickSize.Units),
        MinLots = (long)(d.MinQuantity.Units / d.LotSize.Units),
        MaxLots = (long)(d.MaxQuantity.Units / d.LotSize.Units),
    };

    /// <summary>Price times quantity; the market's rules make the division exact.</summary>
    public BigInteger Notional(long ticks, long lots) =>
        ticks * TickUnits * lots * LotUnits / (BigInteger)Amount.UnitsPerWhole;

    /// <summary>One side, best price first, oldest first within a price.</summary>
    public List<NaiveOrder> Sorted(Side side)
    {
        var orders = Open.Where(o => o.Side == side);
        return side == Side.Buy
            ? [.. orders.OrderByDescending(o => o.Ticks).ThenBy(o => o.Id)]
            : [.. orders.OrderBy(o => o.Ticks).ThenBy(o => o.Id)];
    }

    /// <summary>What rests at one price.</summary>
    public long LotsAt(Side side, long ticks) =>
        Open.Where(o => o.Side == side && o.Ticks == ticks).Sum(o => o.Remaining);

    /// <summary>
    /// The worst price a market order accepts: its own, or 10 % from the best, kept inside the market's range.
    /// </summary>
    public long WorstTicks(Command command, long bestTicks)
    {
        if (command.Price.IsSet) return command.Price.Ticks;
        BigInteger worst = command.Side == Side.Buy
            ? (BigInteger)bestTicks * 110 / 100
            : ((BigInteger)bestTicks * 90 + 99) / 100;
        return (long)BigInteger.Max(MinTicks, BigInteger.Min(MaxTicks, worst));
    }
}
