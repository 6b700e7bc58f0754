using System.Globalization;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Trading;

namespace Exchange.Tests.Api;

/// <summary>Pairs, amendments, batches and the cancel timer.</summary>
public sealed class OrderActionTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Pair = "market=btcusd&side=sell&volume=0.1&price=110&trigger_price=90";
    private const string Item = """{"market":"btcusd","side":"buy","volume":"0.1","price":"100"}""";

    [Theory]
    [InlineData("market=btcusd&side=sell&volume=0.1&price=110", "missing_trigger_price")]
    [InlineData("market=btcusd&side=sell&volume=0.1&trigger_price=90", "missing_price")]
    [InlineData("market=btcusd&side=sell&price=110&trigger_price=90", "missing_volume")]
    [InlineData("market=btcusd&volume=0.1&price=110&trigger_price=90", "missing_side")]
    [InlineData("side=sell&volume=0.1&price=110&trigger_price=90", "missing_market")]
    [InlineData("market=btcusd&side=sell&volume=0.1&price=90&trigger_price=110", "legs_invalid")]
    [InlineData("market=btcusd&side=buy&volume=0.1&price=110&trigger_price=90", "legs_invalid")]
    [InlineData("market=btcusd&side=sell&volume=0.1&price=90&trigger_price=90", "legs_invalid")]
    [InlineData(Pair + "&stop_limit_price=89.999", "stop_limit_price_not_on_tick")]
    [InlineData(Pair + "&stop_limit_price=2000000", "stop_limit_price_out_of_range")]
    [InlineData(Pair + "&stop_limit_price=0", "non_positive_stop_limit_price")]
    [InlineData(Pair + "&trigger_price=91", "repeated_trigger_price")]
    [InlineData(Pair + "&time_in_force=ioc", "invalid_time_in_force")]
    [InlineData(Pair + "&time_in_force=gtd", "expiry_missing")]
    [InlineData(Pair + "&expires_at=1893553445000", "expiry_not_allowed")]
    [InlineData(Pair + "&client_id=a%20b", "invalid_client_id")]
    [InlineData(Pair + "&client_id=6b7c8a52-4f5b-4f0e-9a53-0d3a3c4c1f11&stop_client_id=6b7c8a52-4f5b-4f0e-9a53-0d3a3c4c1f11",
        "malformed")]
    public async Task A_pair_that_makes_no_sense_is_refused_with_its_own_code(string form, string code)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", "/market/orders/oco", form, Form);
        Assert.Equal(422, status);
        Assert.Contains($"\"market.order.{code}\"", body);
        Assert.Empty(world.Engine.Commands);
    }

    [Theory]
    [InlineData("", "stop_loss")]
    [InlineData("&stop_limit_price=89", "stop_limit")]
    public async Task A_pair_is_one_command_and_shows_both_orders(string more, string stopType)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", "/market/orders/oco", Pair + more, Form);
        Assert.Equal(201, status);
        Assert.Equal(CommandKind.PlaceOneCancelsOther, Assert.Single(world.Engine.Commands).Kind);
        Assert.StartsWith("[{\"id\":7,", body);
        Assert.Contains("\"linked_order_id\":8}", body);
        Assert.Contains($"\"ord_type\":\"{stopType}\"", body);
        Assert.Contains("\"pending\":true,\"trigger_price\":\"90.0\",\"linked_order_id\":7}", body);
    }

    [Theory]
    [InlineData("7", "", 422, "market.order.not_amendable")]
    [InlineData("7", "price=", 422, "market.order.empty_price")]
    [InlineData("7", "price=-1", 422, "market.order.non_positive_price")]
    [InlineData("7", "price=100.001", 422, "market.order.price_not_on_tick")]
    [InlineData("7", "price=9999999", 422, "market.order.price_out_of_range")]
    [InlineData("7", "volume=1e1", 422, "market.order.non_decimal_volume")]
    [InlineData("7", "volume=0.00001", 422, "market.order.quantity_not_on_lot")]
    [InlineData("7", "volume=0.0001", 422, "market.order.quantity_too_small")]
    [InlineData("7", "volume=1&volume=2", 422, "market.order.repeated_volume")]
    [InlineData("8", "price=101", 404, "record.not_found")]
    [InlineData("x", "price=101", 422, "market.order.invaild_id_or_uuid")]
    public async Task An_amendment_that_makes_no_sense_is_refused(string id, string form, int expected, string code)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", $"/market/orders/{id}/amend", form, Form);
        Assert.Equal(expected, status);
        Assert.Contains($"\"{code}\"", body);
        Assert.Empty(world.Engine.Commands);
    }

    [Fact]
    public async Task Another_members_order_cannot_be_told_from_none()
    {
        await using var world = await ApiWorld.StartAsync();
        var foreign = await world.SendAsync("POST", "/market/orders/7/amend", "price=101", Form, member: 2);
        var absent = await world.SendAsync("POST", "/market/orders/7000/amend", "price=101", Form, member: 2);
        Assert.Equal((404, absent.Body), (foreign.Status, foreign.Body));
        Assert.Equal(403, (await world.SendAsync(
            "POST", "/market/orders/7/amend", "price=101", Form, ApiWorld.MemberWhoMayNotTrade)).Status);
        Assert.Empty(world.Engine.Commands);
    }

    [Theory]
    [InlineData("POST", 201)]
    [InlineData("PUT", 200)]
    public async Task An_amended_order_is_shown_as_it_is_now(string method, int expected)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync(method, "/market/orders/7/amend", "price=101&volume=0.2", Form);
        Assert.Equal(expected, status);
        var command = Assert.Single(world.Engine.Commands);
        Assert.Equal((CommandKind.AmendOrder, 10_100, 2000), (command.Kind, command.Price.Ticks, command.Quantity.Lots));
        Assert.Contains("\"price\":\"101.0\"", body);
        Assert.Contains("\"origin_volume\":\"0.2\"", body);
    }

    [Theory]
    [InlineData("[]", 422, "market.order.empty_batch")]
    [InlineData("", 400, "server.method.invalid_message_body")]
    [InlineData("{}", 400, "server.method.invalid_message_body")]
    [InlineData("[[{}]]", 400, "server.method.invalid_message_body")]
    [InlineData("[1]", 400, "server.method.invalid_message_body")]
    [InlineData("[null]", 400, "server.method.invalid_message_body")]
    [InlineData("[{}", 400, "server.method.invalid_message_body")]
    [InlineData("[{},]", 400, "server.method.invalid_message_body")]
    [InlineData("[{}] []", 400, "server.method.invalid_message_body")]
    [InlineData("[{\"price\":1,\"price\":2}]", 400, "server.method.invalid_message_body")]
    [InlineData("[{\"a\":[[[[[[[[[1]]]]]]]]]}]", 400, "server.method.invalid_message_body")]
    public async Task A_batch_that_is_none_is_refused_whole(string json, int expected, string code)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", "/market/orders/batch", json);
        Assert.Equal(expected, status);
        Assert.Contains($"\"{code}\"", body);
        Assert.Empty(world.Engine.Commands);
    }

    [Fact]
    public async Task A_batch_over_its_limits_is_refused_whole()
    {
        await using var world = await ApiWorld.StartAsync();
        var tooMany = "[" + string.Join(",", Enumerable.Repeat(Item, PlaceOrdersTogether.MaxOrders + 1)) + "]";
        var (status, body, _) = await world.SendAsync("POST", "/market/orders/batch", tooMany);
        Assert.Equal((422, """{"errors":["market.order.batch_too_large"]}"""), (status, body));
        Assert.Equal(413, (await world.SendAsync("POST", "/market/orders/batch", "[" + new string(' ', 70_000) + "]")).Status);
        Assert.Equal(415, (await world.SendAsync("POST", "/market/orders/batch", "market=btcusd", Form)).Status);
        Assert.Equal(403, (await world.SendAsync(
            "POST", "/market/orders/batch", $"[{Item}]", member: ApiWorld.MemberWhoMayNotTrade)).Status);
        Assert.Empty(world.Engine.Commands);
    }

    [Fact]
    public async Task Each_order_of_a_batch_is_taken_or_refused_by_itself()
    {
        await using var world = await ApiWorld.StartAsync();
        var named = Item.Replace("}", ",\"client_id\":\"6b7c8a52-4f5b-4f0e-9a53-0d3a3c4c1f11\"}", StringComparison.Ordinal);
        var unreadable = Item.Replace("100", "", StringComparison.Ordinal);
        var betweenTicks = Item.Replace("100", "100.001", StringComparison.Ordinal);
        var (status, body, _) = await world.SendAsync(
            "POST", "/market/orders/batch", $"[{Item},{unreadable},{named},{named},{betweenTicks}]");
        Assert.Equal(201, status);
        Assert.Equal(2, world.Engine.Commands.Count);
        using var json = System.Text.Json.JsonDocument.Parse(body);
        var codes = json.RootElement.EnumerateArray()
            .Select(e => e.TryGetProperty("errors", out var errors) ? errors[errors.GetArrayLength() - 1].GetString() : "taken");
        Assert.Equal(
            ["taken", "market.order.empty_price", "taken", "market.order.client_order_id_taken", "market.order.price_not_on_tick"],
            codes);
    }

    [Fact]
    public async Task A_full_batch_is_one_submission_and_a_busy_engine_refuses_it_whole()
    {
        await using var world = await ApiWorld.StartAsync();
        var full = "[" + string.Join(",", Enumerable.Repeat(Item, PlaceOrdersTogether.MaxOrders)) + "]";
        Assert.Equal(201, (await world.SendAsync("POST", "/market/orders/batch", full)).Status);
        Assert.Equal(PlaceOrdersTogether.MaxOrders, world.Engine.Commands.Count);
        world.Engine.Answer = RejectReason.Busy;
        Assert.Equal(429, (await world.SendAsync("POST", "/market/orders/batch", full)).Status);
    }

    [Fact]
    public async Task A_batch_counts_as_many_orders_as_it_has()
    {
        await using var world = await ApiWorld.StartAsync(
            ("RateLimits:Orders:PerSecond", "1"), ("RateLimits:Orders:Burst", "3"));
        Assert.Equal(429, (await world.SendAsync("POST", "/market/orders/batch", $"[{Item},{Item},{Item},{Item}]")).Status);
        Assert.Empty(world.Engine.Commands);
        Assert.Equal(201, (await world.SendAsync("POST", "/market/orders/batch", $"[{Item},{Item},{Item}]", member: 2)).Status);
        Assert.Equal(429, (await world.SendAsync("POST", "/market/orders/batch", $"[{Item}]", member: 2)).Status);
    }

    [Theory]
    [InlineData("{\"ids\":[]}", 422, "market.order.empty_batch")]
    [InlineData("{}", 422, "market.order.empty_batch")]
    [InlineData("[7]", 400, "server.method.invalid_message_body")]
    public async Task A_batch_of_cancels_that_is_none_is_refused(string json, int expected, string code)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", "/market/orders/cancel/batch", json);
        Assert.Equal(expected, status);
        Assert.Contains($"\"{code}\"", body);
        var ids = string.Join(",", Enumerable.Repeat("7", CancelOrdersTogether.MaxOrders + 1));
        Assert.Contains("batch_too_large", (await world.SendAsync("POST", "/market/orders/cancel/batch", $"{{\"ids\":[{ids}]}}")).Body);
        Assert.Empty(world.Engine.Commands);
    }

    [Fact]
    public async Task Each_cancel_of_a_batch_is_answered_by_itself()
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", "/market/orders/cancel/batch", """{"ids":[7,"8","x"]}""");
        Assert.Equal(201, status);
        Assert.StartsWith("[{\"id\":7,", body);
        Assert.Contains("\"state\":\"cancel\"", body);
        Assert.EndsWith(
            """,{"errors":["record.not_found"]},{"errors":["market.order.invaild_id_or_uuid"]}]""", body);
        Assert.Single(world.Engine.Commands);
    }

    [Theory]
    [InlineData("", "missing_seconds")]
    [InlineData("seconds=", "empty_seconds")]
    [InlineData("seconds=-1", "invalid_seconds")]
    [InlineData("seconds=86401", "invalid_seconds")]
    [InlineData("seconds=1.5", "non_integer_seconds")]
    [InlineData("seconds=5&seconds=6", "repeated_seconds")]
    public async Task A_cancel_timer_outside_its_range_is_refused(string form, string code)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", "/market/cancel_timer", form, Form);
        Assert.Equal(422, status);
        Assert.Contains($"\"market.cancel_timer.{code}\"", body);
        Assert.Empty(world.Engine.Commands);
    }

    [Theory]
    [InlineData(60, "{\"seconds\":60,\"expires_at\":\"2021-05-07T02:13:28.000Z\"}")]
    [InlineData(0, "{\"seconds\":0,\"expires_at\":null}")]
    public async Task A_cancel_timer_answers_when_it_cancels(int seconds, string expected)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync(
            "POST", "/market/cancel_timer", "seconds=" + seconds.ToString(CultureInfo.InvariantCulture), Form);
        Assert.Equal((201, expected), (status, body));
        var command = Assert.Single(world.Engine.Commands);
        Assert.Equal((CommandKind.SetCancelTimer, seconds * 1_000_000L, CancelTimerSource.Member),
            (command.Kind, command.DurationMicroseconds, command.TimerSource));
    }

    [Fact]
    public async Task The_state_of_a_call_auction_is_public()
    {
        await using var world = await ApiWorld.StartAsync();
        var open = await world.SendAsync("GET", "/public/markets/btcusd/auction", member: 0);
        Assert.Equal("""{"market":"btcusd","state":"open","ends_at":null,"price":null,"volume":null}""", open.Body);
        world.Catalog.State = MarketState.Auction;
        var auction = await world.SendAsync("GET", "/public/markets/btcusd/auction", member: 0);
        Assert.Equal(
            """{"market":"btcusd","state":"auction","ends_at":"2021-05-07T02:12:28.000Z","price":"100.0","volume":"0.1"}""",
            auction.Body);
        Assert.Contains("\"state\":\"enabled\",\"trading_state\":\"auction\"", (await world.SendAsync("GET", "/public/markets")).Body);
        Assert.Equal(201, (await world.SendAsync("POST", "/market/orders", Item)).Status);
    }

    [Fact]
    public async Task Nobody_sees_what_an_iceberg_order_hides()
    {
        await using var world = await ApiWorld.StartAsync();
        world.Live.Shown = FakeReadState.Resting with { Display = new(100), Trigger = TriggerKind.Stop };
        var (_, body, _) = await world.SendAsync("GET", "/public/markets/btcusd/order-book", member: 0);
        Assert.Contains("\"origin_volume\":\"0.01\",\"remaining_volume\":\"0.01\"", body);
        Assert.Contains("\"ord_type\":\"limit\"", body);
        Assert.DoesNotContain("display", body);
        Assert.DoesNotContain("0.1\"", body);
    }
}
