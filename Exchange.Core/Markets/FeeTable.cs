using Exchange.Core.Primitives;

namespace Exchange.Core.Markets;

/// <summary>Maker and taker rate of one order.</summary>
/// <param name="Maker">As maker.</param>
/// <param name="Taker">As taker.</param>
public readonly record struct FeeRates(FeeRate Maker, FeeRate Taker);

/// <summary>
/// The rates of every market and member group, worked out once per change of the <see cref="FeeSchedule"/> so that an order
/// finds its own by two indexes. Groups are numbered in the order they first appeared.
/// </summary>
public sealed class FeeTable
{
    private readonly List<string> _groups = [FeeSchedule.DefaultGroup];
    private FeeRates[][] _ratesOfMarket = [];

    /// <summary>The number of <see cref="FeeSchedule.DefaultGroup"/>.</summary>
    public const int DefaultGroup = 0;

    /// <summary>How many groups there are.</summary>
    public int GroupCount => _groups.Count;

    /// <summary>A group's name.</summary>
    public string NameOf(int group) => _groups[group];

    /// <summary>A group's number; when it is new, call <see cref="Rebuild"/> before the next order.</summary>
    public int NumberOf(string group)
    {
        var number = _groups.IndexOf(group);
        if (number >= 0) return number;
        _groups.Add(group);
        return _groups.Count - 1;
    }

    /// <summary>The rates for a market and a group.</summary>
    public FeeRates this[int market, int group] => _ratesOfMarket[market][group];

    /// <summary>Works all rates out again.</summary>
    public void Rebuild(MarketCatalog catalog) =>
        _ratesOfMarket = [.. catalog.Markets.Select(market => _groups.Select(group => RatesOf(catalog, market.Id, group)).ToArray())];

    private static FeeRates RatesOf(MarketCatalog catalog, MarketId market, string group)
    {
        var entry = catalog.FeesFor(market, group);
        return new FeeRates(entry.Maker, entry.Taker);
    }
}
