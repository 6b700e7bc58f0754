using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Tests.Api;

/// <summary>POST /market/orders: what is taken, what is refused, and that a refusal never reaches the engine.</summary>
public sealed class OrderEntryTests
{
    private const string Good = """{"market":"btcusd","side":"buy","volume":"0.1","price":"100.00"}""";

    [Fact]
    public async Task A_limit_order_is_placed_and_shown_in_the_contracts_shape()
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", "/market/orders", Good);
        Assert.Equal(201, status);
        Assert.Equal(
            "{\"id\":7,\"uuid\":\"" + OrderUuid.From(new OrderId(7)) + "\",\"side\":\"buy\",\"ord_type\":\"limit\",\"price\":\"100.0\","
            + "\"avg_price\":\"0.0\",\"state\":\"wait\",\"market\":\"btcusd\",\"created_at\":\"2021-05-07T02:12:28Z\","
            + "\"updated_at\":\"2021-05-07T02:12:28Z\",\"origin_volume\":\"0.1\",\"remaining_volume\":\"0.1\","
            + "\"executed_volume\":\"0.0\",\"maker_fee\":\"0.001\",\"taker_fee\":\"0.002\",\"trades_count\":0}", body);
        var command = Assert.Single(world.Engine.Commands);
        Assert.Equal((10_000, 1000), (command.Price.Ticks, command.Quantity.Lots));
    }

    [Theory]
    [InlineData("market=BTCUSD&side=buy&volume=0.1&price=100", "application/x-www-form-urlencoded")]
    [InlineData("{\"market\":\"btcusd\",\"side\":\"buy\",\"volume\":0.1,\"price\":100.00,\"unknown\":{\"a\":[1]}}", null)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"market\"\r\n\r\nbtcusd\r\n--b\r\nContent-Disposition: form-data; "
        + "name=\"side\"\r\n\r\nbuy\r\n--b\r\nContent-Disposition: form-data; name=\"volume\"\r\n\r\n0.1\r\n--b\r\n"
        + "Content-Disposition: form-data; name=\"price\"\r\n\r\n100\r\n--b--\r\n", "multipart/form-data; boundary=b")]
    public async Task Every_body_format_means_the_same(string body, string? contentType)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, _, _) = await world.SendAsync("POST", "/market/orders/?volume=9", body, contentType);
        Assert.Equal(201, status);
        var command = Assert.Single(world.Engine.Commands);
        Assert.Equal((10_000, 1000), (command.Price.Ticks, command.Quantity.Lots));
    }

    [Theory]
    [InlineData("volume", "-1", "market.order.non_positive_volume")]
    [InlineData("volume", "0", "market.order.non_positive_volume")]
    [InlineData("volume", "0.0", "market.order.non_positive_volume")]
    [InlineData("volume", "1E-30", "market.order.non_decimal_volume")]
    [InlineData("volume", "1,5", "market.order.non_decimal_volume")]
    [InlineData("volume", "1,,2", "market.order.non_decimal_volume")]
    [InlineData("volume", "5-", "market.order.non_decimal_volume")]
    [InlineData("volume", "5\\u0000", "market.order.non_decimal_volume")]
    [InlineData("volume", " 5", "market.order.non_decimal_volume")]
    [InlineData("volume", "5\\n", "market.order.non_decimal_volume")]
    [InlineData("volume", "5\\u00a0", "market.order.non_decimal_volume")]
    [InlineData("volume", "05", "market.order.non_decimal_volume")]
    [InlineData("volume", ".5", "market.order.non_decimal_volume")]
    [InlineData("volume", "5.", "market.order.non_decimal_volume")]
    [InlineData("volume", "", "market.order.empty_volume")]
    [InlineData("volume", "NaN", "market.order.non_decimal_volume")]
    [InlineData("volume", "Infinity", "market.order.non_decimal_volume")]
    [InlineData("volume", "５", "market.order.non_decimal_volume")]
    [InlineData("volume", "٥", "market.order.non_decimal_volume")]
    [InlineData("volume", "79228162514264337593543950335", "market.order.non_decimal_volume")]
    [InlineData("volume", "99999999999999999999", "market.order.quantity_too_large")]
    [InlineData("volume", "0.00000000000000000000000000001", "market.order.non_decimal_volume")]
    [InlineData("volume", "0.000000001", "market.order.quantity_not_on_lot")]
    [InlineData("volume", "0.0005", "market.order.quantity_too_small")]
    [InlineData("price", "100.001", "market.order.price_not_on_tick")]
    [InlineData("price", "2000000", "market.order.price_out_of_range")]
    [InlineData("price", "0", "market.order.non_positive_price")]
    [InlineData("price", "-5", "market.order.non_positive_price")]
    [InlineData("price", "0.01", "market.order.notional_too_small")]
    [InlineData("market", "ВTCUSD", "market.market.doesnt_exist_or_not_enabled")]
    [InlineData("market", "btcusd.", "market.market.doesnt_exist_or_not_enabled")]
    [InlineData("side", "999", "market.order.invalid_side")]
    [InlineData("side", "buy;sell", "market.order.invalid_side")]
    [InlineData("side", "BUY ", "market.order.invalid_side")]
    [InlineData("ord_type", "stop", "market.order.invalid_ord_type")]
    [InlineData("ord_type", "market", "market.order.market_order_price")]
    [InlineData("time_in_force", "gtx", "market.order.invalid_time_in_force")]
    [InlineData("post_only", "yes", "market.order.invalid_post_only")]
    [InlineData("client_id", "a b", "market.order.invalid_client_id")]
    [InlineData("worst_price", "90", "market.order.malformed")]
    public async Task A_bad_value_is_refused_by_name_and_nothing_happens(string field, string value, string code)
    {
        await using var world = await ApiWorld.StartAsync();
        var values = new Dictionary<string, string>
        {
            ["market"] = "btcusd",
            ["side"] = "buy",
            ["volume"] = "0.1",
            ["price"] = "100",
            [field] = value,
        };
        var json = "{" + string.Join(",", values.Select(v => $"\"{v.Key}\":\"{v.Value}\"")) + "}";
        var (status, body, _) = await world.SendAsync("POST", "/market/orders", json);
        Assert.Equal(422, status);
        Assert.Contains($"\"{code}\"", body);
        Assert.Empty(world.Engine.Commands);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task Everything_that_is_missing_is_named_at_once(string json)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", "/market/orders", json);
        Assert.Equal(422, status);
        Assert.Equal("""{"errors":["market.order.missing_market","market.order.missing_side","market.order.missing_volume","""
            + "\"market.order.missing_price\"]}", body);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("{\"volume\":\"1\",}", 400)]
    [InlineData("{\"volume\":\"1\"} {}", 400)]
    [InlineData("{/*c*/\"volume\":\"1\"}", 400)]
    [InlineData("{\"volume\":\"1\",\"volume\":\"2\"}", 400)]
    [InlineData("{\"volume\":\"1\",\"vol\\u0075me\":\"2\"}", 400)]
    [InlineData("{\"x\":1,\"x\":2}", 400)]
    [InlineData("{\"volume\":\"\\ud800\"}", 400)]
    [InlineData("{\"a\":[[[[[[[[[1]]]]]]]]]}", 400)]
    [InlineData("\ufeff{}", 400)]
    public async Task A_malformed_body_is_refused(string json, int expected)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", "/market/orders", json);
        Assert.Equal(expected, status);
        Assert.Equal("""{"errors":"server.method.invalid_message_body"}""", body);
        Assert.Empty(world.Engine.Commands);
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/xml", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("nonsense", 415)]
    public async Task Another_media_type_is_refused(string contentType, int expected)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, _, _) = await world.SendAsync("POST", "/market/orders", Good, contentType);
        Assert.Equal(expected, status);
        Assert.Empty(world.Engine.Commands);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, _, _) = await world.SendAsync("POST", "/market/orders", "{\"volume\":\"" + new string('1', 20_000) + "\"}");
        Assert.Equal(413, status);
    }

    [Theory]
    [InlineData(RejectReason.Busy, 429, "server.engine_busy")]
    [InlineData(RejectReason.Unavailable, 503, "server.engine_unavailable")]
    [InlineData(RejectReason.OutcomeUnknown, 504, "server.outcome_unknown")]
    [InlineData(RejectReason.InsufficientFunds, 422, "market.account.insufficient_balance")]
    [InlineData(RejectReason.InsufficientLiquidity, 422, "market.order.insufficient_market_liquidity")]
    [InlineData(RejectReason.WouldTake, 422, "market.order.would_take")]
    [InlineData(RejectReason.TooManyOpenOrders, 422, "market.order.too_many_open_orders")]
    [InlineData(RejectReason.MarketNotOpen, 422, "market.market.doesnt_exist_or_not_enabled")]
    public async Task What_the_engine_refuses_has_its_own_answer(RejectReason reason, int expected, string code)
    {
        await using var world = await ApiWorld.StartAsync();
        world.Engine.Answer = reason;
        var (status, body, _) = await world.SendAsync("POST", "/market/orders", Good);
        Assert.Equal(expected, status);
        Assert.Contains(code, body);
    }

    [Fact]
    public async Task Who_may_not_trade_is_told_so()
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", "/market/orders", Good, member: ApiWorld.MemberWhoMayNotTrade);
        Assert.Equal((403, """{"errors":["market.trade.not_permitted"]}"""), (status, body));
        Assert.Empty(world.Engine.Commands);
    }
}
