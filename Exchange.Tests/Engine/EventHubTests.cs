using Exchange.Core.Engine;

namespace Exchange.Tests.Engine;

/// <summary>Followers read at their own pace, the buffers of the events are used again, and never while somebody
/// reads.</summary>
public sealed class EventHubTests
{
    private const int Many = EventBuffers.CopiedAtMost + 1;

    [Fact]
    public async Task A_buffer_is_not_used_again_before_its_last_reader_has_moved_on()
    {
        var (hub, buffers, batch) = (new EventHub(), new EventBuffers(), new Batch());
        await using var quick = hub.FollowAsync("quick", 1, CancellationToken.None).GetAsyncEnumerator();
        await using var slow = hub.FollowAsync("slow", 1, CancellationToken.None).GetAsyncEnumerator();
        await PublishAsync(hub, buffers, batch, sequence: 1);
        Assert.True(await quick.MoveNextAsync());
        Assert.True(await slow.MoveNextAsync());
        await PublishAsync(hub, buffers, batch, sequence: 2);
        Assert.True(await quick.MoveNextAsync());
        await PublishAsync(hub, buffers, batch, sequence: 3);

        Assert.All(slow.Current.Events.ToArray(), e => Assert.Equal(1, e.Sequence));
        var first = slow.Current.Events;
        Assert.True(await slow.MoveNextAsync());
        Assert.All(slow.Current.Events.ToArray(), e => Assert.Equal(2, e.Sequence));

        // The batch has taken the first buffer by now; what it writes there shows in the memory of the first reading.
        await PublishAsync(hub, buffers, batch, sequence: 4);
        await PublishAsync(hub, buffers, batch, sequence: 5);
        Assert.All(first.ToArray(), e => Assert.NotEqual(1, e.Sequence));
    }

    [Fact]
    public async Task A_follower_far_behind_holds_the_publisher_until_it_reads_or_leaves()
    {
        var (hub, events) = (new EventHub(), new EngineEvent[IEventStream.MaxEventsBehind]);
        var slow = hub.FollowAsync("slow", 1, CancellationToken.None).GetAsyncEnumerator();
        var gone = hub.FollowAsync("gone", 1, CancellationToken.None).GetAsyncEnumerator();
        await hub.PublishAsync(new EventBatch(1, 1, events), CancellationToken.None);
        Assert.True(await gone.MoveNextAsync());
        var second = hub.PublishAsync(new EventBatch(2, 2, events.AsMemory(0, 1)), CancellationToken.None).AsTask();
        Assert.False(second.IsCompleted);

        Assert.True(await slow.MoveNextAsync());
        Assert.False(second.IsCompleted);
        var next = slow.MoveNextAsync().AsTask();
        await gone.DisposeAsync();
        await second.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(await next);
        Assert.Equal(2, slow.Current.FirstSequence);
        await slow.DisposeAsync();
    }

    [Fact]
    public async Task Small_batches_are_copied()
    {
        var (hub, buffers, batch) = (new EventHub(), new EventBuffers(), new Batch());
        await using var follower = hub.FollowAsync("test", 1, CancellationToken.None).GetAsyncEnumerator();
        await PublishAsync(hub, buffers, batch, sequence: 1, events: 3);
        await PublishAsync(hub, buffers, batch, sequence: 2, events: 3);
        Assert.True(await follower.MoveNextAsync());
        Assert.Equal([1L, 1, 1], follower.Current.Events.ToArray().Select(e => e.Sequence));
        Assert.Null(follower.Current.Lease);
    }

    private static async Task PublishAsync(EventHub hub, EventBuffers buffers, Batch batch, long sequence, int events = Many)
    {
        batch.Clear();
        batch.Events.Begin(sequence, sequence);
        for (var i = 0; i < events; i++) batch.Events.Add(EventKind.LevelChanged);
        batch.Add(Command.Advance(), sequence, new CommandResult(RejectReason.None) { Sequence = sequence });
        await hub.PublishAsync(buffers.Publish(batch), CancellationToken.None);
    }
}
