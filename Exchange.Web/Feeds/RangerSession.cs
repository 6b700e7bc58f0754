using System.Net.WebSockets;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Web.Feeds;

/// <summary>Serves one Ranger socket from its upgrade to its end.</summary>
internal sealed class RangerSession(
    RangerClients clients, RangerSubscriptions subscriptions, MemberFeed members, IMarketCatalog catalog, IEngineReadState live,
    TimeProvider time)
{
    private static readonly byte[] Ping = "ping"u8.ToArray();
    private static readonly byte[] Pong = "pong"u8.ToArray();

    /// <summary>Runs until the client leaves. A member sees private streams too. As soon as nothing more can come from the
    /// client, <paramref name="whenGone"/> is called; the goodbye may take longer.</summary>
    public async Task RunAsync(
        WebSocket socket, FrameStream output, MemberId? member, IReadOnlyList<string> streams,
        Func<Task> whenGone, CancellationToken cancellationToken)
    {
        var client = new RangerClient(output);
        clients.Add(client);
        using var listening = member is { } m ? members.Listen(m, changes => PostPrivate(client, m, changes)) : null;
        subscriptions.Subscribe(client, RangerRequest.OfAddress(streams), member is not null);
        var status = WebSocketCloseStatus.NormalClosure;
        try
        {
            status = await ReceiveAsync(socket, client, member is not null, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The client left without a goodbye, or the server stops.
        }
        finally
        {
            clients.Remove(client);
            await whenGone();
        }

        await CloseAsync(socket, status, cancellationToken);
        if (!cancellationToken.IsCancellationRequested) await LastFramesAsync(output, cancellationToken);
    }

    private async Task<WebSocketCloseStatus> ReceiveAsync(
        WebSocket socket, RangerClient client, bool isMember, CancellationToken cancellationToken)
    {
        var buffer = new byte[FeedLimits.MaxMessageBytes];
        var (windowSince, inWindow) = (time.GetTimestamp(), 0);
        while (true)
        {
            if (++inWindow > FeedLimits.MaxRangerMessagesPerWindow)
            {
                // Who asks faster waits: a short question may have a long answer.
                var rest = FeedLimits.RangerMessageWindow - time.GetElapsedTime(windowSince);
                if (rest > TimeSpan.Zero) await Task.Delay(rest, time, cancellationToken);
                (windowSince, inWindow) = (time.GetTimestamp(), 1);
            }

            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                if (length == buffer.Length) return WebSocketCloseStatus.MessageTooBig;
                part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close) return WebSocketCloseStatus.NormalClosure;
                length += part.Count;
            }
            while (!part.EndOfMessage);

            Handle(client, buffer.AsSpan(0, length), isMember);
        }
    }

    private void Handle(RangerClient client, ReadOnlySpan<byte> message, bool isMember)
    {
        if (message.StartsWith(Ping))
        {
            client.Post(Pong);
            return;
        }

        var request = RangerRequest.Parse(message);
        if (request.Error is { } error) client.Post(RangerMessages.Error(error));
        else if (request.Event == RangerRequest.Subscribe) subscriptions.Subscribe(client, request, isMember);
        else RangerSubscriptions.Unsubscribe(client, request);
    }

    private void PostPrivate(RangerClient client, MemberId member, MemberChanges changes)
    {
        var messages = new List<ReadOnlyMemory<byte>>();
        if (client.IsSubscribed(RangerStreams.Trade))
            messages.AddRange(changes.Trades.Select(t => RangerMessages.Trade(catalog.Markets[t.Market.Index], t)));
        if (client.IsSubscribed(RangerStreams.Order))
        {
            // As Peatio: a market order is told of when it is done only; here also while it waits for its trigger.
            messages.AddRange(changes.ChangedOrders.Where(o => o.Type == OrderType.Limit || !o.IsOpen || o.IsPending)
                .Select(o => RangerMessages.Order(catalog.Markets[o.Market.Index], o)));
        }

        if (client.IsSubscribed(RangerStreams.Balances) && changes.ChangedCurrencies.Count > 0)
        {
            messages.Add(RangerMessages.Balances(changes.ChangedCurrencies
                .Select(c => (catalog.Currencies[c.Index].Code, live.Balance(member, c)))));
        }

        if (client.IsSubscribed(RangerStreams.Balance))
        {
            messages.AddRange(changes.ChangedCurrencies
                .Select(c => RangerMessages.Balance(catalog.Currencies[c.Index].Code, live.Balance(member, c))));
        }

        if (messages.Count > 0) client.Post(messages);
    }

    /// <summary>What the client was sent before the close, and the close itself, must leave before the request ends.</summary>
    private async Task LastFramesAsync(FrameStream output, CancellationToken cancellationToken)
    {
        try
        {
            await output.DrainAsync().WaitAsync(FeedLimits.RangerWriteTimeout, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // It does not read; the end of the request cuts it off.
        }
    }

    private static async Task CloseAsync(
        WebSocket socket, WebSocketCloseStatus status, CancellationToken cancellationToken)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        try
        {
            await socket.CloseOutputAsync(status, null, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // It is closed all the same.
        }
    }
}
