using Exchange.Core.Primitives;

namespace Exchange.Web.Demo;

/// <summary>
/// The price that the bots of a market believe in: a geometric random walk in whole ticks, drawn back to its anchor so
/// that a demo left alone for weeks stays plausible. The same seed gives the same walk.
/// </summary>
internal sealed class ReferencePrice(Price anchor, Price start, int seed)
{
    /// <summary>The largest step, in parts per million of the price.</summary>
    public const int MaxStep = 150;

    /// <summary>The pull back, in parts per million for each part that the price is away from the anchor.</summary>
    private const long Pull = 100;
    private const long Million = 1_000_000;
    private readonly Random _dice = new(seed);

    public Price Current { get; private set; } = start;

    public void Step()
    {
        var ticks = Current.Ticks;
        var step = _dice.Next(-MaxStep, MaxStep + 1) + _dice.Next(-MaxStep, MaxStep + 1);
        var pull = (Int128)(anchor.Ticks - ticks) * Pull / anchor.Ticks;
        var moved = (Int128)ticks * (Million + step / 2 + pull) / Million;
        Current = new Price((long)Int128.Max(1, moved));
    }
}
