using Exchange.Core.Primitives;

namespace Exchange.Core.Markets;

/// <summary>Maker and taker rate for one market (or any) and one member group (or any).</summary>
/// <param name="Market">The market, or null for any.</param>
/// <param name="Group">The member group, or <see cref="FeeSchedule.AnyGroup"/>.</param>
/// <param name="Maker">Paid by the resting order's owner.</param>
/// <param name="Taker">Paid by the incoming order's owner.</param>
public sealed record FeeScheduleEntry(MarketId? Market, string Group, FeeRate Maker, FeeRate Taker);

/// <summary>
/// Immutable. Chooses fees as Peatio does: a matching group weighs 10, a matching market 1, the heaviest entry wins;
/// with no entry the fee is 0.
/// </summary>
public sealed class FeeSchedule
{
    /// <summary>The group name that stands for every group.</summary>
    public const string AnyGroup = "any";

    /// <summary>The group of a member who was never given another.</summary>
    public const string DefaultGroup = "vip-0";

    private readonly FeeScheduleEntry[] _entries;

    /// <summary>An empty schedule: no fees.</summary>
    public FeeSchedule() => _entries = [];

    private FeeSchedule(FeeScheduleEntry[] entries) => _entries = entries;

    /// <summary>All entries in the order they were first set.</summary>
    public IReadOnlyList<FeeScheduleEntry> Entries => _entries;

    /// <summary>The schedule with an entry added, or put in the place of the one for the same market and
    /// group.</summary>
    public FeeSchedule With(FeeScheduleEntry entry)
    {
        var index = Array.FindIndex(_entries, e => e.Market == entry.Market && e.Group == entry.Group);
        if (index < 0) return new FeeSchedule([.. _entries, entry]);
        var entries = _entries.ToArray();
        entries[index] = entry;
        return new FeeSchedule(entries);
    }

    /// <summary>The entry that applies to a market and a group.</summary>
    public FeeScheduleEntry For(MarketId market, string group)
    {
        FeeScheduleEntry? best = null;
        var bestWeight = -1;
        foreach (var entry in _entries)
        {
            var weight = Weight(entry, market, group);
            if (weight <= bestWeight) continue;
            best = entry;
            bestWeight = weight;
        }

        return best ?? new FeeScheduleEntry(null, AnyGroup, default, default);
    }

    private static int Weight(FeeScheduleEntry entry, MarketId market, string group)
    {
        if (entry.Market is { } m && m != market) return -1;
        if (entry.Group != AnyGroup && entry.Group != group) return -1;
        return (entry.Group == AnyGroup ? 0 : 10) + (entry.Market is null ? 0 : 1);
    }
}
