namespace Exchange.Core.Members;

/// <summary>What a member may do with money once their level is high enough.</summary>
public enum Capability
{
    /// <summary>Bring money in.</summary>
    Deposit = 0,

    /// <summary>Place and change orders. Canceling asks for no level.</summary>
    Trade = 1,

    /// <summary>Take money out.</summary>
    Withdraw = 2,
}

/// <summary>Levels and what they are needed for, section <c>Levels</c> of the configuration.</summary>
public sealed class LevelOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Levels";

    /// <summary>What makes the section right.</summary>
    public const string Rules =
        "Levels: at most 9 steps, each with requirements of the form key:value; minimum levels from 0 to the number of steps.";

    /// <summary>Most steps.</summary>
    public const int MaxSteps = 9;

    /// <summary>
    /// The steps in order, from level 1 on: the private labels that a step asks for, <c>key:value</c> with commas between. Empty means
    /// Barong's: the address, then the telephone, then profile and document.
    /// </summary>
    public IList<string> Steps { get; init; } = [];

    /// <summary>What the last step asks of a company besides.</summary>
    public string CompanyRequires { get; set; } = $"{LabelKeys.Company}:{LabelKeys.Verified}";

    /// <summary>The level that deposits ask for.</summary>
    public int MinimumForDeposit { get; set; } = 3;

    /// <summary>The level that trading asks for.</summary>
    public int MinimumForTrade { get; set; } = 3;

    /// <summary>The level that withdrawals ask for.</summary>
    public int MinimumForWithdraw { get; set; } = 3;

    /// <summary>True when the rule can be made of them.</summary>
    public bool IsValid => LevelRule.TryCreate(this, out _);
}

/// <summary>A label that a level asks for.</summary>
/// <param name="Key">The label's key.</param>
/// <param name="Value">The value that it must have.</param>
public readonly record struct LabelRequirement(string Key, string Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}:{Value}";
}

/// <summary>
/// Computes levels: a member has the level of the last step of the unbroken row, from the first, whose labels they all have. A pure
/// function of the labels, so an order in which they come or a repetition of one makes no difference.
/// </summary>
public sealed class LevelRule
{
    private static readonly string[] BarongSteps =
    [
        $"{LabelKeys.Email}:{LabelKeys.Verified}",
        $"{LabelKeys.Phone}:{LabelKeys.Verified}",
        $"{LabelKeys.Profile}:{LabelKeys.Verified},{LabelKeys.Document}:{LabelKeys.Verified}",
    ];

    private readonly LabelRequirement[][] _steps;
    private readonly LabelRequirement[] _ofCompanies;
    private readonly int[] _minimum;

    private LevelRule(LabelRequirement[][] steps, LabelRequirement[] ofCompanies, int[] minimum) =>
        (_steps, _ofCompanies, _minimum) = (steps, ofCompanies, minimum);

    /// <summary>Barong's steps, and the highest level for everything to do with money.</summary>
    public static LevelRule Default { get; } =
        TryCreate(new LevelOptions(), out var rule) ? rule : throw new InvalidOperationException(LevelOptions.Rules);

    /// <summary>The highest level.</summary>
    public int Highest => _steps.Length;

    /// <summary>The rule that options describe, or false.</summary>
    public static bool TryCreate(LevelOptions options, out LevelRule rule)
    {
        rule = null!;
        var texts = options.Steps.Count == 0 ? BarongSteps : [.. options.Steps];
        int[] minimum = [options.MinimumForDeposit, options.MinimumForTrade, options.MinimumForWithdraw];
        if (texts.Length > LevelOptions.MaxSteps || minimum.Any(level => level < 0 || level > texts.Length)) return false;
        var steps = new LabelRequirement[texts.Length][];
        for (var i = 0; i < steps.Length; i++)
            if (!TryParse(texts[i], out steps[i])) return false;
        if (!TryParse(options.CompanyRequires, out var ofCompanies)) return false;
        rule = new LevelRule(steps, ofCompanies, minimum);
        return true;
    }

    /// <summary>The level that something asks for.</summary>
    public int MinimumFor(Capability capability) => _minimum[(int)capability];

    /// <summary>What a level asks for beyond the level before it.</summary>
    public IReadOnlyList<LabelRequirement> Requires(int level, bool isCompany) =>
        isCompany && level == Highest ? [.. _steps[level - 1], .. _ofCompanies] : _steps[level - 1];

    /// <summary>The level that private labels give; a company is who has a label of that key, whatever its value.</summary>
    public int LevelOf(IReadOnlyDictionary<string, string> labels)
    {
        var isCompany = labels.ContainsKey(LabelKeys.Company);
        for (var level = 1; level <= Highest; level++)
            if (!Requires(level, isCompany).All(needed => Has(labels, needed))) return level - 1;
        return Highest;
    }

    /// <summary>Whether labels hold what is required.</summary>
    public static bool Has(IReadOnlyDictionary<string, string> labels, LabelRequirement needed) =>
        labels.TryGetValue(needed.Key, out var value) && value == needed.Value;

    private static bool TryParse(string text, out LabelRequirement[] requirements)
    {
        List<LabelRequirement> found = [];
        requirements = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split(':') is not [var key, var value] || !MemberLabel.IsWord(key) || !MemberLabel.IsWord(value)) return false;
            found.Add(new LabelRequirement(key, value));
        }

        requirements = [.. found];
        return true;
    }
}
