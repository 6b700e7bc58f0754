namespace Exchange.Core.Engine;

/// <summary>A growing array of events that is filled by the engine and emptied by its caller; reused, so it stops
/// allocating.</summary>
public sealed class EventBuffer
{
    private EngineEvent[] _events = new EngineEvent[256];
    private long _sequence;
    private long _atMicroseconds;

    /// <summary>How many events are in it.</summary>
    public int Count { get; private set; }

    /// <summary>The events in order.</summary>
    public ReadOnlySpan<EngineEvent> Events => _events.AsSpan(0, Count);

    /// <summary>The events where they lie; good until <see cref="Clear"/>.</summary>
    internal ReadOnlyMemory<EngineEvent> Memory => _events.AsMemory(0, Count);

    /// <summary>Forgets all events.</summary>
    public void Clear() => Count = 0;

    /// <summary>A copy of the events that stays as it is.</summary>
    public EngineEvent[] ToArray() => Events.ToArray();

    /// <summary>All events added from now on belong to this command.</summary>
    internal void Begin(long sequence, long atMicroseconds)
    {
        _sequence = sequence;
        _atMicroseconds = atMicroseconds;
    }

    /// <summary>The event added last.</summary>
    internal ref EngineEvent Last => ref _events[Count - 1];

    /// <summary>Adds an event of a kind and gives it to be filled in. The reference is good until the next one is
    /// added.</summary>
    internal ref EngineEvent Add(EventKind kind)
    {
        if (Count == _events.Length) Array.Resize(ref _events, _events.Length * 2);
        ref var added = ref _events[Count++];
        added.Clear();
        added.Kind = kind;
        added.Sequence = _sequence;
        added.AtMicroseconds = _atMicroseconds;
        return ref added;
    }
}
