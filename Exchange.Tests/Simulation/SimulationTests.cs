using System.Globalization;
using Exchange.Tests.Support;
using Xunit.Abstractions;

namespace Exchange.Tests.Simulation;

/// <summary>Whatever fails whenever, the promises hold.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int DefaultSeeds = 200;
    private const int SeedsWorthJudging = 100;

    /// <summary>The run is void unless each kind of fault struck this often.</summary>
    private const int LeastOfEachFault = 100;

    /// <summary>EXCHANGE_SIM_SEED replays one seed, EXCHANGE_SIM_SEEDS sets how many.</summary>
    [Fact]
    public void Every_invariant_holds_in_every_seed()
    {
        if (FromEnvironment("EXCHANGE_SIM_SEED") is { } only)
        {
            output.WriteLine($"{Simulation.Run(only)}");
            return;
        }

        var reports = new SimulationReport?[FromEnvironment("EXCHANGE_SIM_SEEDS") ?? DefaultSeeds];
        Seeds.Run(reports.Length, index => reports[index] = Simulation.Run(index + 1));
        Judge([.. reports.Select(r => r!)]);
    }

    [Fact]
    public void A_seed_does_the_same_again()
    {
        var (first, second) = (Simulation.Run(3), Simulation.Run(3));
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.NotEqual(first.Fingerprint, Simulation.Run(4).Fingerprint);
    }

    private void Judge(SimulationReport[] reports)
    {
        output.WriteLine(
            $"{reports.Length} seeds, {reports.Sum(r => r.Steps)} steps, {reports.Sum(r => r.Commands)} commands, "
            + $"{reports.Sum(r => r.Trades)} trades, {reports.Sum(r => r.FullChecks)} full checks, "
            + $"{reports.Sum(r => r.BooksChecked)} books of readers");
        foreach (var kind in Enum.GetValues<FaultKind>())
            output.WriteLine($"{kind}: {reports.Sum(r => r.Faults[(int)kind])}");
        if (reports.Length < SeedsWorthJudging) return;
        Assert.All(Enum.GetValues<FaultKind>(), kind =>
            Assert.InRange(reports.Sum(r => r.Faults[(int)kind]), LeastOfEachFault, long.MaxValue));
        Assert.True(reports.Sum(r => r.Trades) > reports.Sum(r => r.Commands) / 10, "Orders hardly ever met.");
        Assert.All(reports, r => Assert.InRange(r.FullChecks, 2, long.MaxValue));
    }

    private static int? FromEnvironment(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value : null;
}
