using System.Text.RegularExpressions;
using Exchange.Core.Engine;
using Exchange.Tests.Tidy;

namespace Exchange.Tests.Architecture;

/// <summary>docs/architecture.md says who may use whom; these tests hold the code to it.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly RoomTable Table = RoomTable.Parse(Repository.Read("docs/architecture.md"));

    /// <summary>Files that put the program together; only they may name a database context outside Core.</summary>
    private static readonly string[] CompositionFolders =
        ["Exchange.Web/Program.cs", "Exchange.Web/Hosting/", "Exchange.Workers/Program.cs",
            "Exchange.Workers/Hosting/"];

    [Fact]
    public void Rooms_use_only_what_the_table_allows()
    {
        var violations = Table.Violations(AllEdges()).ToList();
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public void The_table_has_no_circles() => Assert.Empty(Table.Circles());

    [Fact]
    public void Every_room_is_in_the_table()
    {
        var rooms = CoreSources().Select(path => path.Split('/')[1]).Distinct();
        Assert.Empty(rooms.Except(Table.Rooms));
    }

    [Fact]
    public void A_forbidden_edge_is_found()
    {
        var finding = Assert.Single(Table.Violations([new RoomEdge("Matching", "Engine", "OrderBook")]));
        Assert.Equal("OrderBook: Matching may not use Engine", finding);
        Assert.Single(Table.Violations([new RoomEdge("Attic", "Primitives", "Box")]));
    }

    [Fact]
    public void An_edge_that_exists_is_found_when_the_table_forbids_it()
    {
        var strict = RoomTable.Parse("| Room | Holds | May use |\n|---|---|---|\n"
            + string.Join('\n', Table.Rooms.Select(room => $"| {room} | x | – |")));
        var fromCode = strict.Violations(RoomEdges.OfAssembly(typeof(EngineState).Assembly)).ToList();
        Assert.Contains(fromCode, v => v.EndsWith("Engine may not use Matching", StringComparison.Ordinal));
        var fromSource = strict.Violations(RoomEdges.OfSource("Exchange.Core/Ledger/A.cs",
            "using Exchange.Core.Engine;"));
        Assert.Contains(fromSource, v => v == "Exchange.Core/Ledger/A.cs: Ledger may not use Engine");
    }

    [Fact]
    public void A_circle_in_the_table_is_found() => Assert.Equal(
        ["A", "B"], RoomTable.Parse("| Room | Holds | May use |\n|---|---|---|\n| A | x | B |\n| B | x | A |")
            .Circles());

    [Fact]
    public void A_method_body_gives_an_edge() => Assert.Contains(
        RoomEdges.OfAssembly(typeof(EngineState).Assembly), e => e is { From: "Engine", To: "Ledger" });

    [Fact]
    public void Web_and_workers_leave_the_database_to_Core()
    {
        var findings = Repository.Files.Where(IsOutsideCore).Where(path => TouchesContext(path, Repository.Read(path)));
        Assert.Empty(findings);
    }

    [Fact]
    public void A_page_that_touches_the_database_is_found()
    {
        Assert.True(TouchesContext("Exchange.Web/Trade/Page.razor",
            "@inject IDbContextFactory<ExchangeDbContext> Contexts"));
        Assert.False(TouchesContext("Exchange.Web/Hosting/Database.cs", "ExchangeDbContext db"));
    }

    private static IEnumerable<RoomEdge> AllEdges() => RoomEdges.OfAssembly(typeof(EngineState).Assembly)
        .Concat(CoreSources().SelectMany(path => RoomEdges.OfSource(path, Repository.Read(path)))).Distinct();

    private static IEnumerable<string> CoreSources() => Repository.Files.Where(path =>
        path.StartsWith("Exchange.Core/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal));

    private static bool IsOutsideCore(string path) =>
        (path.StartsWith("Exchange.Web/", StringComparison.Ordinal)
            || path.StartsWith("Exchange.Workers/", StringComparison.Ordinal))
        && Path.GetExtension(path) is ".cs" or ".razor";

    private static bool TouchesContext(string path, string text) =>
        DatabaseContext().IsMatch(text) && !CompositionFolders.Any(f => path.StartsWith(f, StringComparison.Ordinal));

    [GeneratedRegex(@"\b(ExchangeDbContext|IDbContextFactory|NpgsqlConnection|NpgsqlDataSource)\b")]
    private static partial Regex DatabaseContext();
}
