using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Feeds;

/// <summary>What Ranger tells of waiting, amended and expired orders, and of call auctions.</summary>
public sealed class OrderTypeFeedTests
{
    private const string Private = "/api/v2/ranger/private?stream=order";

    [Fact]
    public async Task A_call_auction_is_told_from_its_state_before_to_its_end()
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await host.ConnectAsync("/api/v2/ranger/public?stream=btcusdt.auction");
        const string Nothing = "\"ends_at\":null,\"price\":null,\"volume\":null}}";
        Assert.Equal("{\"btcusdt.auction\":{\"state\":\"open\"," + Nothing, await socket.ReceiveTextAsync());
        await socket.ReceiveTextAsync();

        var began = new EngineEvent { Kind = EventKind.MarketStateChanged, MarketState = MarketState.Auction };
        began.ExpiresMicroseconds = 1_893_553_445_000_000;
        var indicated = new EngineEvent
        {
            Kind = EventKind.AuctionIndicated,
            Price = new Price(6_000_000),
            Quantity = new Quantity(15_000),
        };
        await host.Exchange.CommitAsync(began, indicated);
        Assert.Equal(
            "{\"btcusdt.auction\":{\"state\":\"auction\",\"ends_at\":\"2030-01-02T03:04:05.000Z\""
            + ",\"price\":\"60000.0\",\"volume\":\"1.5\"}}",
            await socket.ReceiveTextAsync());

        await host.Exchange.CommitAsync(
            new EngineEvent { Kind = EventKind.MarketStateChanged, MarketState = MarketState.Open });
        Assert.Equal("{\"btcusdt.auction\":{\"state\":\"open\"," + Nothing, await socket.ReceiveTextAsync());
    }

    [Fact]
    public async Task A_stop_is_told_of_while_it_waits_when_it_triggers_and_when_it_is_amended_or_expires()
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await host.ConnectAsync(Private, member: "1");
        await socket.ReceiveTextAsync();

        var opened = Event(EventKind.OrderOpened);
        (opened.Type, opened.TimeInForce, opened.Trigger) = (OrderType.Limit, TimeInForce.GoodTilDate, TriggerKind.Stop);
        (opened.Price, opened.TriggerPrice, opened.Quantity) = (new Price(5_900_000), new Price(5_950_000), new Quantity(100));
        opened.ExpiresMicroseconds = 1_893_553_445_000_000;
        await host.Exchange.CommitAsync(opened);
        Assert.EndsWith(
            "\"time_in_force\":\"gtd\",\"pending\":true,\"trigger_price\":\"59500.0\",\"expires_at\":\"2030-01-02T03:04:05.000Z\"}}",
            await socket.ReceiveTextAsync());

        var triggered = Event(EventKind.OrderTriggered);
        (triggered.Price, triggered.TriggerPrice) = (opened.Price, opened.TriggerPrice);
        await host.Exchange.CommitAsync(triggered);
        Assert.Contains("\"ord_type\":\"stop_limit\"", await ContainsAsync(socket, "\"pending\":false"));

        var amended = Event(EventKind.OrderAmended);
        (amended.Price, amended.Quantity, amended.Remaining) = (new Price(5_890_000), new Quantity(80), new Quantity(80));
        await host.Exchange.CommitAsync(amended);
        Assert.Contains("\"origin_volume\":\"0.008\"", await ContainsAsync(socket, "\"price\":\"58900.0\""));

        var closed = Event(EventKind.OrderClosed);
        (closed.Close, closed.Remaining) = (CloseReason.Expired, new Quantity(80));
        await host.Exchange.CommitAsync(closed);
        Assert.Contains("\"state\":\"cancel\"", await ContainsAsync(socket, "\"cancel_reason\":\"expired\""));
    }

    private static EngineEvent Event(EventKind kind) =>
        new() { Kind = kind, Order = new OrderId(5), Member = new MemberId(1), Side = Side.Sell };

    private static async Task<string> ContainsAsync(System.Net.WebSockets.WebSocket socket, string part)
    {
        var text = await socket.ReceiveTextAsync();
        Assert.Contains(part, text);
        return text;
    }
}
