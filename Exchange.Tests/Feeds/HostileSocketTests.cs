using System.Text;
using System.Text.Json;
using Exchange.Core.Matching;
using Exchange.Web.Feeds;

namespace Exchange.Tests.Feeds;

/// <summary>What a socket must bear from clients that mean harm, and that nobody else notices.</summary>
public sealed class HostileSocketTests
{
    private const string Public = "/api/v2/ranger/public";
    private const string Private = "/api/v2/ranger/private";
    private const string PageCookie = "Cookie: exchange-session=" + "00";

    /// <summary>First byte, payload, whether it is masked, and the code of the close.</summary>
    public static TheoryData<string, byte, byte[], bool, int> Frames => new()
    {
        { "a byte too much", 0x81, new byte[FeedLimits.MaxMessageBytes + 1], true, 1009 },
        { "64 times too much", 0x81, new byte[1 << 20], true, 1009 },
        { "bad UTF-8", 0x81, [0xFF, 0xFE], true, 1007 },
        { "not masked", 0x81, "ping"u8.ToArray(), false, 1002 },
        { "reserved bit of compression", 0xC1, [1, 2, 3], true, 1002 },
        { "opcode 0xB", 0x8B, [], true, 1002 },
        { "continuation of nothing", 0x80, [1], true, 1002 },
        { "long ping", 0x89, new byte[126], true, 1002 },
    };

    [Trait("BadInput", "B170, B173")]
    [Theory]
    [MemberData(nameof(Frames))]
    public async Task A_frame_that_breaks_the_rules_closes_its_socket_only(string name, byte first, byte[] payload, bool masked, int code)
    {
        await using var host = await FeedsHost.StartAsync();
        using var other = await host.ConnectAsync(Public);
        await other.ReceiveTextAsync();
        using var socket = await RawWebSocket.OpenAsync(host.Address, Public);
        await socket.SendAsync(RawWebSocket.Frame(first, payload, masked));
        // What the framework finds wrong it may cut off before its goodbye has left.
        var closed = await socket.CloseCodeAsync();
        Assert.True(closed == code || (closed == 0 && code != 1009), $"{name}: {closed}");
        await other.SendTextAsync("ping");
        Assert.Equal("pong", await other.ReceiveTextAsync());
    }

    [Trait("BadInput", "B170")]
    [Fact]
    public async Task Fragments_without_end_are_one_message_too_large()
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await RawWebSocket.OpenAsync(host.Address, Public);
        await socket.SendAsync(RawWebSocket.Frame(0x01, new byte[1000]));
        for (var i = 0; i < FeedLimits.MaxMessageBytes / 1000; i++) await socket.SendAsync(RawWebSocket.Frame(0x00, new byte[1000]));
        Assert.Equal(1009, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task A_ping_frame_is_answered_with_its_payload_and_a_pong_with_nothing()
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await RawWebSocket.OpenAsync(host.Address, Public);
        await socket.ReceiveAsync();
        await socket.SendAsync(RawWebSocket.Frame(RawWebSocket.Pong, []));
        await socket.SendAsync(RawWebSocket.Frame(RawWebSocket.Ping, [7, 8]));
        var (first, payload) = await socket.ReceiveAsync();
        Assert.Equal(RawWebSocket.Pong, first);
        Assert.Equal([7, 8], payload);
    }

    [Trait("BadInput", "B176")]
    [Fact]
    public async Task Compression_is_not_agreed_to()
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await RawWebSocket.OpenAsync(
            host.Address, Public, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
        Assert.Equal(101, socket.Status);
        Assert.DoesNotContain("Sec-WebSocket-Extensions", socket.Answer, StringComparison.OrdinalIgnoreCase);
    }

    [Trait("BadInput", "B166, B167")]
    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1.elsewhere.example:PORT")]
    [InlineData("http://127.0.0.1.:PORT")]
    [InlineData("http://127.0.0.1:1PORT")]
    [InlineData("http://user@elsewhere.example:PORT")]
    [InlineData("")]
    public async Task A_page_of_another_site_gets_no_socket_whatever_it_calls_itself(string origin)
    {
        await using var host = await FeedsHost.StartAsync();
        origin = origin.Replace("PORT", $"{host.Address.Port}", StringComparison.Ordinal);
        foreach (var path in new[] { Public, Private, "/hubs/market", "/_blazor" })
        {
            using var socket = origin.Length == 0
                ? await RawWebSocket.OpenAsync(host.Address, path, PageCookie)
                : await RawWebSocket.OpenAsync(host.Address, path, PageCookie, $"Origin: {origin}");
            Assert.Equal((path, 403), (path, socket.Status));
        }
    }

    [Fact]
    public async Task A_page_of_ours_and_a_program_get_one()
    {
        await using var host = await FeedsHost.StartAsync();
        using var page = await RawWebSocket.OpenAsync(host.Address, Public, PageCookie, $"Origin: http://{host.Address.Authority}");
        using var program = await RawWebSocket.OpenAsync(host.Address, Public);
        Assert.Equal((101, 101), (page.Status, program.Status));
    }

    [Trait("BadInput", "B169, B172")]
    [Fact]
    public async Task Streams_beyond_the_limit_and_patterns_are_refused_by_name()
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await host.ConnectAsync(Private, member: "2");
        await socket.ReceiveTextAsync();
        await socket.SendTextAsync("""{"event":"subscribe","streams":["*","private.ID1.order","order\u0000",""]}""");
        Assert.StartsWith("{\"error\":\"cannot subscribe to *, private.ID1.order, order", await socket.ReceiveTextAsync());
        Assert.Equal("""{"success":{"message":"subscribed","streams":[]}}""", await socket.ReceiveTextAsync());

        var client = new RangerClient(new FrameStream(Stream.Null, () => { }, TimeProvider.System));
        for (var i = 0; i < FeedLimits.MaxStreamsPerRangerClient; i++) client.Subscribe($"s{i}", 0);
        Assert.True(client.IsFull);
    }

    [Trait("BadInput", "B172")]
    [Fact]
    public async Task The_same_stream_a_thousand_times_in_one_message_is_one_snapshot()
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await host.ConnectAsync(Public);
        await socket.ReceiveTextAsync();
        var streams = JsonSerializer.Serialize(Enumerable.Repeat("btcusdt.ob-inc", 900));
        await socket.SendTextAsync($$"""{"event":"subscribe","streams":{{streams}}}""");
        Assert.StartsWith("{\"btcusdt.ob-snap\"", await socket.ReceiveTextAsync());
        Assert.StartsWith("{\"success\"", await socket.ReceiveTextAsync());
    }

    [Fact]
    public async Task Who_asks_too_fast_waits_and_is_answered_all_the_same()
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await host.ConnectAsync(Public);
        await socket.ReceiveTextAsync();
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < FeedLimits.MaxRangerMessagesPerWindow * 2 + 1; i++) await socket.SendTextAsync("ping");
        for (var i = 0; i < FeedLimits.MaxRangerMessagesPerWindow * 2 + 1; i++) Assert.Equal("pong", await socket.ReceiveTextAsync());
        Assert.True(TimeProvider.System.GetElapsedTime(started) > FeedLimits.RangerMessageWindow);
    }

    [Trait("BadInput", "B175")]
    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off_and_the_others_miss_nothing()
    {
        await using var host = await FeedsHost.StartAsync();
        using var slow = await RawWebSocket.OpenAsync(host.Address, Public + "?stream=btcusdt.ob-inc");
        using var healthy = await host.ConnectAsync(Public + "?stream=btcusdt.ob-inc");
        var sequence = (await healthy.ReceiveJsonAsync()).GetProperty("btcusdt.ob-snap").GetProperty("sequence").GetInt64();
        await healthy.ReceiveTextAsync();
        var clients = host.Get<RangerClients>();
        var padding = Encoding.ASCII.GetBytes("{\"pad\":\"" + new string('x', 32 * 1024) + "\"}");
        for (var round = 1; clients.Count == 2; round++)
        {
            Assert.True(round < 10_000, "The client that does not read was never cut off.");
            clients.Post("btcusdt.ob-inc", padding);
            Assert.StartsWith("{\"pad\"", await healthy.ReceiveTextAsync());
        }

        for (var i = 0; i < 20; i++)
        {
            await host.Exchange.CommitAsync(FakeExchange.Level(Side.Sell, 1500 + i, 3));
            var increment = (await healthy.ReceiveJsonAsync()).GetProperty("btcusdt.ob-inc");
            Assert.Equal(++sequence, increment.GetProperty("sequence").GetInt64());
        }
    }
}
