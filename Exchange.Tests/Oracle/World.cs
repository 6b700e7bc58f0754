using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>Currencies, markets, members and money of one seed, as the commands that set them up.</summary>
internal sealed class World
{
    private static readonly int[] QuotePrecisions = [2, 6, 6, 8, 18];
    private static readonly int[] BasePrecisions = [0, 6, 8, 18, 18];

    public World(Random random)
    {
        Members = random.Next(2, 51);
        MarketCount = random.Next(1, 6);
        PriceWidth = random.Next(1, 21);
        var precisions = new List<int>();
        for (var i = 0; i <= MarketCount; i++)
        {
            precisions.Add(i == 0 ? Pick(random, QuotePrecisions) : Pick(random, BasePrecisions));
            Setup.Add(Command.DefineCurrency(new CurrencyDefinition($"c{i}", $"Currency {i}", CurrencyKind.Coin,
                precisions[i])));
        }

        for (var i = 0; i < MarketCount; i++) AddMarket(random, i, precisions);
        for (var i = 0; i < 4; i++) Setup.Add(RandomFee(random));
        for (var member = 1; member <= Members; member++) AddMember(random, member, precisions);
    }

    public List<Command> Setup { get; } = [];

    public int Members { get; }

    public int MarketCount { get; }

    public int PriceWidth { get; }

    /// <summary>The lowest of the prices that most orders name, by market.</summary>
    public List<long> LowTicks { get; } = [];

    public Command RandomFee(Random random)
    {
        var market = random.Next(3) == 0 ? (MarketId?)null : new MarketId(random.Next(MarketCount));
        var group = random.Next(2) == 0 ? FeeSchedule.AnyGroup : $"vip-{random.Next(3)}";
        return Command.SetFee(new FeeScheduleEntry(market, group, RandomRate(random), RandomRate(random)));
    }

    public MarketProtection RandomProtection(Random random, int market) => random.Next(20) == 0
        ? new MarketProtection(
            new MarketId(random.Next(3) == 0 ? 99 : market), random.Next(-1, 2), random.Next(-1, 2), random.Next(2), random.Next(2))
        : new MarketProtection(
            new MarketId(market), random.Next(2) == 0 ? 0 : RandomBasisPoints(random, market, MarketProtection.MaxBasisPoints),
            random.Next(3) == 0 ? 0 : RandomBasisPoints(random, market, MarketProtection.MaxBasisPoints), random.Next(1, 60),
            random.Next(1, 10));

    /// <summary>So many that it comes to some of the ticks that prices are spread over.</summary>
    public int RandomBasisPoints(Random random, int market, int most) =>
        (int)Math.Clamp(10_000L * random.Next(1, PriceWidth + 2) / LowTicks[market] + random.Next(2), 1, most);

    private static FeeRate RandomRate(Random random) => new(random.Next(4) switch
    {
        0 => 0,
        1 => random.Next(1, 100),
        2 => random.Next(100, 5_000),
        _ => random.Next(5_000, FeeRate.MaxPartsPerMillion + 1),
    });

    private void AddMarket(Random random, int index, List<int> precisions)
    {
        var (quote, coin) = (precisions[0], precisions[index + 1]);
        // Decimals of lot and tick together are those of the quote currency: the finest market that never rounds.
        var lotDecimals = random.Next(0, Math.Min(quote, coin) + 1);
        var lot = Amount.SmallestStep(lotDecimals);
        var tick = Amount.SmallestStep(quote - lotDecimals).Times(random.Next(2) == 0 ? 1 : 5);
        var low = random.Next(3) == 0 ? random.Next(1, 3) : random.Next(3, 5_000);
        LowTicks.Add(low);
        var minLots = random.Next(1, 4);
        var minNotional = random.Next(2) == 0 ? Amount.Zero
            : Amount.SmallestStep(quote).Times(low * 2L * random.Next(1, 5));
        Setup.Add(Command.DefineMarket(new MarketDefinition(
            $"c{index + 1}c0", new CurrencyId(index + 1), new CurrencyId(0), tick, lot, lot.Times(minLots),
            lot.Times(random.Next(2) == 0 ? 200 : 2_000_000), tick.Times(Math.Max(1, low - random.Next(3))),
            tick.Times(low + PriceWidth + random.Next(20)), minNotional)));
        Setup.Add(Command.SetMarketState(new MarketId(index), MarketState.Open));
        if (random.Next(3) != 0) Setup.Add(Command.SetMarketProtection(RandomProtection(random, index)));
    }

    private void AddMember(Random random, int member, List<int> precisions)
    {
        if (random.Next(3) == 0) Setup.Add(Command.SetMemberGroup(new MemberId(member), $"vip-{random.Next(3)}"));
        for (var currency = 0; currency < precisions.Count; currency++)
        {
            if (random.Next(8) == 0) continue;
            var steps = currency == 0 ? random.Next(1, 2_000_000) * 100L : random.Next(1, 20_000);
            var definition = currency == 0 ? default : LotOf(currency - 1);
            var amount = currency == 0 ? Amount.SmallestStep(precisions[0]).Times(steps) : definition.Times(steps);
            Setup.Add(Command.Transfer(new MemberId(member), new CurrencyId(currency), amount,
                $"deposit:{member}:{currency}"));
        }
    }

    private Amount LotOf(int market) =>
        Setup.Select(c => c.Body).OfType<MarketDefinition>().ElementAt(market).LotSize;

    private static int Pick(Random random, int[] values) => values[random.Next(values.Length)];
}
