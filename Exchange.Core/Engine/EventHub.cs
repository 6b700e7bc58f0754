using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Exchange.Core.Engine;

/// <summary>Hands committed batches to every follower, each through a bounded queue of its own.</summary>
internal sealed class EventHub : IEventStream
{
    private readonly Lock _gate = new();
    private readonly List<Follower> _followers = [];

    /// <summary>Subscribes at once, not at the first read, so that a follower who subscribes before recovery misses
    /// nothing.</summary>
    public IAsyncEnumerable<EventBatch> FollowAsync(string name, long fromSequence, CancellationToken cancellationToken)
    {
        var follower = new Follower(name, fromSequence);
        lock (_gate) _followers.Add(follower);
        return ReadAsync(follower, cancellationToken);
    }

    public async ValueTask PublishAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        Follower[] followers;
        lock (_gate) followers = [.. _followers];
        foreach (var follower in followers)
        {
            if (batch.LastSequence < follower.FromSequence || follower.Batches.Writer.TryWrite(batch)) continue;
            try
            {
                await follower.Batches.Writer.WriteAsync(batch, cancellationToken);
            }
            catch (ChannelClosedException)
            {
                // It left while we waited for it.
            }
        }
    }

    /// <summary>No more batches will come: followers read what is left and end.</summary>
    public void Complete()
    {
        lock (_gate)
            foreach (var follower in _followers) follower.Batches.Writer.TryComplete();
    }

    private async IAsyncEnumerable<EventBatch> ReadAsync(
        Follower follower, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in follower.Batches.Reader.ReadAllAsync(cancellationToken)) yield return batch;
        }
        finally
        {
            lock (_gate) _followers.Remove(follower);
            follower.Batches.Writer.TryComplete();
        }
    }

    private sealed record Follower(string Name, long FromSequence)
    {
        public Channel<EventBatch> Batches { get; } = Channel.CreateBounded<EventBatch>(
            new BoundedChannelOptions(IEventStream.MaxBatchesBehind) { SingleReader = true });
    }
}
