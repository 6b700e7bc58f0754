using System.Text;
using Exchange.Core.Matching;
using Exchange.Web.Feeds;

namespace Exchange.Tests.Feeds;

/// <summary>A client that comes back goes on where it was, or begins anew; and can tell that its book is right.</summary>
public sealed class RangerResumeTests
{
    private const string Public = "/api/v2/ranger/public";

    [Fact]
    public async Task Who_comes_back_is_sent_what_was_missed_and_no_snapshot()
    {
        await using var host = await FeedsHost.StartAsync();
        var (epoch, sequence) = await LeaveAfterSnapshotAsync(host);
        await ChangeAsync(host, 1500, 1503);

        using var socket = await host.ConnectAsync(Public);
        await socket.ReceiveTextAsync();
        await socket.SendTextAsync(Resume(epoch, $"{sequence + 1}"));
        Assert.Equal(Increment(1501, sequence + 2), await socket.ReceiveTextAsync());
        Assert.Equal(Increment(1502, sequence + 3), await socket.ReceiveTextAsync());
        Assert.StartsWith("{\"success\"", await socket.ReceiveTextAsync());
        await ChangeAsync(host, 1503, 1504);
        Assert.Equal(Increment(1503, sequence + 4), await socket.ReceiveTextAsync());
    }

    [Fact]
    public async Task Who_missed_nothing_is_sent_nothing()
    {
        await using var host = await FeedsHost.StartAsync();
        var (epoch, sequence) = await LeaveAfterSnapshotAsync(host);
        using var socket = await host.ConnectAsync(Public);
        await socket.ReceiveTextAsync();
        await socket.SendTextAsync(Resume(epoch, $"{sequence}"));
        Assert.StartsWith("{\"success\"", await socket.ReceiveTextAsync());
    }

    [Trait("BadInput", "B179")]
    [Theory]
    [InlineData("future")]
    [InlineData("negative")]
    [InlineData("huge")]
    [InlineData("fraction")]
    [InlineData("text")]
    [InlineData("other epoch")]
    [InlineData("no object")]
    public async Task A_number_that_cannot_be_gone_on_from_gets_a_snapshot(string what)
    {
        await using var host = await FeedsHost.StartAsync();
        var (epoch, sequence) = await LeaveAfterSnapshotAsync(host);
        using var socket = await host.ConnectAsync(Public);
        await socket.ReceiveTextAsync();
        await socket.SendTextAsync(what switch
        {
            "future" => Resume(epoch, $"{sequence + 1}"),
            "negative" => Resume(epoch, "-1"),
            "huge" => Resume(epoch, "99999999999999999999"),
            "fraction" => Resume(epoch, "1.5"),
            "text" => Resume(epoch, "\"1\""),
            "other epoch" => Resume("000000000000", $"{sequence}"),
            _ => """{"event":"subscribe","streams":["btcusdt.ob-inc"],"resume":[7]}""",
        });
        Assert.StartsWith("{\"btcusdt.ob-snap\"", await socket.ReceiveTextAsync());
    }

    [Fact]
    public void What_is_too_long_ago_is_forgotten()
    {
        var history = new FeedHistory();
        var market = new FakeExchange().Market;
        var count = FeedLimits.ChangesKeptForResume + 10;
        for (var i = 1; i <= count; i++)
            history.Add(new FeedUpdate(market, i, [new(new(i), new(1))], [], [], null, null, i + 1));
        Assert.Null(history.Since(10, count + 1));
        Assert.Equal(FeedLimits.ChangesKeptForResume, history.Since(11, count + 1)!.Count);
        Assert.Empty(history.Since(count + 1, count + 1)!);
        Assert.Null(history.Since(count + 2, count + 1));
    }

    [Fact]
    public async Task The_checksum_is_that_of_the_best_levels_as_they_were_told()
    {
        await using var host = await FeedsHost.StartAsync();
        using var witness = await host.ConnectAsync(Public + "?stream=btcusdt.ob-inc");
        await witness.ReceiveTextAsync();
        await witness.ReceiveTextAsync();
        await host.Exchange.CommitAsync(
            FakeExchange.Level(Side.Buy, 1095, 5), FakeExchange.Level(Side.Buy, 1094, 7), FakeExchange.Level(Side.Sell, 1500, 10_000));
        for (var told = 0; told < 3; told++) await witness.ReceiveTextAsync();
        using var socket = await host.ConnectAsync(Public + "?stream=btcusdt.ob-sum&stream=btcusdt.ob-inc");
        var snapshot = (await socket.ReceiveJsonAsync()).GetProperty("btcusdt.ob-snap");
        var expected = BookChecksum.Crc32(Encoding.ASCII.GetBytes("10.95:0.0005:15.0:1.0:10.94:0.0007"));
        Assert.Equal(expected, snapshot.GetProperty("checksum").GetUInt32());
        await socket.ReceiveTextAsync();
        await ChangeAsync(host, 1501, 1502);
        var increment = (await socket.ReceiveJsonAsync()).GetProperty("btcusdt.ob-inc");
        var sum = (await socket.ReceiveJsonAsync()).GetProperty("btcusdt.ob-sum");
        Assert.Equal(increment.GetProperty("sequence").GetInt64(), sum.GetProperty("sequence").GetInt64());
        Assert.Equal(
            BookChecksum.Crc32(Encoding.ASCII.GetBytes("10.95:0.0005:15.0:1.0:10.94:0.0007:15.01:0.0003")),
            sum.GetProperty("checksum").GetUInt32());
    }

    [Fact]
    public void The_checksum_is_zlibs() => Assert.Equal(0xCBF43926, BookChecksum.Crc32("123456789"u8));

    private static string Resume(string epoch, string sequence) =>
        "{\"event\":\"subscribe\",\"streams\":[\"btcusdt.ob-inc\"],\"resume\":{\"btcusdt.ob-inc\":{\"epoch\":\"" + epoch
        + "\",\"sequence\":" + sequence + "}}}";

    private static string Increment(long ticks, long sequence) =>
        "{\"btcusdt.ob-inc\":{\"asks\":[\"15.0" + (ticks - 1500) + "\",\"0.0003\"],\"sequence\":" + sequence + "}}";

    private static async Task ChangeAsync(FeedsHost host, long from, long to)
    {
        using var witness = await host.ConnectAsync(Public + "?stream=btcusdt.ob-inc");
        await witness.ReceiveTextAsync();
        await witness.ReceiveTextAsync();
        for (var ticks = from; ticks < to; ticks++)
        {
            await host.Exchange.CommitAsync(FakeExchange.Level(Side.Sell, ticks, 3));
            await witness.ReceiveTextAsync();
        }
    }

    /// <summary>The position of somebody who saw one snapshot and went.</summary>
    private static async Task<(string Epoch, long Sequence)> LeaveAfterSnapshotAsync(FeedsHost host)
    {
        using var socket = await host.ConnectAsync(Public + "?stream=btcusdt.ob-inc");
        var snapshot = (await socket.ReceiveJsonAsync()).GetProperty("btcusdt.ob-snap");
        return (snapshot.GetProperty("epoch").GetString()!, snapshot.GetProperty("sequence").GetInt64());
    }
}
