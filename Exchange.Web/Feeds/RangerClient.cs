using System.Collections.Concurrent;

namespace Exchange.Web.Feeds;

/// <summary>One Ranger socket: its streams and where its messages go. Posting never waits.</summary>
internal sealed class RangerClient(FrameStream output)
{
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

    /// <summary>Sends frames of a stream when the client subscribed to it.</summary>
    public void Post(string stream, long sequence, ReadOnlyMemory<byte> frames)
    {
        if (_sinceByStream.TryGetValue(stream, out var since) && sequence > since) output.Post(frames);
    }

    /// <summary>Sends messages to this client only.</summary>
    public void Post(IReadOnlyList<ReadOnlyMemory<byte>> messages) => output.Post(WebSocketFrames.Text(messages));

    /// <summary>Sends one message to this client only.</summary>
    public void Post(ReadOnlyMemory<byte> message) => Post([message]);

    /// <summary>Gives the client up when it does not take what it is sent.</summary>
    public void CutOffWhenStalled() => output.CutOffWhenStalled();
}
