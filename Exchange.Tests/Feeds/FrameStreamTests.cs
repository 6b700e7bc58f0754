using System.Net.WebSockets;
using System.Text;
using Exchange.Tests.Members;
using Exchange.Web.Feeds;

namespace Exchange.Tests.Feeds;

public sealed class FrameStreamTests : IDisposable
{
    private readonly HeldStream _connection = new();
    private readonly MovableTime _time = new();
    private readonly FrameStream _output;
    private int _cutOffs;

    public FrameStreamTests() => _output = new FrameStream(_connection, () => _cutOffs++, _time);

    public void Dispose() => _output.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public async Task Frames_are_read_by_a_client_as_the_messages_they_hold(int length)
    {
        var text = new string('x', length);
        _output.Post(WebSocketFrames.Text([Encoding.UTF8.GetBytes(text), "after"u8.ToArray()]));
        _connection.Position = 0;
        using var client = WebSocket.CreateFromStream(_connection, new WebSocketCreationOptions { IsServer = false });

        Assert.Equal(text, await client.ReceiveTextAsync());
        Assert.Equal("after", await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task What_waits_for_a_slow_client_leaves_in_order_and_together()
    {
        _connection.Hold();
        for (byte i = 0; i < 100; i++) _output.Post(new[] { i });
        var drained = _output.DrainAsync();
        Assert.False(drained.IsCompleted);

        _connection.Release();
        await drained;

        Assert.Equal(Enumerable.Range(0, 100).Select(i => (byte)i), _connection.ToArray());
        Assert.Equal([1, 99], _connection.Writes);
        Assert.Equal(0, _cutOffs);
    }

    [Fact]
    public async Task A_block_larger_than_one_write_keeps_its_place()
    {
        _connection.Hold();
        var large = new byte[FeedLimits.MaxBytesPerWrite + 1];
        foreach (var block in new[] { new byte[1], [2, 2], large, new byte[3] }) _output.Post(block);
        _connection.Release();
        await _output.DrainAsync();

        Assert.Equal([1, 2, large.Length, 3], _connection.Writes);
    }

    [Fact]
    public void A_client_that_does_not_read_is_cut_off_and_holds_up_no_one()
    {
        _connection.Hold();
        var clients = new RangerClients();
        var slow = new RangerClient(_output);
        var reads = new HeldStream();
        var healthy = new RangerClient(new FrameStream(reads, () => throw new InvalidOperationException(), _time));
        foreach (var client in new[] { slow, healthy })
        {
            clients.Add(client);
            client.Subscribe("a.b", since: 0);
        }

        for (var i = 0; i <= FeedLimits.MaxWaitingBlocks + 5; i++) clients.Post("a.b", "{}"u8.ToArray());

        Assert.Equal(1, _cutOffs);
        Assert.Single(_connection.Writes);
        Assert.Equal(FeedLimits.MaxWaitingBlocks + 6, reads.Writes.Count);
    }

    [Fact]
    public void What_waits_is_limited_in_bytes_too()
    {
        _connection.Hold();
        _output.Post(new byte[FeedLimits.MaxWaitingBytes]);
        _output.Post(new byte[FeedLimits.MaxWaitingBytes]);
        Assert.Equal(0, _cutOffs);

        _output.Post(new byte[1]);

        Assert.Equal(1, _cutOffs);
    }

    [Fact]
    public void A_write_that_stalls_is_cut_off_when_its_time_is_over()
    {
        _output.CutOffWhenStalled();
        _connection.Hold();
        _output.Post(new byte[1]);
        _time.Pass(FeedLimits.RangerWriteTimeout - TimeSpan.FromMilliseconds(1));
        _output.CutOffWhenStalled();
        Assert.Equal(0, _cutOffs);

        _time.Pass(TimeSpan.FromMilliseconds(1));
        _output.CutOffWhenStalled();

        Assert.Equal(1, _cutOffs);
        Assert.True(_output.DrainAsync().IsCompleted);
    }

    [Fact]
    public void A_client_that_left_is_cut_off_once_and_what_is_posted_later_goes_nowhere()
    {
        _connection.Hold();
        _output.Post(new byte[1]);
        _output.Post(new byte[1]);
        _connection.Break();
        _output.Post(new byte[1]);

        Assert.Equal(1, _cutOffs);
        Assert.Single(_connection.Writes);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_client_that_keeps_up()
    {
        using var output = new FrameStream(Stream.Null, () => { }, _time);
        var client = new RangerClient(output);
        client.Subscribe("a.b", since: 0);
        ReadOnlyMemory<byte> frames = new byte[200];
        client.Post("a.b", 1, frames);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) client.Post("a.b", 1, frames);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
