using Exchange.Tests.Api;
using Exchange.Tests.Tidy;

namespace Exchange.Tests.Contract;

/// <summary>The program answers as the contract says: every row of the table, asked of the real program.</summary>
[Trait("Category", "Integration")]
public sealed class ContractTests(ContractRun run) : IClassFixture<ContractRun>
{
    public static TheoryData<string> Titles => [.. ContractTable.Modules.SelectMany(module => module.Rows.Select(module.NameOf))];

    [Theory]
    [MemberData(nameof(Titles))]
    public void The_program_answers_as_the_table_says(string title)
    {
        var problem = run.ProblemOf(title);
        Assert.True(problem is null, problem);
    }

    [Fact]
    public void The_page_of_compatibility_is_what_this_run_prints()
    {
        var printed = CompatibilityTable.Print(run);
        var file = Path.Combine(Repository.Root, CompatibilityTable.File);
        if (Environment.GetEnvironmentVariable(CompatibilityTable.RefreshVariable) is { Length: > 0 }) File.WriteAllText(file, printed);
        Assert.True(File.Exists(file) && File.ReadAllText(file) == printed,
            $"{CompatibilityTable.File} is not what this run prints. Run with {CompatibilityTable.RefreshVariable}=1 to write it anew.");
    }
}

/// <summary>The table is complete: no route of the program is without a row.</summary>
public sealed class ContractTableTests
{
    [Fact]
    public async Task Every_route_has_a_row()
    {
        await using var world = await ApiWorld.StartAsync();
        var rows = ContractTable.Modules.SelectMany(m => m.Rows.Select(row => Normal(row.Method, m.Prefix + PathOf(row)))).ToHashSet();
        var without = world.Routes.Routes.Select(r => Normal(r.Method, r.Path)).Where(route => !rows.Contains(route));
        Assert.Empty(without);
    }

    private static string PathOf(ContractRow row) => row.Endpoint[(row.Endpoint.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>Every parameter as a colon: its name does not matter.</summary>
    private static string Normal(string method, string path) => $"{method} " + string.Join('/', path.Split('/')
        .Select(segment => segment.StartsWith(':') || segment.StartsWith('{') ? ":" : segment));
}
