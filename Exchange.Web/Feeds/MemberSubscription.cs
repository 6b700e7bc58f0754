namespace Exchange.Web.Feeds;

/// <summary>
/// Collects a member's changes and tells one subscriber, at most once per <see cref="FeedLimits.UpdateInterval"/> and
/// never twice at a time. What comes while it is being told is told afterwards, so the last change is never lost.
/// </summary>
internal sealed partial class MemberSubscription : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Action<MemberChanges> _onChange;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private Action<MemberSubscription>? _onDispose;
    private MemberChanges _pending = MemberChanges.None;
    private long _lastToldAt;
    private bool _isScheduled;
    private bool _wasTold;

    public MemberSubscription(
        Action<MemberChanges> onChange, TimeProvider time, ILogger logger, Action<MemberSubscription> onDispose)
    {
        (_onChange, _time, _logger, _onDispose) = (onChange, time, logger, onDispose);
        _timer = time.CreateTimer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes changes in and returns at once; the subscriber is told on another thread.</summary>
    public void Post(MemberChanges changes)
    {
        lock (_gate)
        {
            if (_onDispose is null) return;
            _pending = _pending.Then(changes);
            if (!_isScheduled) Schedule();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Action<MemberSubscription>? onDispose;
        lock (_gate) (onDispose, _onDispose) = (_onDispose, null);
        _timer.Dispose();
        onDispose?.Invoke(this);
    }

    private void Schedule()
    {
        _isScheduled = true;
        var wait = _wasTold ? FeedLimits.UpdateInterval - _time.GetElapsedTime(_lastToldAt) : TimeSpan.Zero;
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Tell()
    {
        MemberChanges changes;
        lock (_gate)
        {
            if (_onDispose is null) return;
            (changes, _pending) = (_pending, MemberChanges.None);
        }

        try
        {
            _onChange(changes);
        }
        catch (Exception exception)
        {
            // A subscriber's fault is its own: the feed goes on.
            LogFailed(exception);
        }

        lock (_gate)
        {
            _isScheduled = false;
            _wasTold = true;
            _lastToldAt = _time.GetTimestamp();
            if (_onDispose is not null && _pending != MemberChanges.None) Schedule();
        }
    }

    [LoggerMessage(LogLevel.Error, "A subscriber of a member's changes failed")]
    private partial void LogFailed(Exception exception);
}
