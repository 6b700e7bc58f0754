using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>The price levels that a command changed, each once, in the order of the first change.</summary>
internal sealed class TouchedLevels
{
    private readonly List<(Side Side, Price Price)> _levels = [];

    public void Add(Side side, Price price)
    {
        // A taker walks level by level, so the last entry is nearly always the one.
        for (var i = _levels.Count - 1; i >= 0; i--)
            if (_levels[i].Price == price && _levels[i].Side == side) return;
        _levels.Add((side, price));
    }

    /// <summary>Writes what each level holds now, and forgets them.</summary>
    public void WriteTo(EventBuffer output, MarketId market, OrderBook book)
    {
        foreach (var (side, price) in _levels)
        {
            ref var changed = ref output.Add(EventKind.LevelChanged);
            changed.Market = market;
            changed.Side = side;
            changed.Price = price;
            changed.Quantity = book.TotalAt(side, price);
        }

        _levels.Clear();
    }
}
