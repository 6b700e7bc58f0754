using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>The price levels that a command changed, each once, in the order of the first change.</summary>
internal sealed class TouchedLevels(EngineState state)
{
    private (Price Price, int Level, ushort Market, Side Side)[] _levels = new (Price, int, ushort, Side)[16];
    private int _count;
    private long _stamp = 1;

    /// <summary>Notes the level that an order is queued at.</summary>
    public void Touch(PriceLevels levels, in OrderNode order)
    {
        ref var level = ref levels[order.Level];
        if (level.Stamp == _stamp) return;
        level.Stamp = _stamp;
        Add(order, level.Price);
    }

    /// <summary>Notes a level that an order has just opened; it may have been noted and have gone before.</summary>
    public void TouchNew(PriceLevels levels, in OrderNode order)
    {
        levels[order.Level].Stamp = _stamp;
        for (var i = 0; i < _count; i++)
            if (_levels[i].Price == order.Price && _levels[i].Side == order.Side && _levels[i].Market == order.Market) return;
        Add(order, order.Price);
    }

    /// <summary>Writes what each level shows now, and forgets them.</summary>
    public void WriteTo(EventBuffer output)
    {
        for (var i = 0; i < _count; i++)
        {
            ref var touched = ref _levels[i];
            var levels = state.MarketAt(touched.Market).Book[touched.Side];
            // The level may have gone, and its place may be another's by now.
            var isThere = levels[touched.Level].Stamp == _stamp && levels[touched.Level].Price == touched.Price;
            var level = isThere ? touched.Level : levels.Find(touched.Price);
            ref var changed = ref output.Add(EventKind.LevelChanged);
            changed.Market = new MarketId(touched.Market);
            changed.Side = touched.Side;
            changed.Price = touched.Price;
            changed.Quantity = level < 0 ? Quantity.Zero : levels[level].Shown;
        }

        _count = 0;
        _stamp++;
    }

    private void Add(in OrderNode order, Price price)
    {
        if (_count == _levels.Length) Array.Resize(ref _levels, _count * 2);
        ref var touched = ref _levels[_count++];
        touched.Price = price;
        touched.Level = order.Level;
        touched.Market = order.Market;
        touched.Side = order.Side;
    }
}
