using System.Text.Json;

namespace Exchange.Tests.Access;

/// <summary>Bots list their orders right after they placed one, and take what is not there for lost.</summary>
[Trait("Category", "Integration")]
public sealed class OwnWritesTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Orders = "/api/v2/peatio/market/orders";
    private const string Order = """{"market":"btcusd","side":"buy","volume":"0.01","price":"100"}""";

    [Fact]
    public async Task An_order_is_in_every_list_of_open_ones_at_once_and_gone_from_it_at_once()
    {
        var session = await world.SessionAsync(world.Owner);
        for (var i = 0; i < 20; i++)
        {
            var id = Parse((await world.SendAsync("POST", Orders, Order, session)).Body).GetProperty("id").GetInt64();
            string[] with = ["?state=wait&limit=1", "?limit=1", "?state=wait&order_by=asc", "?type=buy&ord_type=limit", "?market=btcusd"];
            foreach (var query in with)
                Assert.True(await ListsAsync(query, id), query);
            foreach (var query in new[] { "?state=done", "?type=sell", "?ord_type=market", "?time_to=1", "?state=wait&page=2" })
                Assert.False(await ListsAsync(query, id), query);

            await world.SendAsync("POST", $"{Orders}/{id}/cancel", null, session);

            Assert.False(await ListsAsync("?state=wait", id));
            Assert.False(await ListsAsync("?state[]=wait&state[]=done", id));
        }

        async Task<bool> ListsAsync(string query, long id)
        {
            var answer = await world.SendAsync("GET", Orders + query, null, session);
            return Parse(answer.Body).EnumerateArray().Any(order => order.GetProperty("id").GetInt64() == id);
        }
    }

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
