using Exchange.Core.Primitives;

namespace Exchange.Core.Members;

/// <summary>One level: what it asks for, what of it the member has, and what it gives.</summary>
/// <param name="Level">Which.</param>
/// <param name="IsReached">Whether the member has it.</param>
/// <param name="Requirements">What it asks for beyond the level before, and the label's value that the member has, or null.</param>
/// <param name="Gives">What may be done from this level on.</param>
public sealed record LevelStep(
    int Level, bool IsReached, IReadOnlyList<(LabelRequirement Needed, string? Has)> Requirements, IReadOnlyList<Capability> Gives);

/// <summary>Where a member stands, and what is missing for more.</summary>
/// <param name="Level">The level.</param>
/// <param name="IsCompany">Whether the account is a company's.</param>
/// <param name="Steps">All levels in order.</param>
public sealed record LevelStanding(int Level, bool IsCompany, IReadOnlyList<LevelStep> Steps)
{
    /// <summary>What is missing for a level, in the order in which it can be done.</summary>
    public IReadOnlyList<LabelRequirement> MissingFor(int level) =>
    [
        .. from step in Steps
           where step.Level <= level
           from requirement in step.Requirements
           where requirement.Has != requirement.Needed.Value
           select requirement.Needed,
    ];
}

/// <summary>Tells a member where they stand.</summary>
public sealed class LevelStatus(Labels labels, LevelRule rule)
{
    private static readonly Capability[] Capabilities = [Capability.Deposit, Capability.Trade, Capability.Withdraw];

    /// <summary>Where a member stands.</summary>
    public async Task<LevelStanding> OfAsync(MemberId member, CancellationToken cancellationToken) =>
        Of(rule, await labels.PrivateAsync(member, cancellationToken));

    /// <summary>The same from labels that are known.</summary>
    public static LevelStanding Of(LevelRule rule, IReadOnlyDictionary<string, string> labels)
    {
        var level = rule.LevelOf(labels);
        var isCompany = labels.ContainsKey(LabelKeys.Company);
        var steps = Enumerable.Range(1, rule.Highest).Select(step => new LevelStep(
            step, step <= level,
            [.. rule.Requires(step, isCompany).Select(needed => (needed, labels.GetValueOrDefault(needed.Key)))],
            [.. Capabilities.Where(capability => Math.Max(1, rule.MinimumFor(capability)) == step)]));
        return new LevelStanding(level, isCompany, [.. steps]);
    }
}
