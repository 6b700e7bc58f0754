using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Tests.Api;

/// <summary>Shapes and statuses of the endpoints.</summary>
public sealed class EndpointTests
{
    [Theory]
    [InlineData("/public/currencies", "\"id\":\"btc\"")]
    [InlineData("/public/currencies/BTC", "\"base_factor\":100000000")]
    [InlineData("/public/markets", "\"name\":\"BTC/USD\"")]
    [InlineData("/public/markets/btcusd/order-book", "{\"asks\":[],\"bids\":[{\"id\":7")]
    [InlineData("/public/markets/btcusd/trades", "[{\"id\":3,\"price\":150.5,\"amount\":0.1,\"total\":15.05,\"market\":\"btcusd\"")]
    [InlineData("/public/markets/btcusd/depth", "\"asks\":[],\"bids\":[[\"100.0\",\"0.1\"]]")]
    [InlineData("/public/markets/btcusd/k-line?period=5", "[[60,0.01,0.02,0.01,0.02,0.0005]]")]
    [InlineData("/public/markets/tickers", "{\"btcusd\":{\"at\":\"")]
    [InlineData("/public/markets/btcusd/tickers/", "\"price_change_percent\":\"+50.50%\"")]
    [InlineData("/public/timestamp", "+00:00\"")]
    [InlineData("/public/version", "\"git_tag\"")]
    [InlineData("/public/health/alive", "")]
    [InlineData("/public/health/ready", "")]
    [InlineData("/public/member-levels", "{\"deposit\":{\"minimum_level\":3}")]
    [InlineData("/public/trading_fees", "[{\"id\":1,\"group\":\"any\",\"market_id\":\"any\",\"maker\":\"0.002\"")]
    public async Task Public_data_needs_no_session(string path, string expected)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("GET", path, member: 0);
        Assert.Equal(200, status);
        Assert.Contains(expected, body);
    }

    [Theory]
    [InlineData("GET", "/account/balances", 1, 200, "[{\"currency\":\"btc\",\"balance\":\"100.0\",\"locked\":\"0.5\"}")]
    [InlineData("GET", "/account/balances/usd", 1, 200, "{\"currency\":\"usd\",\"balance\":\"0.0\",\"locked\":\"0.0\"}")]
    [InlineData("GET", "/account/balances/xxx", 1, 422, "account.currency.doesnt_exist")]
    [InlineData("GET", "/account/balances?nonzero=7", 1, 422, "account.balances.invalid_nonzero")]
    [InlineData("GET", "/account/balances", 0, 401, "{\"errors\":[\"authz.invalid_session\"]}")]
    [InlineData("POST", "/market/orders", 0, 401, "{\"errors\":[\"authz.invalid_session\"]}")]
    [InlineData("GET", "/account/deposits", 1, 501, "{\"errors\":[\"server.not_implemented\"]}")]
    [InlineData("GET", "/public/withdraw_limits", 0, 501, "server.not_implemented")]
    [InlineData("GET", "/nowhere", 1, 404, "{\"errors\":[\"record.not_found\"]}")]
    [InlineData("DELETE", "/market/orders", 1, 405, "{\"errors\":\"server.method_not_allowed\"}")]
    [InlineData("GET", "/public/currencies/xxx", 0, 422, "public.currency.doesnt_exist")]
    [InlineData("GET", "/public/markets/xxx/depth", 0, 422, "public.market.doesnt_exist")]
    [InlineData("GET", "/public/markets/btcusd/depth?limit=0", 0, 422, "public.market_depth.invalid_limit")]
    [InlineData("GET", "/public/markets/btcusd/depth?limit=x", 0, 422, "public.market_depth.non_integer_limit")]
    [InlineData("GET", "/public/markets/btcusd/depth?limit=1&limit=2", 0, 422, "public.market_depth.repeated_limit")]
    [InlineData("GET", "/public/markets/btcusd/order-book?asks_limit=201", 0, 422, "public.order_book.invalid_ask_limit")]
    [InlineData("GET", "/public/markets/btcusd/k-line?period=7", 0, 422, "public.k_line.invalid_period")]
    [InlineData("GET", "/public/markets/btcusd/k-line?time_from=", 0, 422, "public.k_line.empty_time_from")]
    [InlineData("GET", "/market/orders?state=open", 1, 422, "market.order.invalid_state")]
    [InlineData("GET", "/market/orders?market[]=btcusd&market[]=nope", 1, 422, "market.market.doesnt_exist")]
    [InlineData("GET", "/market/orders?page=0&limit=1001", 1, 422, "market.order.non_positive_page")]
    [InlineData("GET", "/market/orders/garbage", 1, 422, "market.order.invaild_id_or_uuid")]
    [InlineData("POST", "/market/orders/7x/cancel", 1, 422, "market.order.invaild_id_or_uuid")]
    [InlineData("POST", "/market/orders/cancel?side=both", 1, 422, "market.order.invalid_side")]
    [InlineData("GET", "/market/trades?order_by=up", 1, 422, "market.trade.invalid_order_by")]
    [InlineData("GET", "/market/trades", 1, 500, "{\"errors\":[\"server.internal_error\"]}")]
    public async Task Every_refusal_has_its_status_and_code(
        string method, string path, long member, int expected, string text)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync(method, path, member: member);
        Assert.Equal(expected, status);
        Assert.Contains(text, body);
        Assert.DoesNotContain("secret", body);
        Assert.Empty(world.Engine.Commands);
    }

    [Fact]
    public async Task A_cancel_shows_the_order_as_it_is_after_it()
    {
        await using var world = await ApiWorld.StartAsync();
        foreach (var id in new[] { "7", OrderUuid.From(new OrderId(7)).ToString() })
        {
            var (status, body, _) = await world.SendAsync("POST", $"/market/orders/{id}/cancel");
            Assert.Equal(201, status);
            Assert.Contains("\"state\":\"cancel\"", body);
        }

        var (all, list, _) = await world.SendAsync("POST", "/market/orders/cancel", "{\"market\":\"btcusd\"}");
        Assert.Equal(201, all);
        Assert.StartsWith("[{\"id\":7", list);
        Assert.Equal(3, world.Engine.Commands.Count);
    }

    [Fact]
    public async Task Lists_carry_the_paging_headers()
    {
        await using var world = await ApiWorld.StartAsync();
        var (_, body, response) = await world.SendAsync("GET", "/public/currencies?limit=1&page=2");
        Assert.Contains("\"usd\"", body);
        Assert.Equal("2", response.Headers.GetValues("Total").Single());
        Assert.Equal("1", response.Headers.GetValues("Per-Page").Single());
        Assert.Equal("2", response.Headers.GetValues("Page").Single());
    }

    [Fact]
    public async Task Orders_and_cancels_have_buckets_of_their_own()
    {
        await using var world = await ApiWorld.StartAsync(
            ("RateLimits:Orders:PerSecond", "1"), ("RateLimits:Orders:Burst", "1"));
        // Many at once: however slow the machine, a bucket of one that fills by one a second has not enough for all.
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => world.SendAsync("POST", "/market/orders")));
        Assert.Contains(answers, answer => answer.Status == 422);
        var (status, body, response) = answers.First(answer => answer.Status == 429);
        Assert.Equal((429, """{"errors":["server.too_many_requests"]}"""), (status, body));
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(201, (await world.SendAsync("POST", "/market/orders/7/cancel")).Status);
        Assert.Equal(422, (await world.SendAsync("POST", "/market/orders", member: 2)).Status);
    }

    [Theory]
    [InlineData(1L)]
    [InlineData(4611686018427387903L)]
    public void An_order_is_found_again_by_its_uuid(long id)
    {
        var uuid = OrderUuid.From(new OrderId(id));
        Assert.Equal('8', uuid.ToString()[14]);
        Assert.True(OrderUuid.TryRead(uuid, out var order));
        Assert.Equal(id, order.Value);
        Assert.False(OrderUuid.TryRead(Guid.Parse("00000000-0000-4000-8000-000000000001"), out _));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("100")]
    [InlineData("0.00000001")]
    [InlineData("0.000000000000000001")]
    [InlineData("99999999999999999999.999999999999999999")]
    [InlineData("18446744073709551616.5")]
    public void Fast_formatting_gives_the_text_of_Amount(string text)
    {
        Span<byte> bytes = stackalloc byte[48];
        var amount = Amount.Parse(text);
        var length = Web.Api.JsonAmounts.Format(amount, bytes);
        Assert.Equal(amount.Format(1), System.Text.Encoding.ASCII.GetString(bytes[..length]));
        length = Web.Api.JsonAmounts.Format(-amount, bytes);
        Assert.Equal((-amount).Format(1), System.Text.Encoding.ASCII.GetString(bytes[..length]));
    }
}
