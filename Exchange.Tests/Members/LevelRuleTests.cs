using Exchange.Core.Members;

namespace Exchange.Tests.Members;

/// <summary>The rule is small enough to ask it everything: each of five labels absent, verified, pending or rejected.</summary>
public sealed class LevelRuleTests
{
    private static readonly string[] Keys = [LabelKeys.Email, LabelKeys.Phone, LabelKeys.Profile, LabelKeys.Document, LabelKeys.Company];
    private static readonly string?[] Values = [null, LabelKeys.Verified, LabelKeys.Pending, LabelKeys.Rejected];

    [Fact]
    public void Every_combination_of_labels_gives_the_level_that_the_sentence_of_the_contract_gives()
    {
        foreach (var labels in All()) Assert.Equal(InWords(labels), LevelRule.Default.LevelOf(labels));
    }

    [Fact]
    public void One_more_verified_label_never_lowers_a_level_but_that_of_becoming_a_company()
    {
        foreach (var labels in All())
        {
            foreach (var key in Keys)
            {
                var more = new Dictionary<string, string>(labels) { [key] = LabelKeys.Verified };
                Assert.True(LevelRule.Default.LevelOf(more) >= LevelRule.Default.LevelOf(labels), $"{Text(labels)} + {key}");
            }
        }
    }

    [Fact]
    public void Labels_that_no_step_names_and_the_order_of_labels_count_for_nothing()
    {
        foreach (var labels in All())
        {
            var other = new Dictionary<string, string>(labels.Reverse()) { ["colour"] = "blue", ["otp"] = "enabled" };
            Assert.Equal(LevelRule.Default.LevelOf(labels), LevelRule.Default.LevelOf(other));
        }
    }

    [Fact]
    public void What_is_missing_is_what_is_asked_for_and_not_there_and_giving_it_gives_the_level()
    {
        foreach (var labels in All())
        {
            var standing = LevelStatus.Of(LevelRule.Default, labels);
            Assert.Equal(LevelRule.Default.LevelOf(labels), standing.Level);
            var given = new Dictionary<string, string>(labels);
            foreach (var missing in standing.MissingFor(3)) given[missing.Key] = missing.Value;
            Assert.Equal(3, LevelRule.Default.LevelOf(given));
            Assert.Equal(standing.Level == 3, standing.MissingFor(3).Count == 0);
        }
    }

    [Fact]
    public void An_installation_may_have_its_own_steps_and_minimum_levels()
    {
        var options = new LevelOptions
        {
            Steps = ["email:verified", "address:verified, colour:blue"],
            MinimumForDeposit = 0,
            MinimumForTrade = 1,
            MinimumForWithdraw = 2,
        };
        Assert.True(LevelRule.TryCreate(options, out var rule));
        Assert.Equal(2, rule.Highest);
        Assert.Equal((0, 1, 2),
            (rule.MinimumFor(Capability.Deposit), rule.MinimumFor(Capability.Trade), rule.MinimumFor(Capability.Withdraw)));
        var labels = new Dictionary<string, string> { ["email"] = "verified", ["address"] = "verified", ["colour"] = "blue" };
        Assert.Equal(2, rule.LevelOf(labels));
        Assert.Equal(1, rule.LevelOf(new Dictionary<string, string>(labels) { ["colour"] = "red" }));
        Assert.Equal(0, rule.LevelOf(new Dictionary<string, string>(labels) { ["email"] = "pending" }));
    }

    [Theory]
    [InlineData("email", 1)]
    [InlineData("email:verified,", 1)]
    [InlineData("E-Mail:verified", 1)]
    [InlineData("email:verified:twice", 1)]
    [InlineData("email:verified", 2)]
    [InlineData("email:verified", -1)]
    public void What_makes_no_rule_is_refused(string step, int minimum) => Assert.False(new LevelOptions
    {
        Steps = [step],
        MinimumForDeposit = minimum,
        MinimumForTrade = minimum,
        MinimumForWithdraw = minimum,
    }.IsValid);

    private static int InWords(Dictionary<string, string> labels)
    {
        bool Is(string key) => labels.TryGetValue(key, out var value) && value == "verified";
        if (!Is("email")) return 0;
        if (!Is("phone")) return 1;
        var person = Is("profile") && Is("document");
        return person && (!labels.ContainsKey("company") || Is("company")) ? 3 : 2;
    }

    private static IEnumerable<Dictionary<string, string>> All()
    {
        var count = (int)Math.Pow(Values.Length, Keys.Length);
        for (var n = 0; n < count; n++)
        {
            var (labels, rest) = (new Dictionary<string, string>(), n);
            foreach (var key in Keys)
            {
                if (Values[rest % Values.Length] is { } value) labels[key] = value;
                rest /= Values.Length;
            }

            yield return labels;
        }
    }

    private static string Text(Dictionary<string, string> labels) => string.Join(", ", labels.Select(l => $"{l.Key}:{l.Value}"));
}
