using Exchange.Core.Primitives;

namespace Exchange.Core.Matching;

/// <summary>What only a conditional or linked order has.</summary>
public struct OrderTerms
{
    /// <summary>What it locked when it was accepted; while it waits.</summary>
    public Amount Locked;

    /// <summary>What it waits, or waited, for.</summary>
    public TriggerKind Trigger;

    /// <summary>The last price that triggers it; of a trailing stop as it stands now.</summary>
    public Price TriggerPrice;

    /// <summary>A trailing stop's distance in ticks, or 0.</summary>
    public long TrailTicks;

    /// <summary>A trailing stop's distance in basis points, or 0.</summary>
    public int TrailBasisPoints;

    /// <summary>The best last price since a trailing stop was placed.</summary>
    public Price Extreme;

    /// <summary>Slot of the other order of a pair, or -1.</summary>
    public int LinkedSlot;

    /// <summary>The other order of a pair, 0 for none; stays when that order is gone.</summary>
    public OrderId LinkedOrder;
}

/// <summary>The terms of those orders that have any; freed places are used again.</summary>
public sealed class TermsTable
{
    private readonly Stack<int> _free = new();
    private OrderTerms[] _terms = new OrderTerms[64];
    private int _used = 1;

    /// <summary>The terms at a place. The reference is good until <see cref="Take"/> is called.</summary>
    public ref OrderTerms this[int place] => ref _terms[place];

    /// <summary>A place above 0 with empty terms.</summary>
    public int Take()
    {
        if (!_free.TryPop(out var place))
        {
            if (_used == _terms.Length) Array.Resize(ref _terms, _terms.Length * 2);
            place = _used++;
        }

        _terms[place] = new OrderTerms { LinkedSlot = -1 };
        return place;
    }

    /// <summary>Frees a place; 0 is none.</summary>
    public void Free(int place)
    {
        if (place != 0) _free.Push(place);
    }
}
