using System.Net.WebSockets;
using Exchange.Web.Feeds;

namespace Exchange.Tests.Feeds;

/// <summary>What SignalR's hub must bear: calls that are none, too large or too many.</summary>
public sealed class HostileHubTests
{
    private const string End = "\u001e";
    private const int ManyCalls = 10_000;

    [Theory]
    [Trait("BadInput", "B185")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Watch","arguments":[]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Watch","arguments":["btcusdt","more"]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Watch","arguments":[{"a":1}]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Watch","arguments":[null]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"OnConnectedAsync","arguments":[]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Dispose","arguments":[]}""")]
    [InlineData("""{"type":4,"invocationId":"1","target":"Watch","arguments":["btcusdt"]}""")]
    public async Task A_call_that_is_none_is_an_error_of_its_own_and_the_connection_lives(string call)
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await OpenAsync(host);

        await socket.SendTextAsync(call + End);

        var answer = await AnswerAsync(socket, "1");
        Assert.Contains("\"error\":", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(" at Exchange", answer, StringComparison.Ordinal);
        await socket.SendTextAsync("""{"type":1,"invocationId":"2","target":"Tickers","arguments":[]}""" + End);
        Assert.Contains("btcusdt", await AnswerAsync(socket, "2"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("BadInput", "B185")]
    public async Task Ten_thousand_calls_wait_for_each_other_and_another_browser_is_answered_meanwhile()
    {
        await using var host = await FeedsHost.StartAsync();
        using var busy = await OpenAsync(host);
        using var other = await OpenAsync(host);
        var calls = Task.Run(async () =>
        {
            for (var i = 0; i < ManyCalls; i++)
                await busy.SendTextAsync($$"""{"type":1,"invocationId":"{{i}}","target":"Watch","arguments":["btcusdt"]}{{End}}""");
        });
        var answers = AnswerAsync(busy, $"{ManyCalls - 1}");

        await other.SendTextAsync("""{"type":1,"invocationId":"1","target":"Watch","arguments":["btcusdt"]}""" + End);

        Assert.Contains("\"result\":", await AnswerAsync(other, "1"), StringComparison.Ordinal);
        await calls;
        Assert.Contains("\"result\":", await answers, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("BadInput", "B170")]
    [InlineData(FeedLimits.MaxMessageBytes + 1)]
    [InlineData(1 << 25)]
    public async Task A_message_that_is_too_large_closes_the_connection(int size)
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await OpenAsync(host);
        // What was written before the server closed does not matter.
        var sent = socket.SendTextAsync(new string('x', size));

        await Assert.ThrowsAnyAsync<Exception>(() => AnswerAsync(socket, "1"));
        await sent.ContinueWith(_ => { }, TaskScheduler.Default);
        using var other = await OpenAsync(host);
        Assert.Equal(WebSocketState.Open, other.State);
    }

    private static async Task<ClientWebSocket> OpenAsync(FeedsHost host)
    {
        var socket = await host.ConnectAsync(MarketHub.Path);
        await socket.SendTextAsync("""{"protocol":"json","version":1}""" + End);
        await socket.ReceiveTextAsync();
        return socket;
    }

    /// <summary>The completion of a call.</summary>
    private static async Task<string> AnswerAsync(ClientWebSocket socket, string id)
    {
        while (true)
        {
            foreach (var message in (await socket.ReceiveTextAsync()).Split(End))
            {
                if (message.Contains("\"type\":7", StringComparison.Ordinal)) throw new WebSocketException(message);
                if (message.Contains($"\"type\":3,\"invocationId\":\"{id}\"", StringComparison.Ordinal)) return message;
            }

            if (socket.State != WebSocketState.Open) throw new WebSocketException("The server has closed.");
        }
    }
}
