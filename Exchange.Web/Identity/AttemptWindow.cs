using System.Collections.Concurrent;

namespace Exchange.Web.Identity;

/// <summary>Counts tries per key in windows of time.</summary>
internal sealed class AttemptWindow<TKey>(AttemptLimit limit, TimeProvider time)
    where TKey : notnull
{
    /// <summary>Most keys at a time. When so many are busy, new ones are refused.</summary>
    private const int MaxKeys = 100_000;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TKey, Slot> _slots = new();
    private readonly Lock _sweeping = new();
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Counts a try. Null when it is within the limit, else how long to wait.</summary>
    public TimeSpan? Take(TKey key)
    {
        if (!_slots.TryGetValue(key, out var slot))
        {
            if (_slots.Count >= MaxKeys && !Sweep()) return limit.Window;
            slot = _slots.GetOrAdd(key, _ => new Slot { StartedAt = time.GetTimestamp() });
        }

        lock (slot)
        {
            var age = time.GetElapsedTime(slot.StartedAt);
            if (age >= limit.Window)
            {
                slot.StartedAt = time.GetTimestamp();
                slot.Count = 0;
                age = TimeSpan.Zero;
            }

            if (slot.Count >= limit.Count) return limit.Window - age;
            slot.Count++;
            return null;
        }
    }

    /// <summary>Forgets windows that are over; true when there is room again.</summary>
    private bool Sweep()
    {
        lock (_sweeping)
        {
            if (time.GetElapsedTime(_sweptAt) >= SweepInterval)
            {
                foreach (var (key, slot) in _slots)
                {
                    if (time.GetElapsedTime(slot.StartedAt) >= limit.Window) _slots.TryRemove(key, out _);
                }

                _sweptAt = time.GetTimestamp();
            }
        }

        return _slots.Count < MaxKeys;
    }

    private sealed class Slot
    {
        public long StartedAt;
        public int Count;
    }
}
