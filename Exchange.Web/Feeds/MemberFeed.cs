using System.Collections.Concurrent;
using Exchange.Core.Engine;
using Exchange.Core.Primitives;

namespace Exchange.Web.Feeds;

/// <summary>
/// Tells circuits and private sockets when a committed batch touched a member's orders or balances. Costs nothing for
/// members whom no one watches.
/// </summary>
internal sealed class MemberFeed(IEngineReadState live, TimeProvider time, ILogger<MemberFeed> logger)
{
    private readonly ConcurrentDictionary<MemberId, MemberWatch> _watches = new();

    /// <summary>
    /// Calls <paramref name="onChange"/> after changes, at most once per 50 ms, on a pool thread, until the result is
    /// disposed.
    /// </summary>
    public IDisposable Subscribe(MemberId member, Action onChange) => Subscribe(member, _ => onChange());

    /// <summary>As the other, and says what changed since the last call.</summary>
    public IDisposable Subscribe(MemberId member, Action<MemberChanges> onChange)
    {
        IDisposable? listening = null;
        var subscription = new MemberSubscription(onChange, time, logger, _ => listening?.Dispose());
        listening = Listen(member, subscription.Post);
        return subscription;
    }

    /// <summary>
    /// Calls <paramref name="listener"/> after every batch, on the follower's thread: it may only hand on.
    /// </summary>
    public IDisposable Listen(MemberId member, Action<MemberChanges> listener)
    {
        lock (_watches)
        {
            var watch = _watches.GetOrAdd(member, static m => new MemberWatch(m));
            var isNew = watch.IsIdle;
            watch.Add(listener);
            // Events come in from here on; the read state has what came before.
            if (isNew) watch.Seed(live.OpenOrders(member));
        }

        return new Listening(this, member, listener);
    }

    /// <summary>Takes a batch in and tells the listeners.</summary>
    public void Apply(EventBatch batch)
    {
        if (_watches.IsEmpty) return;
        var touched = new HashSet<MemberWatch>();
        foreach (ref readonly var e in batch.Events.Span)
        {
            if (e.Kind == EventKind.Traded)
            {
                Apply(e.MakerMember, in e, touched);
                Apply(e.TakerMember, in e, touched);
            }
            else if (e.Kind is EventKind.OrderOpened or EventKind.OrderTriggered or EventKind.OrderAmended
                or EventKind.OrderClosed or EventKind.Released or EventKind.Transferred)
            {
                Apply(e.Member, in e, touched);
            }
        }

        foreach (var watch in touched) watch.EndBatch();
    }

    private void Apply(MemberId member, in EngineEvent e, HashSet<MemberWatch> touched)
    {
        if (!_watches.TryGetValue(member, out var watch)) return;
        watch.Apply(in e);
        touched.Add(watch);
    }

    private void StopListening(MemberId member, Action<MemberChanges> listener)
    {
        lock (_watches)
        {
            if (!_watches.TryGetValue(member, out var watch)) return;
            watch.Remove(listener);
            if (watch.IsIdle) _watches.TryRemove(member, out _);
        }
    }

    private sealed class Listening(MemberFeed feed, MemberId member, Action<MemberChanges> listener) : IDisposable
    {
        public void Dispose() => feed.StopListening(member, listener);
    }
}
