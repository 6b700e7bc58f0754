using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace Exchange.Web.Feeds;

/// <summary>
/// One Ranger socket: its streams and the messages that wait for it. Posting never waits; a client whose queue is full
/// is disconnected.
/// </summary>
internal sealed class RangerClient(WebSocket socket)
{
    private readonly Channel<IReadOnlyList<ReadOnlyMemory<byte>>> _queue =
        Channel.CreateBounded<IReadOnlyList<ReadOnlyMemory<byte>>>(
            new BoundedChannelOptions(FeedLimits.MaxQueuedPerRangerClient) { SingleReader = true });

    private readonly ConcurrentDictionary<string, long> _sinceByStream = new();

    /// <summary>The current streams: public ones, then private ones.</summary>
    public IEnumerable<string> Streams =>
        _sinceByStream.Keys.OrderBy(RangerStreams.IsPrivate).ThenBy(s => s, StringComparer.Ordinal);

    public bool IsSubscribed(string stream) => _sinceByStream.ContainsKey(stream);

    /// <summary>True when no more streams may be added.</summary>
    public bool IsFull => _sinceByStream.Count >= FeedLimits.MaxStreamsPerRangerClient;

    /// <summary>
    /// Adds a stream; messages numbered up to <paramref name="since"/> are in what the client was sent before.
    /// </summary>
    public void Subscribe(string stream, long since) => _sinceByStream[stream] = since;

    public void Unsubscribe(string stream) => _sinceByStream.TryRemove(stream, out _);

    /// <summary>Queues messages of a stream when the client subscribed to it.</summary>
    public void Post(string stream, long sequence, IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        if (_sinceByStream.TryGetValue(stream, out var since) && sequence > since) Post(messages);
    }

    /// <summary>Queues messages for this client; a client that does not keep up is disconnected.</summary>
    public void Post(IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        if (_queue.Writer.TryWrite(messages)) return;
        _queue.Writer.TryComplete();
        socket.Abort();
    }

    /// <summary>Queues one message for this client.</summary>
    public void Post(ReadOnlyMemory<byte> message) => Post([message]);

    /// <summary>No more messages: <see cref="SendAsync"/> ends when the queue is empty.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Writes the queue to the socket until it is completed or the client is gone.</summary>
    public async Task SendAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var messages in _queue.Reader.ReadAllAsync(cancellationToken))
                foreach (var message in messages) await SendAsync(message, time, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException
            or InvalidOperationException or IOException)
        {
            // The client is gone or too slow; the receiving side ends with it.
            socket.Abort();
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> message, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(FeedLimits.RangerWriteTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        await socket.SendAsync(message, WebSocketMessageType.Text, true, either.Token);
    }
}
