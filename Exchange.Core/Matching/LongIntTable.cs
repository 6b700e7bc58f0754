using System.Numerics;

namespace Exchange.Core.Matching;

/// <summary>A hash table from positive longs to ints: open addressing with linear probing, no tombstones, no
/// objects.</summary>
internal sealed class LongIntTable
{
    private (long Key, int Value)[] _entries = new (long, int)[64];

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>The value of a key, or -1.</summary>
    public int Find(long key)
    {
        var mask = _entries.Length - 1;
        for (var i = Home(key); ; i = (i + 1) & mask)
        {
            ref var entry = ref _entries[i];
            if (entry.Key == key) return entry.Value;
            if (entry.Key == 0) return -1;
        }
    }

    /// <summary>Adds a key that is not in the table.</summary>
    public void Add(long key, int value)
    {
        if (Count * 2 >= _entries.Length) Grow();
        Place(key, value);
        Count++;
    }

    /// <summary>Removes a key if it is in the table, and closes the gap so that no probe stops early.</summary>
    public void Remove(long key)
    {
        var mask = _entries.Length - 1;
        var gap = Home(key);
        while (_entries[gap].Key != key)
        {
            if (_entries[gap].Key == 0) return;
            gap = (gap + 1) & mask;
        }

        for (var i = (gap + 1) & mask; _entries[i].Key != 0; i = (i + 1) & mask)
        {
            var distanceFromHome = (i - Home(_entries[i].Key)) & mask;
            if (distanceFromHome < ((i - gap) & mask)) continue;
            _entries[gap] = _entries[i];
            gap = i;
        }

        _entries[gap] = default;
        Count--;
    }

    private int Home(long key) =>
        (int)(unchecked((ulong)key * 0x9E3779B97F4A7C15) >> (64 - BitOperations.Log2((uint)_entries.Length)));

    private void Place(long key, int value)
    {
        var mask = _entries.Length - 1;
        var i = Home(key);
        while (_entries[i].Key != 0) i = (i + 1) & mask;
        _entries[i] = (key, value);
    }

    private void Grow()
    {
        var entries = _entries;
        _entries = new (long, int)[entries.Length * 2];
        foreach (var (key, value) in entries)
            if (key != 0) Place(key, value);
    }
}
