using System.Globalization;
using Exchange.Core.Fairness;
using Xunit.Abstractions;

namespace Exchange.Tests.Fairness;

/// <summary>A long run of the engine is fair, by a checker that shares nothing with its books.</summary>
public sealed class FairnessTests(ITestOutputHelper output)
{
    private const int DefaultCommands = 200_000;

    /// <summary>EXCHANGE_FAIRNESS_COMMANDS sets how many commands.</summary>
    [Fact]
    public async Task Every_fill_of_a_long_run_is_fair()
    {
        var commands = int.TryParse(
            Environment.GetEnvironmentVariable("EXCHANGE_FAIRNESS_COMMANDS"), NumberStyles.None, CultureInfo.InvariantCulture,
            out var wanted) ? wanted : DefaultCommands;
        var check = new FairnessCheck(new GeneratedJournal(seed: 1, commands), TimeProvider.System);
        var report = await check.RunAsync(CancellationToken.None);
        output.WriteLine($"{report}");
        Assert.True(report.IsFair, string.Join('\n', report.First));
        Assert.Equal(commands, report.Commands);
        Assert.InRange(report.Fills, commands / 10, long.MaxValue);
    }
}
