using System.Net.WebSockets;
using System.Text.Json;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Feeds;

public sealed class MarketHubTests
{
    private const char EndOfMessage = '\u001e';

    [Fact]
    public async Task A_watched_market_arrives_as_snapshot_and_gap_free_updates()
    {
        await using var host = await FeedsHost.StartAsync();
        await host.Exchange.CommitAsync(FakeExchange.Level(Side.Buy, 1095, 10), FakeExchange.Level(Side.Sell, 1500, 5));
        await using var browser = await Browser.ConnectAsync(host);
        var snapshot = (await browser.InvokeAsync("Watch", "btcusdt")).GetProperty("result");
        Assert.Equal("open", snapshot.GetProperty("state").GetString());
        Assert.Equal("+0.00", snapshot.GetProperty("ticker").GetProperty("changePercent").GetString());
        var book = new Dictionary<string, string>();
        Apply(book, snapshot);
        var seq = snapshot.GetProperty("seq").GetInt64();

        for (var i = 0; i < 200; i++)
            await host.Exchange.CommitAsync(FakeExchange.Level(Side.Sell, 1500 + i % 9, i % 4));
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await host.Exchange.CommitAsync(FakeExchange.Level(Side.Buy, 1, 1), host.Exchange.Trade(1, 1500, 5, now));
        var trades = 0;
        while (!book.ContainsKey("bids 0.01") || trades == 0)
        {
            var update = await browser.EventAsync("update");
            if (update.GetProperty("from").GetInt64() < seq) continue;
            Assert.Equal(seq, update.GetProperty("from").GetInt64());
            seq = update.GetProperty("seq").GetInt64();
            Apply(book, update);
            trades += update.GetProperty("trades").GetArrayLength();
        }

        var market = host.Exchange.Market;
        var depth = host.Exchange.Depth(market.Id, 1000);
        var expected = depth.Bids.Select(l => ("bids", l)).Concat(depth.Asks.Select(l => ("asks", l))).ToDictionary(
            s => $"{s.Item1} {market.AmountOf(s.l.Price).Format(2)}", s => market.AmountOf(s.l.Quantity).Format(4));
        Assert.Equal(expected.Order(Comparer), book.Order(Comparer));
    }

    [Fact]
    public async Task Beats_tickers_and_candles_come_and_an_unknown_market_is_refused_by_its_code()
    {
        var began = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await using var host = await FeedsHost.StartAsync();
        await using var browser = await Browser.ConnectAsync(host);
        var refused = await browser.InvokeAsync("Watch", "nosuch");
        Assert.Contains("public.market.doesnt_exist", refused.GetProperty("error").GetString());
        var period = await browser.InvokeAsync("WatchCandles", "btcusdt", "7m");
        Assert.Contains("public.k_line.invalid_period", period.GetProperty("error").GetString());
        // A long one: the next begins without the trade.
        var candles = await browser.InvokeAsync("WatchCandles", "btcusdt", "1w");
        Assert.Equal(0, candles.GetProperty("result").GetArrayLength());

        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await host.Exchange.CommitAsync(host.Exchange.Trade(1, 2000, 100, now));
        var candle = await browser.EventAsync("candle");
        Assert.Equal("1w", candle.GetProperty("period").GetString());
        Assert.Equal("20.00", candle.GetProperty("candle")[4].GetString());
        Assert.Equal("0.0100", candle.GetProperty("candle")[5].GetString());
        var beat = await browser.EventAsync("beat");
        // It may have come before the trade.
        Assert.True(beat.GetProperty("at").GetInt64() >= began);
        JsonElement tickers;
        do tickers = await browser.EventAsync("tickers");
        while (tickers.GetProperty("btcusdt").GetProperty("last").GetString() != "20.00");
        var asked = (await browser.InvokeAsync("Tickers")).GetProperty("result");
        Assert.Equal("20.00", asked.GetProperty("btcusdt").GetProperty("last").GetString());
    }

    [Fact]
    public async Task A_call_auction_says_when_it_ends_and_what_it_would_trade()
    {
        await using var host = await FeedsHost.StartAsync();
        await using var browser = await Browser.ConnectAsync(host);
        var snapshot = (await browser.InvokeAsync("Watch", "btcusdt")).GetProperty("result");
        Assert.False(snapshot.TryGetProperty("auction", out _));
        await host.Exchange.CommitAsync(
            new EngineEvent
            {
                Kind = EventKind.MarketStateChanged,
                MarketState = MarketState.Auction,
                ExpiresMicroseconds = 1_893_553_445_000_000,
            },
            new EngineEvent { Kind = EventKind.AuctionIndicated, Price = new Price(6_000_000), Quantity = new Quantity(15_000) });
        var update = await StateAsync(browser);
        Assert.Equal("auction", update.GetProperty("state").GetString());
        var auction = update.GetProperty("auction");
        Assert.Equal(1_893_553_445_000, auction.GetProperty("ends").GetInt64());
        Assert.Equal("60000.00 1.5000", $"{auction.GetProperty("price")} {auction.GetProperty("amount")}");

        await host.Exchange.CommitAsync(new EngineEvent { Kind = EventKind.MarketStateChanged, MarketState = MarketState.Open });
        update = await StateAsync(browser);
        Assert.Equal("open", update.GetProperty("state").GetString());
        Assert.False(update.TryGetProperty("auction", out _));
    }

    /// <summary>The next update that tells a state. The very first of a host tells the ticker, and who is quick is there for it.</summary>
    private static async Task<JsonElement> StateAsync(Browser browser)
    {
        while (true)
        {
            var update = await browser.EventAsync("update");
            if (update.TryGetProperty("state", out _)) return update;
        }
    }

    private static readonly Comparer<KeyValuePair<string, string>> Comparer =
        Comparer<KeyValuePair<string, string>>.Create((a, b) => string.CompareOrdinal(a.Key, b.Key));

    private static void Apply(Dictionary<string, string> book, JsonElement message)
    {
        foreach (var side in new[] { "bids", "asks" })
        {
            foreach (var level in message.GetProperty(side).EnumerateArray())
            {
                var key = $"{side} {level[0].GetString()}";
                if (level[1].GetString() == "0") book.Remove(key);
                else book[key] = level[1].GetString()!;
            }
        }
    }

    /// <summary>Speaks SignalR's JSON protocol over a plain socket, as the browser's client does.</summary>
    private sealed class Browser(ClientWebSocket socket) : IAsyncDisposable
    {
        private readonly List<JsonElement> _messages = [];
        private int _invocations;

        public static async Task<Browser> ConnectAsync(FeedsHost host)
        {
            var socket = await host.ConnectAsync("/hubs/market");
            await socket.SendTextAsync("""{"protocol":"json","version":1}""" + EndOfMessage);
            return new Browser(socket);
        }

        public async Task<JsonElement> InvokeAsync(string target, params string[] arguments)
        {
            var id = $"{++_invocations}";
            var call = JsonSerializer.Serialize(new { type = 1, invocationId = id, target, arguments });
            await socket.SendTextAsync(call + EndOfMessage);
            return await NextAsync(m => Text(m, "invocationId") == id);
        }

        public async Task<JsonElement> EventAsync(string target) =>
            (await NextAsync(m => Text(m, "target") == target)).GetProperty("arguments")[0];

        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<JsonElement> NextAsync(Predicate<JsonElement> wanted)
        {
            while (true)
            {
                var index = _messages.FindIndex(wanted);
                if (index >= 0)
                {
                    var found = _messages[index];
                    _messages.RemoveAt(index);
                    return found;
                }

                var text = await socket.ReceiveTextAsync();
                foreach (var message in text.Split(EndOfMessage, StringSplitOptions.RemoveEmptyEntries))
                    _messages.Add(JsonSerializer.Deserialize<JsonElement>(message));
            }
        }

        private static string? Text(JsonElement message, string name) =>
            message.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
