using System.Numerics;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>A market of the naive exchange: its rules as numbers and two unsorted lists of open orders.</summary>
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

    public required MarketProtection Protection { get; set; }

    public MarketState State { get; set; } = MarketState.Halted;

    /// <summary>When the call auction ends; 0 outside one.</summary>
    public long AuctionEnds { get; set; }

    /// <summary>What the auction would trade, as last told.</summary>
    public (long Ticks, long Lots) Indicated { get; set; }

    public long? Last { get; set; }

    public long? Reference { get; set; }

    public long WindowBegan { get; set; }

    public List<NaiveOrder> Resting { get; } = [];

    public List<NaiveOrder> Waiting { get; } = [];

    public IEnumerable<NaiveOrder> Open => Resting.Concat(Waiting);

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
        Protection = MarketProtection.Off(new MarketId(index)),
    };

    /// <summary>Stop buys, take-profit sells and trailing buys wait for a rise, the others for a fall.</summary>
    public static bool WaitsForRise(Side side, TriggerKind kind) => (side == Side.Buy) == (kind != TriggerKind.TakeProfit);

    /// <summary>Price times quantity; the market's rules make the division exact.</summary>
    public BigInteger Notional(long ticks, long lots) => ticks * TickUnits * lots * LotUnits / (BigInteger)Amount.UnitsPerWhole;

    /// <summary>One side, best price first, oldest first within a price.</summary>
    public List<NaiveOrder> Sorted(Side side)
    {
        var orders = Resting.FindAll(o => o.Side == side);
        orders.Sort((a, b) => IsBefore(a, b) ? -1 : a == b ? 0 : 1);
        return orders;
    }

    public NaiveOrder? Best(Side side)
    {
        NaiveOrder? best = null;
        foreach (var order in Resting)
            if (order.Side == side && (best is null || IsBefore(order, best))) best = order;
        return best;
    }

    /// <summary>The price 10 % worse than another, to a whole tick nearer it, within the market's prices.</summary>
    public long TenPercentWorse(Side side, long ticks)
    {
        var worse = side == Side.Buy ? (BigInteger)ticks * 110 / 100 : ((BigInteger)ticks * 90 + 99) / 100;
        return (long)BigInteger.Max(MinTicks, BigInteger.Min(MaxTicks, worse));
    }

    /// <summary>A price less some basis points, rounded up.</summary>
    public static BigInteger Below(long ticks, int basisPoints) => Ceiling((BigInteger)ticks * (10_000 - basisPoints), 10_000);

    /// <summary>A price plus some basis points, rounded down.</summary>
    public static BigInteger Above(long ticks, int basisPoints) => (BigInteger)ticks * (10_000 + basisPoints) / 10_000;

    public static BigInteger Ceiling(BigInteger dividend, BigInteger divisor) =>
        dividend.Sign <= 0 ? dividend / divisor : (dividend + divisor - 1) / divisor;

    private static bool IsBefore(NaiveOrder a, NaiveOrder b) =>
        a.Ticks == b.Ticks ? a.Place < b.Place : a.IsBuy ? a.Ticks > b.Ticks : a.Ticks < b.Ticks;
}
