using Exchange.Tests.Support;
using Xunit.Abstractions;

namespace Exchange.Tests.Faults;

/// <summary>The database goes away under the running program and comes back.</summary>
[Trait("Category", "Integration")]
public sealed class DatabaseLossTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_is_acknowledged_without_the_database_and_all_goes_on_when_it_returns()
    {
        var cluster = await PostgresCluster.OwnAsync("loss");
        await using var exchange = new ExchangeProcess(cluster.ConnectionStringFor("postgres"));
        await exchange.StartAsync();
        using var alice = exchange.ClientFor("alice");
        var kept = (await PlaceAsync(alice)).Json().GetProperty("id").GetInt64();

        cluster.Kill();
        var inFlight = await alice.LimitAsync("buy", "60000", "0.01");
        Assert.True(inFlight.Status is 503 or 504, $"{inFlight}");
        var health = await exchange.WaitForHealthAsync(h => h.Engine == "stalled");
        Assert.Equal(503, health.StatusCode);
        Assert.False(string.IsNullOrEmpty(health.Problem));
        Assert.Equal(503, (await alice.LimitAsync("buy", "60000", "0.01")).Status);
        Assert.Equal(503, (await alice.PostAsync($"/market/orders/{kept}/cancel")).Status);
        Assert.Equal(503, (await alice.PostAsync("/market/orders/cancel", "{}")).Status);
        await VerifyMarketDataAsync(exchange);

        cluster.StartAgain();
        await exchange.WaitForHealthAsync(h => h.StatusCode == 200 && h.ProjectorLag == 0);
        var order = (await alice.GetAsync($"/market/orders/{kept}")).Json();
        Assert.Equal("wait", order.GetProperty("state").GetString());
        await PlaceAsync(alice);
        Assert.Equal(201, (await alice.PostAsync($"/market/orders/{kept}/cancel")).Status);

        await VerifyRestartAsync(exchange);
        output.WriteLine($"While away: {health.Problem}");
        await cluster.EndAsync();
    }

    private static async Task<ApiAnswer> PlaceAsync(TradingClient client)
    {
        var answer = await client.LimitAsync("buy", "60000", "0.01");
        Assert.True(answer.Status == 201, $"{answer}");
        return answer;
    }

    private static async Task VerifyMarketDataAsync(ExchangeProcess exchange)
    {
        using var anyone = new HttpClient { BaseAddress = exchange.Url };
        foreach (var path in new[] { "markets", "markets/tickers", "markets/btcusdt/depth" })
        {
            using var answer = await anyone.GetAsync(
                new Uri($"{TradingClient.Prefix}/public/{path}", UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        }
    }

    /// <summary>The state that went through the fault equals the state that the journal alone gives.</summary>
    private static async Task VerifyRestartAsync(ExchangeProcess exchange)
    {
        Assert.Equal(0, await exchange.StopAsync());
        var sequence = exchange.Output.Split("Engine stopped at sequence ")[1].Split('.')[0];
        await exchange.StartAsync();
        Assert.Contains($"Engine recovered at sequence {sequence},", exchange.Output, StringComparison.Ordinal);
        var digest = exchange.RecoveredDigest;
        Assert.Equal(0, await exchange.StopAsync());
        Assert.Equal(0, await exchange.VerifyAsync());
        Assert.Contains($"digest {digest}", exchange.Output, StringComparison.Ordinal);
    }
}
