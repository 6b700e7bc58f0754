using Exchange.Tests.Oracle;
using Exchange.Tests.Tidy;

namespace Exchange.Tests.Matching.Scenarios;

/// <summary>Every scenario file, on the naive exchange and on the engine.</summary>
public sealed class ScenarioTests
{
    private const string Folder = "Exchange.Tests/Matching/Scenarios/";

    public static TheoryData<string> Files => [.. Repository.Files
        .Where(f => f.StartsWith(Folder, StringComparison.Ordinal) && f.EndsWith(".txt", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_naive_exchange_does_what_the_scenario_says(string file) =>
        Assert.Equal(Repository.Read(file), Scenario.Play(Repository.Read(file), new NaiveExchange()));

    [Theory]
    [MemberData(nameof(Files))]
    public void The_engine_does_what_the_scenario_says(string file) =>
        Assert.Equal(Repository.Read(file), Scenario.Play(Repository.Read(file), new EngineUnderTest()));

    [Fact]
    public void A_scenario_that_is_wrong_is_found()
    {
        const string wrong = "alice sells 5 @ 100\n  order #1 locks 6\n";
        Assert.NotEqual(wrong, Scenario.Play(wrong, new EngineUnderTest()));
        Assert.Throws<FormatException>(() => Scenario.Play("nobody sells 5 @ 100", new EngineUnderTest()));
    }
}
