using System.Collections.Concurrent;

namespace Exchange.Core.Storage;

/// <summary>
/// Keeps what was read from the database for less than five seconds, so that the hot path does not ask again and a
/// change made by another process still takes effect in five. Callers that miss together share one load. Nothing is
/// kept of keys that do not exist, so a flood of made-up keys fills nothing.
/// </summary>
internal sealed class ShortLivedCache<TKey, TValue>(TimeProvider time, Func<TKey, Task<TValue?>> load)
    where TKey : notnull
    where TValue : class
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(4);
    public const int MaxEntries = 50_000;

    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();

    public ValueTask<TValue?> GetAsync(TKey key)
    {
        var found = _entries.TryGetValue(key, out var entry);
        return found && IsFresh(entry!) ? new ValueTask<TValue?>(entry!.Load.Value) : LoadAsync(key, entry);
    }

    public void Invalidate(TKey key) => _entries.TryRemove(key, out _);

    public void InvalidateAll() => _entries.Clear();

    /// <summary>All that is kept and has been read.</summary>
    public IReadOnlyList<KeyValuePair<TKey, TValue>> Loaded() =>
    [
        .. from entry in _entries
           where IsFresh(entry.Value) && entry.Value.Load is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }
           let value = entry.Value.Load.Value.GetAwaiter().GetResult()
           where value is not null
           select KeyValuePair.Create(entry.Key, value),
    ];

    private bool IsFresh(Entry entry) => time.GetElapsedTime(entry.StartedAt) < Lifetime;

    private async ValueTask<TValue?> LoadAsync(TKey key, Entry? stale)
    {
        var entry = new Entry(time.GetTimestamp(), new Lazy<Task<TValue?>>(() => load(key)));
        if (stale is null ? !_entries.TryAdd(key, entry) : !_entries.TryUpdate(key, entry, stale))
            if (_entries.TryGetValue(key, out var other) && IsFresh(other)) entry = other;
        if (_entries.Count > MaxEntries) _entries.Clear();

        TValue? value = null;
        try
        {
            value = await entry.Load.Value;
        }
        finally
        {
            if (value is null) _entries.TryRemove(KeyValuePair.Create(key, entry));
        }

        return value;
    }

    private sealed record Entry(long StartedAt, Lazy<Task<TValue?>> Load);
}
