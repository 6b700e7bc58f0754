using System.Collections.Concurrent;
using Exchange.Core.MarketData;
using Exchange.Core.Primitives;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Exchange.Web.Feeds;

/// <summary>A browser on the market hub and what it watches: one market and one candle at most.</summary>
internal sealed class MarketConnection(HubConnectionContext context)
{
    private int _pending;

    /// <summary>The market it watches.</summary>
    public MarketId? Market { get; set; }

    /// <summary>The candle it watches.</summary>
    public (MarketId Market, CandlePeriod Period)? Candle { get; set; }

    /// <summary>Writes without waiting; a browser that lets too many messages wait is disconnected.</summary>
    public void Post(SerializedHubMessage message)
    {
        var write = context.WriteAsync(message, CancellationToken.None);
        if (write.IsCompletedSuccessfully) return;
        if (Interlocked.Increment(ref _pending) > FeedLimits.MaxPendingPerConnection) context.Abort();
        _ = FinishAsync(write);
    }

    private async Task FinishAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        catch (Exception)
        {
            // The connection is gone; SignalR removes it.
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }
}

/// <summary>
/// All browsers on the market hub. SignalR's own groups wait for the slowest of their members; here each message is
/// serialised once and handed to every connection without waiting.
/// </summary>
internal sealed class MarketConnections(ILogger<DefaultHubLifetimeManager<MarketHub>> logger)
    : DefaultHubLifetimeManager<MarketHub>(logger)
{
    private readonly ConcurrentDictionary<string, MarketConnection> _connections = new();

    /// <summary>The connection with an id; null when it is gone.</summary>
    public MarketConnection? Find(string id) => _connections.GetValueOrDefault(id);

    /// <summary>True when someone watches the market.</summary>
    public bool IsWatched(MarketId market) => _connections.Any(c => c.Value.Market == market);

    /// <summary>All candles that someone watches.</summary>
    public IReadOnlySet<(MarketId Market, CandlePeriod Period)> WatchedCandles =>
        _connections.Values.Select(c => c.Candle).OfType<(MarketId, CandlePeriod)>().ToHashSet();

    /// <summary>Sends one message to all connections that fit.</summary>
    public void Post(string method, object argument, Func<MarketConnection, bool>? receives = null)
    {
        var message = new SerializedHubMessage(new InvocationMessage(method, [argument]));
        foreach (var (_, connection) in _connections)
            if (receives is null || receives(connection)) connection.Post(message);
    }

    /// <inheritdoc/>
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        _connections[connection.ConnectionId] = new MarketConnection(connection);
        return base.OnConnectedAsync(connection);
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        _connections.TryRemove(connection.ConnectionId, out _);
        return base.OnDisconnectedAsync(connection);
    }
}
