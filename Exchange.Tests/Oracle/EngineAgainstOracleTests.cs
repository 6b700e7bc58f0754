using System.Globalization;
using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Tests.Support;

namespace Exchange.Tests.Oracle;

/// <summary>The property that matters most: whatever happens, the engine does what the naive exchange does.</summary>
public sealed class EngineAgainstOracleTests
{
    private const int DefaultSeeds = 700;
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

        var tallies = new Coverage?[FromEnvironment("EXCHANGE_SEEDS") ?? DefaultSeeds];
        Seeds.Run(tallies.Length, index => tallies[index] = Duel.Run(index + 1, CommandsPerSeed));
        AssertTheStreamsWereWorthIt([.. tallies.Select(t => t!)]);
    }

    private static void AssertTheStreamsWereWorthIt(Coverage[] tallies)
    {
        var commands = (long)tallies.Length * CommandsPerSeed;
        var sum = new Coverage();
        foreach (var tally in tallies) sum.Add(tally);
        Assert.True(sum.Accepted > commands / 2, "Most commands were refused.");
        Assert.True(sum.Trades > commands / 5, "Orders hardly ever met.");
        if (tallies.Length < 100) return;
        var rare = Coverage.Wanted.Where(what => sum[what] < tallies.Length / 10).Select(what => $"{what}: {sum[what]}").ToList();
        Assert.True(rare.Count == 0, $"Not exercised enough in {tallies.Length} seeds: {string.Join("; ", rare)}");
    }

    private static int? FromEnvironment(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture,
            out var value)
            ? value
            : null;
}
