using System.Text.RegularExpressions;
using Exchange.Tests.Tidy;

namespace Exchange.Tests.Contract;

/// <summary>docs/bad-input.md and the tests name the same rows.</summary>
public sealed partial class BadInputTableTests
{
    private const string Page = "docs/bad-input.md";

    [Fact]
    public void Every_row_is_tested_or_says_why_not() => Assert.Empty(Problems(Repository.Read(Page), NumbersInTests()));

    [Fact]
    public void A_row_without_a_test_a_test_without_a_row_and_a_row_that_is_tested_after_all_are_found()
    {
        const string page = "| B001 | a | tested | b |\n| B002 | a | later | b |\n| B002 | a | later | b |\n| B003 | a | later | |";
        Assert.Equal(6, Problems(page, ["B002", "B009"]).Count());
    }

    private static IEnumerable<string> Problems(string page, HashSet<string> tested)
    {
        var rows = Row().Matches(page)
            .Select(row => (Id: row.Groups[1].Value, State: row.Groups[2].Value, Here: row.Groups[3].Value)).ToList();
        foreach (var (id, state, here) in rows)
        {
            if (state == "tested" != tested.Contains(id)) yield return $"{id} says {state}; tests name it: {tested.Contains(id)}.";
            if (state is not ("tested" or "later" or "no such thing")) yield return $"{id} has the state {state}.";
            if (here.Length == 0) yield return $"{id} does not say what happens.";
        }

        foreach (var row in rows.GroupBy(row => row.Id).Where(same => same.Count() > 1)) yield return $"{row.Key} has two rows.";
        foreach (var id in tested.Except(rows.Select(row => row.Id)).Where(IsHere)) yield return $"{id} is tested and has no row.";
    }

    /// <summary>The page is about these parts of the list; tests also carry numbers of others.</summary>
    private static bool IsHere(string id) =>
        int.Parse(id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) is <= 224;

    private static HashSet<string> NumbersInTests() =>
    [
        .. from file in Repository.Files
           where file.StartsWith("Exchange.Tests/", StringComparison.Ordinal) || file.StartsWith("e2e/", StringComparison.Ordinal)
           where file.EndsWith(".cs", StringComparison.Ordinal) && Path.GetFileName(file) != $"{nameof(BadInputTableTests)}.cs"
           from Match number in Number().Matches(Repository.Read(file))
           select number.Value,
    ];

    [GeneratedRegex(@"^\| (B\d{3}) \| [^|]+ \| ([^|]+) \| ?([^|]*?) ?\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\bB\d{3}\b")]
    private static partial Regex Number();
}
