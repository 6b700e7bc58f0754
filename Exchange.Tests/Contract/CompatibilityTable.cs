using System.Globalization;
using System.Text;

namespace Exchange.Tests.Contract;

/// <summary>Prints what a run found as the page <c>docs/compatibility.md</c>.</summary>
internal static class CompatibilityTable
{
    /// <summary>Where the page is.</summary>
    public const string File = "docs/compatibility.md";

    /// <summary>Set to anything, a run writes the page instead of comparing it.</summary>
    public const string RefreshVariable = "EXCHANGE_WRITE_COMPATIBILITY";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private const string Introduction = """
        # Compatibility

        Printed by the contract tests (`Exchange.Tests/Contract`), which ask the running program every case named here; do not edit it by
        hand.
        `EXCHANGE_WRITE_COMPATIBILITY=1 dotnet test Exchange.Tests --filter FullyQualifiedName~ContractTests` writes it anew.

        "works": as Peatio, Barong and Ranger 2.6 answer it, but for the notes. "ours": an addition. "501": the capability comes later,
        and the endpoint says
        so with `server.not_implemented` instead of an empty success.

        """;

    /// <summary>The page.</summary>
    public static string Print(ContractRun run)
    {
        var page = new StringBuilder(Introduction);
        foreach (var module in ContractTable.Modules)
        {
            page.Append(Invariant, $"\n## {module.Title}\n\n");
            if (module.IsByCase) PrintCases(page, run, module);
            else PrintEndpoints(page, run, module);
        }

        return page.ToString();
    }

    private static void PrintEndpoints(StringBuilder page, ContractRun run, ContractModule module)
    {
        page.Append(Invariant, $"Under `{module.Prefix}`.\n\n| Endpoint | State | Cases | Notes |\n|---|---|---|---|\n");
        foreach (var endpoint in module.Rows.GroupBy(row => row.Endpoint))
        {
            var cases = string.Join("; ", endpoint.Select(row => $"{row.Case} {row.Status}"));
            var note = module.Notes.GetValueOrDefault(endpoint.Key, "");
            page.Append(Invariant, $"| `{endpoint.Key}` | {StateOf(run, module, endpoint)} | {cases} | {note} |\n");
        }
    }

    private static string StateOf(ContractRun run, ContractModule module, IGrouping<string, ContractRow> endpoint)
    {
        if (endpoint.Any(row => run.ProblemOf(module, row) is not null)) return "**fails**";
        if (endpoint.Any(row => row.Status == 501)) return "501";
        return module.Ours.Contains(endpoint.Key) ? "ours" : "works";
    }

    private static void PrintCases(StringBuilder page, ContractRun run, ContractModule module)
    {
        page.Append("| Case | Asked | Answer |\n|---|---|---|\n");
        foreach (var row in module.Rows)
        {
            var answer = run.ProblemOf(module, row) is null ? $"{row.Status} {row.Errors?.Replace("\"", "")}".TrimEnd() : "**fails**";
            page.Append(Invariant, $"| {row.Case} | `{row.Endpoint}` | {answer} |\n");
        }
    }
}
