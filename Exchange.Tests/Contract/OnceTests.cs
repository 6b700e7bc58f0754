using Exchange.Tests.Support;

namespace Exchange.Tests.Contract;

/// <summary>One key, one effect: a hundred times at once, and after a restart, against the real program.</summary>
[Trait("Category", "Integration")]
public sealed class OnceTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const int Times = 100;
    private const string Order = """{"market":"btcusdt","side":"buy","price":"30000","volume":"0.01"}""";

    [Trait("BadInput", "B092")]
    [Fact]
    public async Task A_hundred_requests_with_one_key_place_one_order_before_and_after_a_restart()
    {
        await using var exchange = new ExchangeProcess(database.ConnectionString);
        await exchange.StartAsync();
        using var alice = exchange.ClientFor("alice");

        var answers = await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => alice.PostOnceAsync("/market/orders", Order, "k")));
        await exchange.KillAsync();
        await exchange.StartAsync();
        var again = await alice.PostOnceAsync("/market/orders", Order, "k");
        var another = await alice.PostOnceAsync("/market/orders", Order.Replace("buy", "sell", StringComparison.Ordinal), "k");

        Assert.All(answers, answer => Assert.Equal((201, answers[0].Body), (answer.Status, answer.Body)));
        Assert.Equal((201, answers[0].Body), (again.Status, again.Body));
        Assert.Equal((422, """{"errors":["server.idempotency_key_reused"]}"""), (another.Status, another.Body));
        Assert.Single(await alice.ListAsync("/market/orders"));
    }

    [Fact]
    public async Task A_batch_is_not_placed_again_after_a_restart()
    {
        await using var exchange = new ExchangeProcess(await database.CreateDatabaseAsync());
        await exchange.StartAsync();
        using var bob = exchange.ClientFor("bob");

        var first = await bob.PostOnceAsync("/market/orders/batch", $"[{Order},{Order}]", "k");
        await exchange.KillAsync();
        await exchange.StartAsync();
        var again = await bob.PostOnceAsync("/market/orders/batch", $"[{Order},{Order}]", "k");

        Assert.Equal(201, first.Status);
        const string taken = """{"errors":["market.order.client_order_id_taken"]}""";
        Assert.Equal((201, $"[{taken},{taken}]"), (again.Status, again.Body));
        Assert.Equal(2, (await bob.ListAsync("/market/orders")).Count);
    }
}
