using System.Runtime.CompilerServices;

namespace Exchange.Core.Engine;

/// <summary>Hands committed batches to every follower, each through a bounded queue of its own.</summary>
internal sealed class EventHub : IEventStream
{
    private readonly Lock _gate = new();
    private Follower[] _followers = [];

    /// <summary>Subscribes at once, not at the first read, so that a follower who subscribes before recovery misses
    /// nothing.</summary>
    public IAsyncEnumerable<EventBatch> FollowAsync(string name, long fromSequence, CancellationToken cancellationToken)
    {
        var follower = new Follower(fromSequence);
        lock (_gate) _followers = [.. _followers, follower];
        return ReadAsync(follower, cancellationToken);
    }

    /// <summary>Gives a batch to every follower; waits for those that are too far behind.</summary>
    public async ValueTask PublishAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        foreach (var follower in Volatile.Read(ref _followers))
        {
            if (batch.LastSequence < follower.FromSequence) continue;
            while (!follower.TryAdd(batch, out var room)) await room.WaitAsync(cancellationToken);
        }

        batch.Lease?.Release();
    }

    /// <summary>No more batches will come: followers read what is left and end.</summary>
    public void Complete()
    {
        foreach (var follower in Volatile.Read(ref _followers)) follower.Complete();
    }

    private async IAsyncEnumerable<EventBatch> ReadAsync(
        Follower follower, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (await follower.WaitAsync(cancellationToken))
            {
                while (follower.TryRead(out var batch))
                {
                    yield return batch;
                    follower.Done(batch);
                }
            }
        }
        finally
        {
            lock (_gate) _followers = [.. _followers.Where(f => f != follower)];
            follower.Leave();
        }
    }
}
