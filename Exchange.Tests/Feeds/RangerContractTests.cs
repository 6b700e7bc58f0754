using System.Globalization;
using System.Text.Json;
using Exchange.Tests.Contract;

namespace Exchange.Tests.Feeds;

/// <summary>Ranger speaks as the contract says: every stream's messages and every control message, on the running program.</summary>
[Trait("Category", "Integration")]
public sealed class RangerContractTests(RangerContractRun run) : IClassFixture<RangerContractRun>
{
    private const string Side = "\"buy\"|\"sell\"";
    private const string Ticker =
        "{at:str, avg_price:dec, high:dec, last:dec, low:dec, open:dec, price_change_percent:str, volume:dec, amount:dec}";

    /// <summary>What comes under a name. A question mark at the end of a member marks what we add.</summary>
    private static readonly Dictionary<string, string> Shapes = new()
    {
        ["btcusdt.ob-snap"] = "{asks:[[dec,dec]], bids:[[dec,dec]], epoch?:str, checksum?:int, sequence:int}",
        ["btcusdt.ob-inc"] = "{asks:[dec,dec|\"0\"], sequence:int}|{bids:[dec,dec|\"0\"], sequence:int}",
        ["btcusdt.ob-sum"] = "{checksum:int, sequence:int}",
        ["btcusdt.update"] = "{asks:[[dec,dec]], bids:[[dec,dec]]}",
        ["btcusdt.trades"] = $"{{trades:[{{tid:int, taker_type:{Side}, date:int, price:dec, amount:dec}}]}}",
        ["btcusdt.auction"] = "{state:str, ends_at:iso|null, price:dec|null, volume:dec|null}",
        ["global.tickers"] = $"{{*:{Ticker}}}",
        ["order"] = $$"""
            {id:int, market:str, kind:"bid"|"ask", side:{{Side}}, ord_type:str, price:dec|null, avg_price:dec,
             state:"wait"|"done"|"cancel",
             origin_volume:dec, remaining_volume:dec, executed_volume:dec, at:int, created_at:int, updated_at:int, trades_count:int,
             client_id?:str, pending?:bool, trigger_price?:dec, cancel_reason?:str}
            """,
        ["trade"] = "{id:int, price:dec, amount:dec, total:dec, market:str, "
            + $"side:{Side}, taker_type:{Side}, created_at:int, order_id:int}}",
        ["balances"] = "{*:[dec,dec]}",
        ["balance"] = "{currency:str, balance:dec, locked:dec}",
        ["success"] = "{message:\"subscribed\", streams:[str]}",
    };

    public static TheoryData<string> Names =>
        [.. Shapes.Keys, .. RangerContractRun.Streams.Where(s => s.Contains(".kline-", StringComparison.Ordinal))];

    /// <summary>What is sent on which address, and the answers, word for word.</summary>
    public static TheoryData<string, string, string[], string[]> Exchanges => new()
    {
        { "nothing", "/public", [], [Subscribed()] },
        { "slash and list", "/public/?stream=ethusdt.trades,btcusdt.trades", [], [Subscribed("btcusdt.trades", "ethusdt.trades")] },
        { "upper case", "/public?stream=BTCUSDT.trades", [], [Subscribed("btcusdt.trades")] },
        { "private on public", "/public?stream=order&stream=btcusdt.trades", [], [Subscribed("btcusdt.trades")] },
        { "public, then private", "/private?stream=order&stream=btcusdt.trades", [], [Subscribed("btcusdt.trades", "order")] },
        { "ping", "/public", ["ping", "ping 7"], [Subscribed(), "pong", "pong"] },
        { "no JSON", "/public", ["{"], [Subscribed(), Error("Could not parse message: not JSON")] },
        { "no object", "/public", ["[1]"], [Subscribed(), Error("Could not parse message: not an object")] },
        { "unknown event", "/public", ["""{"event":"dance"}"""], [Subscribed(), Error("Could not parse Type: Invalid event")] },
        { "no streams", "/public", ["""{"event":"subscribe"}"""], [Subscribed(), Error("No streams provided")] },
        { "empty streams", "/public", ["""{"event":"subscribe","streams":[]}"""], [Subscribed(), Error("No streams provided")] },
        {
            "extra keys; unsubscribe", "/public",
            ["""{"event":"subscribe","id":7,"streams":["btcusdt.trades","btcusdt.kline-1m"]}""",
                """{"event":"unsubscribe","streams":["btcusdt.trades","never.was"]}"""],
            [Subscribed(), Subscribed("btcusdt.kline-1m", "btcusdt.trades"), Answer("unsubscribed", "btcusdt.kline-1m")]
        },
        {
            "unknown streams", "/public?stream=nosuch.trades&stream=btcusdt.kline-7m&stream=*&stream=btcusdt.trades", [],
            [Error("cannot subscribe to nosuch.trades, btcusdt.kline-7m, *: no such stream"), Subscribed("btcusdt.trades")]
        },
        { "legacy sign-in", "/public", ["""{"jwt":"Bearer x"}"""], [Subscribed(), Error("Could not parse Type: Invalid event")] },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_told_has_the_contracts_shape(string name)
    {
        var shape = name.Contains(".kline-", StringComparison.Ordinal) ? "[int,num,num,num,num,num]" : Shapes[name];
        var check = new ShapeCheck(ContractShapes.All);
        Assert.NotEmpty(run.Told(name));
        foreach (var message in run.Told(name))
            Assert.True(check.Problem(message, shape) is null, $"{check.Problem(message, shape)}: {message}");
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task What_is_sent_is_answered_word_for_word(string title, string path, string[] sent, string[] answers)
    {
        var member = path.StartsWith("/private", StringComparison.Ordinal) ? "bob" : null;
        using var socket = await run.ConnectAsync("/api/v2/ranger" + path, member);
        foreach (var text in sent) await socket.SendTextAsync(text);
        foreach (var answer in answers) Assert.Equal((title, answer), (title, await socket.ReceiveTextAsync()));
        await socket.SendTextAsync("ping");
        while (await socket.ReceiveTextAsync() != "pong")
        {
            // Streams that were subscribed may tell something.
        }
    }

    [Fact]
    public void The_book_is_numbered_without_a_gap_and_adds_up()
    {
        var sequence = run.Told("btcusdt.ob-snap").Single().GetProperty("sequence").GetInt64();
        foreach (var increment in run.Told("btcusdt.ob-inc")) Assert.Equal(++sequence, increment.GetProperty("sequence").GetInt64());
        Assert.Equal(sequence, run.Told("btcusdt.ob-sum")[^1].GetProperty("sequence").GetInt64());
    }

    [Fact]
    public void Orders_tell_their_life_and_a_market_order_only_its_end()
    {
        var lives = run.Told("order").GroupBy(o => o.GetProperty("id").GetInt64())
            .Select(o => string.Join(' ', o.Select(Fate))).ToList();
        Assert.Equal(
            ["limit:wait limit:cancel", "limit:wait limit:wait limit:done", "limit:done", "market:done", "stop_loss:wait"], lives);

        static string Fate(JsonElement order) => $"{order.GetProperty("ord_type")}:{order.GetProperty("state")}";
    }

    [Fact]
    public void Candles_have_numbers_as_peatio_writes_them()
    {
        var candle = run.Told("btcusdt.kline-1m")[0];
        Assert.Equal("60000.0", candle[1].GetRawText());
        Assert.Equal(0, candle[0].GetInt64() % 60);
        var ticker = run.Told("global.tickers")[0].GetProperty("btcusdt");
        Assert.Matches("^[+-][0-9]+\\.[0-9]{2}%$", ticker.GetProperty("price_change_percent").GetString());
        Assert.True(long.Parse(ticker.GetProperty("at").GetString()!, CultureInfo.InvariantCulture) > 0);
    }

    private static string Subscribed(params string[] streams) => Answer("subscribed", streams);

    private static string Answer(string message, params string[] streams) =>
        $"{{\"success\":{{\"message\":\"{message}\",\"streams\":{JsonSerializer.Serialize(streams)}}}}}";

    private static string Error(string text) => $"{{\"error\":\"{text}\"}}";
}
