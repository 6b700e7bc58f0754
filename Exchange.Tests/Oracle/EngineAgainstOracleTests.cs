using System.Globalization;
using Exchange.Core.Engine;
using Exchange.Core.Matching;

namespace Exchange.Tests.Oracle;

/// <summary>The property that matters most: whatever happens, the engine does what the naive exchange does.</summary>
public sealed class EngineAgainstOracleTests
{
    private const int DefaultSeeds = 1_000;
    private const int CommandsPerSeed = 2_000;

    /// <summary>EXCHANGE_SEED replays one seed, EXCHANGE_SEEDS sets how many.</summary>
    [Fact]
    public void The_engine_and_a_naive_exchange_agree_after_every_command()
    {
        if (FromEnvironment("EXCHANGE_SEED") is { } only)
        {
            Duel.Run(only, CommandsPerSeed);
            return;
        }

        var tallies = new Duel.Tally?[FromEnvironment("EXCHANGE_SEEDS") ?? DefaultSeeds];
        DuelLost? lost = null;
        Parallel.For(0, tallies.Length, (index, loop) =>
        {
            try
            {
                tallies[index] = Duel.Run(index + 1, CommandsPerSeed);
            }
            catch (DuelLost difference)
            {
                Interlocked.CompareExchange(ref lost, difference, null);
                loop.Stop();
            }
        });
        if (lost is not null) Assert.Fail(lost.Message);
        AssertTheStreamsWereWorthIt([.. tallies.Select(t => t!)]);
    }

    private static void AssertTheStreamsWereWorthIt(Duel.Tally[] tallies)
    {
        long commands = (long)tallies.Length * CommandsPerSeed;
        Assert.True(tallies.Sum(t => t.Accepted) > commands / 2, "Most commands were refused.");
        Assert.True(tallies.Sum(t => t.Trades) > commands / 5, "Orders hardly ever met.");
        if (tallies.Length < 100) return;
        var closes = tallies.SelectMany(t => t.Closes).ToHashSet();
        Assert.Equal(
            [CloseReason.Filled, CloseReason.CanceledByMember, CloseReason.ImmediateRemainder, CloseReason.NotFillable,
                CloseReason.PriceProtection, CloseReason.SelfTrade],
            closes.Order());
        var reasons = tallies.SelectMany(t => t.Reasons).ToHashSet();
        foreach (var reason in ReasonsOfAnOrder) Assert.Contains(reason, reasons);
    }

    /// <summary>All but TooManyOpenOrders, which has a test of its own.</summary>
    private static readonly RejectReason[] ReasonsOfAnOrder =
    [
        RejectReason.MarketUnknown, RejectReason.MarketNotOpen, RejectReason.Malformed, RejectReason.PriceMissing,
        RejectReason.PriceOutOfRange, RejectReason.QuantityTooSmall, RejectReason.QuantityTooLarge,
        RejectReason.NotionalTooSmall, RejectReason.ClientOrderIdTaken, RejectReason.InsufficientLiquidity,
        RejectReason.WouldTake, RejectReason.InsufficientFunds, RejectReason.OrderUnknown, RejectReason.CurrencyUnknown,
        RejectReason.AmountInvalid, RejectReason.ReferenceTaken,
    ];

    private static int? FromEnvironment(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture,
            out var value)
            ? value
            : null;
}
