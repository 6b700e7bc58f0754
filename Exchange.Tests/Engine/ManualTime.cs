namespace Exchange.Tests.Engine;

/// <summary>A clock that stands still until the test moves it, with timers that then fire.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    private TimeSpan Passed
    {
        get
        {
            lock (_gate) return _passed;
        }
    }

    public override DateTimeOffset GetUtcNow() => Start + Passed;

    public override long GetTimestamp() => Passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and fires what is due.</summary>
    public void Pass(TimeSpan span)
    {
        PassInSilence(span);
        FireDue();
    }

    /// <summary>Moves the clock, as one that is set forward: no timer notices.</summary>
    public void PassInSilence(TimeSpan span)
    {
        lock (_gate) _passed += span;
    }

    private void FireDue()
    {
        ManualTimer[] due;
        lock (_gate)
        {
            due = [.. _timers.Where(t => t.DueAt <= _passed)];
            _timers.RemoveAll(t => due.Contains(t));
        }

        // As real timers do: on the pool.
        foreach (var timer in due) ThreadPool.UnsafeQueueUserWorkItem(static t => t.Fire(), timer, preferLocal: false);
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan DueAt { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                DueAt = time._passed + dueTime;
                time._timers.Add(this);
            }

            time.FireDue();
            return true;
        }

        public void Dispose()
        {
            lock (time._gate) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
