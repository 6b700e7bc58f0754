namespace Exchange.Tests.Tidy;

/// <summary>Style as a test, each rule with a sample that breaks it.</summary>
public sealed class TidyTests
{
    [Fact]
    public void The_repository_keeps_its_own_style()
    {
        var findings = Repository.Files.SelectMany(path => TidyRules.Findings(path, Repository.Read(path)))
            .Concat(LayoutRules.Readmes(Repository.Files, Repository.Read)).ToList();
        Assert.True(Repository.Files.Count > 50, "Hardly any files were found.");
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    public static TheoryData<string, string, string> Violations => new()
    {
        { "Exchange.Core/Ledger/A.cs", new string('x', 141), "141 columns" },
        { "Exchange.Core/Ledger/A.cs", Lines("x", 401), "at most 400" },
        { "Exchange.Web/wwwroot/a.css", Lines("x", 801), "at most 800" },
        { "Exchange.Core/Ledger/A.cs", Method(lines: 71), "method of 71" },
        { "Exchange.Web/Trade/A.razor", "@code {\n" + Lines("    x", 41) + "\n}", "@code of 41" },
        { "Exchange.Core/Ledger/A.cs", "#" + "region Things", "line 1 has #" },
        { "Exchange.Web/Trade/a.js", "// TO" + "DO later", "finish it" },
        { "Exchange.Core/Ledger/MoneyHelper.cs", "", "drawer" },
        { "Exchange.Core/Ledger/StringExtensions.cs", "", "drawer" },
        { "Exchange.Web/Common/A.cs", "", "drawer" },
        { "Exchange.Core/A.cs", "", "in no room" },
        { "Exchange.Core/Ledger/Deep/A.cs", "", "rooms are flat" },
        { "docs/key.md", "-----BEGIN RSA " + "PRIVATE KEY-----", "key material" },
        { "appsettings.json", "\"Host=x;Pass" + "word=hunter22;\"", "a password" },
        { "run", "cd /ho" + "me/alice/exchange", "path of one machine" },
        { "Exchange.Core/Matching/A.cs", "var id = Guid." + "NewGuid();", "not deterministic" },
        { "Exchange.Core/Engine/Settlement.cs", "TimeProv" + "ider time", "not deterministic" },
        { "Exchange.Core/Engine/NewRule.cs", "new Ran" + "dom(1)", "not deterministic" },
        { "Exchange.Web/Api/A.cs", "Log(\"placed {" + "@Command}\")", "destructures" },
        { "Exchange.Tests/A.cs", "await Task." + "Delay(5);", "waits for time" },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public void A_violation_is_found(string path, string text, string finding) =>
        Assert.Contains(TidyRules.Findings(path, text), f => f.Contains(finding, StringComparison.Ordinal));

    [Theory]
    [InlineData("Exchange.Core/Ledger/LedgerServiceCollectionExtensions.cs", "class A;")]
    [InlineData("Exchange.Core/Engine/Sequencer.cs", "TimeProvider time")]
    [InlineData("Exchange.Core/Storage/Migrations/A.cs", "anything")]
    public void What_is_allowed_is_not_found(string path, string text) => Assert.Empty(TidyRules.Findings(path, text));

    [Fact]
    public void A_long_type_is_not_a_long_method() => Assert.Empty(TidyRules.Findings(
        "Exchange.Core/Ledger/A.cs", "public sealed class A(int b)\n    : B\n{\n" + Lines("    int x;", 100) + "\n}"));

    [Fact]
    public void A_room_without_a_page_or_with_a_long_one_is_found()
    {
        string[] paths = ["Exchange.Core/A/X.cs", "Exchange.Core/B/X.cs", "Exchange.Core/B/README.md"];
        var findings = LayoutRules.Readmes(paths, _ => Lines("x", 41)).ToList();
        Assert.Contains(findings, f => f.StartsWith("Exchange.Core/A/README.md is missing", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.StartsWith("Exchange.Core/B/README.md is longer", StringComparison.Ordinal));
    }

    private static string Method(int lines) =>
        "class A\n{\n    void B()\n    {\n" + Lines("        x;", lines) + "\n    }\n}";

    private static string Lines(string line, int count) => string.Join('\n', Enumerable.Repeat(line, count));
}
