using System.Collections.Concurrent;

namespace Exchange.Core.Engine;

/// <summary>Counts the readers of a buffer of events; the last one gives it back. A reader that goes away without a word
/// only costs the buffer, which is then collected.</summary>
internal sealed class EventLease(EventBuffer buffer, EventBuffers home)
{
    private int _readers = 1;

    public void Add() => Interlocked.Increment(ref _readers);

    public void Release()
    {
        if (Interlocked.Decrement(ref _readers) == 0) home.Return(buffer);
    }
}

/// <summary>Buffers of events that are used again once nobody reads them.</summary>
internal sealed class EventBuffers
{
    /// <summary>A batch of at most this many events is copied instead: a whole buffer is too much for it.</summary>
    public const int CopiedAtMost = 128;

    private const int MostKept = 16;
    private readonly ConcurrentStack<EventBuffer> _spare = new();

    /// <summary>The events of a released batch, free of it.</summary>
    public EventBatch Publish(Batch batch)
    {
        if (batch.Events.Count <= CopiedAtMost)
            return new EventBatch(batch.FirstSequence, batch.LastSequence, batch.Events.ToArray());
        var events = batch.TakeEvents(_spare.TryPop(out var spare) ? spare : new EventBuffer());
        return new EventBatch(batch.FirstSequence, batch.LastSequence, events.Memory) { Lease = new EventLease(events, this) };
    }

    public void Return(EventBuffer buffer)
    {
        if (_spare.Count >= MostKept) return;
        buffer.Clear();
        _spare.Push(buffer);
    }
}
