using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Exchange.Core.Engine;
using Exchange.Core.Ledger;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Web.Feeds;

namespace Exchange.Tests.Feeds;

public sealed class RangerTests
{
    private const string Public = "/api/v2/ranger/public";
    private const string Private = "/api/v2/ranger/private";

    [Fact]
    public async Task The_book_comes_as_a_snapshot_and_increments_numbered_without_a_gap()
    {
        await using var host = await FeedsHost.StartAsync();
        await host.Exchange.CommitAsync(
            FakeExchange.Level(Side.Buy, 1095, 217068), FakeExchange.Level(Side.Sell, 1500, 5));
        using var socket = await host.ConnectAsync(Public + "?stream=btcusdt.ob-inc");
        var book = new Dictionary<(string, string), string>();
        var sequence = Start(book, (await socket.ReceiveJsonAsync()).GetProperty("btcusdt.ob-snap"));
        var subscribed = await socket.ReceiveTextAsync();
        Assert.Equal("""{"success":{"message":"subscribed","streams":["btcusdt.ob-inc"]}}""", subscribed);

        for (var i = 0; i < 40; i++)
            await host.Exchange.CommitAsync(FakeExchange.Level(Side.Sell, 1500 + i % 7, i % 3 == 0 ? 0 : i));
        await host.Exchange.CommitAsync(FakeExchange.Level(Side.Buy, 1, 1));
        do
        {
            var increment = (await socket.ReceiveJsonAsync()).GetProperty("btcusdt.ob-inc");
            Assert.Equal(++sequence, increment.GetProperty("sequence").GetInt64());
            var side = increment.TryGetProperty("bids", out var pair) ? "bids" : "asks";
            if (side == "asks") pair = increment.GetProperty("asks");
            Assert.Equal(2, pair.GetArrayLength());
            Put(book, side, pair);
        }
        while (!book.ContainsKey(("bids", "0.01")));

        var depth = host.Exchange.Depth(host.Exchange.Market.Id, 1000);
        Assert.Equal(
            depth.Asks.Select(l => ("asks", Text(l.Price), Text(l.Quantity)))
                .Concat(depth.Bids.Select(l => ("bids", Text(l.Price), Text(l.Quantity)))).Order(),
            book.Select(l => (l.Key.Item1, l.Key.Item2, l.Value)).Order());

        string Text(object value) => value is Price p
            ? host.Exchange.Market.AmountOf(p).Format(1)
            : host.Exchange.Market.AmountOf((Quantity)value).Format(1);
    }

    [Fact]
    public async Task Trades_are_told_and_what_is_not_understood_does_not_close()
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await host.ConnectAsync(Public);
        Assert.Equal("""{"success":{"message":"subscribed","streams":[]}}""", await socket.ReceiveTextAsync());
        await socket.SendTextAsync("ping");
        Assert.Equal("pong", await socket.ReceiveTextAsync());
        await socket.SendTextAsync("{nonsense");
        Assert.StartsWith("""{"error":"Could not parse message""", await socket.ReceiveTextAsync());
        await socket.SendTextAsync("""{"event":"dance","streams":["a.b"]}""");
        Assert.Equal("""{"error":"Could not parse Type: Invalid event"}""", await socket.ReceiveTextAsync());
        await socket.SendTextAsync("""{"event":"subscribe"}""");
        Assert.Equal("""{"error":"No streams provided"}""", await socket.ReceiveTextAsync());
        await socket.SendTextAsync("""{"event":"subscribe","id":7,"streams":["btcusdt.trades","order"]}""");
        // A private stream is passed over without an identity.
        Assert.Equal(
            """{"success":{"message":"subscribed","streams":["btcusdt.trades"]}}""", await socket.ReceiveTextAsync());

        await host.Exchange.CommitAsync(host.Exchange.Trade(247646, 2000, 100000, atSeconds: 1597131180));
        Assert.Equal(
            """{"btcusdt.trades":{"trades":[{"tid":247646,"taker_type":"buy","date":1597131180,"""
            + "\"price\":\"20.0\",\"amount\":\"10.0\"}]}}",
            await socket.ReceiveTextAsync());
        await socket.SendTextAsync("""{"event":"unsubscribe","streams":["btcusdt.trades"]}""");
        Assert.Equal("""{"success":{"message":"unsubscribed","streams":[]}}""", await socket.ReceiveTextAsync());
    }

    [Fact]
    public async Task Private_streams_are_refused_without_an_identity_and_other_sites_are_refused_at_all()
    {
        await using var host = await FeedsHost.StartAsync();
        using var stranger = await host.ConnectAsync(Private);
        using var otherSite = await host.ConnectAsync(Public, origin: "https://elsewhere.example");

        Assert.Equal(HttpStatusCode.Unauthorized, stranger.HttpStatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, otherSite.HttpStatusCode);
    }

    [Fact]
    public async Task A_member_is_told_of_own_orders_trades_and_balances_and_of_no_one_elses()
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await host.ConnectAsync(Private + "?stream=order&stream=trade,balances", member: "2");
        Assert.Equal(
            """{"success":{"message":"subscribed","streams":["balances","order","trade"]}}""",
            await socket.ReceiveTextAsync());
        await host.Exchange.CommitAsync(Opened(member: 3, order: 9));
        var trade = host.Exchange.Trade(1, 2000, 10000, atSeconds: 100, maker: 3, taker: 2);
        trade.TakerRemaining = new Quantity(5000);
        await host.Exchange.CommitAsync(
            Opened(member: 2, order: 11), trade,
            new EngineEvent
            {
                Kind = EventKind.Transferred,
                Amount = Amount.FromWhole(1),
                Member = new MemberId(2),
                Currency = new CurrencyId(0),
            });

        var fill = (await socket.ReceiveJsonAsync()).GetProperty("trade");
        var order = (await socket.ReceiveJsonAsync()).GetProperty("order");
        Assert.Equal("""{"balances":{"btc":["5.0","0.5"]}}""", await socket.ReceiveTextAsync());
        Assert.Equal(11, fill.GetProperty("order_id").GetInt64());
        Assert.Equal("buy", fill.GetProperty("side").GetString());
        Assert.Equal("20.0", fill.GetProperty("total").GetString());
        Assert.Equal("wait", order.GetProperty("state").GetString());
        Assert.Equal("0.5", order.GetProperty("remaining_volume").GetString());
        Assert.Equal("20.0", order.GetProperty("avg_price").GetString());
        Assert.Equal(1, order.GetProperty("trades_count").GetInt32());
    }

    [Fact]
    public async Task A_message_that_is_too_large_closes_the_socket()
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await host.ConnectAsync(Public);
        await socket.ReceiveTextAsync();

        await socket.SendTextAsync(new string('x', FeedLimits.MaxMessageBytes + 1));
        await socket.ReceiveTextAsync();

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, socket.CloseStatus);
    }

    private static long Start(Dictionary<(string, string), string> book, JsonElement snapshot)
    {
        foreach (var side in new[] { "asks", "bids" })
            foreach (var level in snapshot.GetProperty(side).EnumerateArray()) Put(book, side, level);
        return snapshot.GetProperty("sequence").GetInt64();
    }

    private static void Put(Dictionary<(string, string), string> book, string side, JsonElement level)
    {
        var (price, amount) = (level[0].GetString()!, level[1].GetString()!);
        if (amount == "0") book.Remove((side, price));
        else book[(side, price)] = amount;
    }

    private static EngineEvent Opened(long member, long order) => new()
    {
        Kind = EventKind.OrderOpened,
        Member = new MemberId(member),
        Order = new OrderId(order),
        Side = Side.Buy,
        Type = OrderType.Limit,
        TimeInForce = TimeInForce.GoodTilCanceled,
        Price = new Price(2000),
        Quantity = new Quantity(15000),
    };
}
