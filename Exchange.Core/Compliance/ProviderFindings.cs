namespace Exchange.Core.Compliance;

/// <summary>What a provider finds: in the table it is encrypted.</summary>
/// <param name="Score">From 0 to 100, or null.</param>
/// <param name="Reasons">Of the whole.</param>
/// <param name="Items">Of each item.</param>
public sealed record ProviderFindings(int? Score, IReadOnlyList<string> Reasons, IReadOnlyList<ItemFinding> Items)
{
    /// <summary>What was found of an item, or null.</summary>
    public ItemFinding? Of(Guid item) => Items.FirstOrDefault(i => i.Item == item);
}

/// <summary>What a provider finds of an item.</summary>
/// <param name="Item">Which.</param>
/// <param name="Verdict">What.</param>
/// <param name="Reasons">Why.</param>
public sealed record ItemFinding(Guid Item, ProviderVerdict Verdict, IReadOnlyList<string> Reasons);
