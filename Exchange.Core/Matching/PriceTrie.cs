using System.Numerics;
using Exchange.Core.Primitives;

namespace Exchange.Core.Matching;

/// <summary>
/// Finds price levels by price, and a price's neighbours: a 64-way trie over the bits of the tick count with a bitmap in
/// each node, as deep as the market's highest price needs (5 steps for a thousand million ticks). Every operation takes
/// time proportional to that depth, whatever the number of levels. Nodes are pooled.
/// </summary>
internal sealed class PriceTrie
{
    private const int BitsPerStep = 6;
    private const int Fan = 1 << BitsPerStep;
    private const int Root = 0;
    private readonly int _topShift;
    private readonly Stack<int> _free = new();
    private ulong[] _bitmaps = new ulong[16];
    private int[] _children = new int[16 * Fan];
    private int _used = 1;

    /// <summary>An empty trie for prices up to <paramref name="highest"/>.</summary>
    public PriceTrie(Price highest)
    {
        var bits = BitOperations.Log2((ulong)highest.Ticks) + 1;
        _topShift = (bits - 1) / BitsPerStep * BitsPerStep;
    }

    /// <summary>The level at a price, or -1.</summary>
    public int Find(Price price)
    {
        var node = Root;
        for (var shift = _topShift; ; shift -= BitsPerStep)
        {
            var digit = Digit(price, shift);
            if ((_bitmaps[node] >> digit & 1) == 0) return -1;
            node = _children[node * Fan + digit];
            if (shift == 0) return node;
        }
    }

    /// <summary>Puts a level at a price that has none.</summary>
    public void Add(Price price, int level)
    {
        var node = Root;
        for (var shift = _topShift; shift > 0; shift -= BitsPerStep)
        {
            var digit = Digit(price, shift);
            if ((_bitmaps[node] >> digit & 1) == 0) Set(node, digit, Take());
            node = _children[node * Fan + digit];
        }

        Set(node, Digit(price, 0), level);
    }

    /// <summary>Takes out the level at a price that has one.</summary>
    public void Remove(Price price) => RemoveBelow(Root, price, _topShift);

    /// <summary>The level at the lowest price above a price, or -1.</summary>
    public int Above(Price price)
    {
        var (node, fork, forkShift) = (Root, -1, 0);
        for (var shift = _topShift; ; shift -= BitsPerStep)
        {
            var digit = Digit(price, shift);
            // Shifted twice: a shift by 64 would do nothing.
            if ((_bitmaps[node] >> digit >> 1) != 0) (fork, forkShift) = (node, shift);
            if (shift == 0 || (_bitmaps[node] >> digit & 1) == 0) break;
            node = _children[node * Fan + digit];
        }

        if (fork < 0) return -1;
        var above = Digit(price, forkShift) + 1;
        node = _children[fork * Fan + above + BitOperations.TrailingZeroCount(_bitmaps[fork] >> above)];
        for (var shift = forkShift; shift > 0; shift -= BitsPerStep)
            node = _children[node * Fan + BitOperations.TrailingZeroCount(_bitmaps[node])];
        return node;
    }

    /// <summary>The level at the highest price below a price, or -1.</summary>
    public int Below(Price price)
    {
        var (node, fork, forkShift) = (Root, -1, 0);
        for (var shift = _topShift; ; shift -= BitsPerStep)
        {
            var digit = Digit(price, shift);
            if ((_bitmaps[node] & LowerThan(digit)) != 0) (fork, forkShift) = (node, shift);
            if (shift == 0 || (_bitmaps[node] >> digit & 1) == 0) break;
            node = _children[node * Fan + digit];
        }

        if (fork < 0) return -1;
        node = _children[fork * Fan + BitOperations.Log2(_bitmaps[fork] & LowerThan(Digit(price, forkShift)))];
        for (var shift = forkShift; shift > 0; shift -= BitsPerStep)
            node = _children[node * Fan + BitOperations.Log2(_bitmaps[node])];
        return node;
    }

    private static int Digit(Price price, int shift) => unchecked((int)(price.Ticks >> shift)) & (Fan - 1);

    private static ulong LowerThan(int digit) => (1UL << digit) - 1;

    private bool RemoveBelow(int node, Price price, int shift)
    {
        var digit = Digit(price, shift);
        if (shift > 0)
        {
            var child = _children[node * Fan + digit];
            if (!RemoveBelow(child, price, shift - BitsPerStep)) return false;
            _free.Push(child);
        }

        _bitmaps[node] &= ~(1UL << digit);
        return _bitmaps[node] == 0;
    }

    private void Set(int node, int digit, int child)
    {
        _bitmaps[node] |= 1UL << digit;
        _children[node * Fan + digit] = child;
    }

    private int Take()
    {
        if (_free.TryPop(out var node)) return node;
        if (_used == _bitmaps.Length)
        {
            Array.Resize(ref _bitmaps, _bitmaps.Length * 2);
            Array.Resize(ref _children, _children.Length * 2);
        }

        return _used++;
    }
}
