using System.Collections.Concurrent;

namespace Exchange.Web.Feeds;

/// <summary>
/// All Ranger clients. A message is written and framed once, and the same bytes are handed to every client that
/// subscribed to its stream.
/// </summary>
internal sealed class RangerClients
{
    private readonly ConcurrentDictionary<RangerClient, byte> _clients = new();

    /// <summary>How many are connected.</summary>
    public int Count => _clients.Count;

    public void Add(RangerClient client) => _clients.TryAdd(client, 0);

    public void Remove(RangerClient client) => _clients.TryRemove(client, out _);

    /// <summary>True when someone wants the stream.</summary>
    public bool IsSubscribed(string stream)
    {
        foreach (var (client, _) in _clients)
            if (client.IsSubscribed(stream)) return true;
        return false;
    }

    /// <summary>Sends one message of a stream.</summary>
    public void Post(string stream, ReadOnlyMemory<byte> message) => Post(stream, [message]);

    /// <summary>Sends messages of a stream.</summary>
    public void Post(string stream, IReadOnlyList<ReadOnlyMemory<byte>> messages) => Post(stream, long.MaxValue, messages);

    /// <summary>Sends what a step of a market changed.</summary>
    public void Post(FeedUpdate update)
    {
        var (book, trades) = (RangerStreams.Book(update.Market), RangerStreams.Trades(update.Market));
        if (update.Trades.Count > 0 && IsSubscribed(trades))
            Post(trades, RangerMessages.Trades(update.Market, update.Trades));
        var auction = RangerStreams.Auction(update.Market);
        if (update.Auction is not null && IsSubscribed(auction))
            Post(auction, RangerMessages.Auction(update.Market, update.Auction.State, update.Auction.View));
        if (update.LevelChanges > 0 && IsSubscribed(book)) Post(book, update.LevelSequence, RangerMessages.Increments(update));
    }

    /// <summary>Gives up the clients that do not take what they are sent.</summary>
    public void CutOffStalled()
    {
        foreach (var (client, _) in _clients) client.CutOffWhenStalled();
    }

    private void Post(string stream, long sequence, IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        var frames = WebSocketFrames.Text(messages);
        foreach (var (client, _) in _clients) client.Post(stream, sequence, frames);
    }
}
