using Exchange.Web.Api;

namespace Exchange.Tests.Api;

/// <summary>When more comes than can be done, orders are turned away at once and cancels get through.</summary>
public sealed class OrdersUnderWayTests
{
    private const string Order = """{"market":"btcusd","side":"buy","volume":"0.1","price":"150"}""";

    [Fact]
    public async Task Orders_beyond_the_limit_are_turned_away_and_cancels_are_not()
    {
        await using var world = await ApiWorld.StartAsync();
        var commit = new TaskCompletionSource();
        world.Engine.Commit = commit.Task;
        var waiting = Enumerable.Range(0, ApiPipeline.MaxOrdersUnderWay)
            .Select(_ => world.SendAsync("POST", "/market/orders", Order)).ToList();
        await world.Engine.WaitForAsync(waiting.Count);

        var (status, body, response) = await world.SendAsync("POST", "/market/orders", Order);
        var cancel = world.SendAsync("POST", "/market/orders/cancel");
        await world.Engine.WaitForAsync(waiting.Count + 1);

        Assert.Equal(429, status);
        Assert.Equal("{\"errors\":[\"server.engine_busy\"]}", body);
        Assert.Equal("1", response.Headers.GetValues("Retry-After").Single());
        commit.SetResult();
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(201, answer.Status));
        Assert.Equal(201, (await cancel).Status);
        Assert.Equal(201, (await world.SendAsync("POST", "/market/orders", Order)).Status);
    }
}
