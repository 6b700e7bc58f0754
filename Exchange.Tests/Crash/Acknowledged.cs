using System.Collections.Concurrent;
using System.Numerics;
using System.Text.Json;
using Exchange.Tests.Support;

namespace Exchange.Tests.Crash;

/// <summary>What one member was told in one round, and the proof that it is still so.</summary>
internal sealed class Acknowledged
{
    private readonly ConcurrentDictionary<long, JsonElement> _orders = new();
    private readonly ConcurrentDictionary<long, JsonElement> _canceled = new();
    private readonly ConcurrentDictionary<long, byte> _closed = new();
    private readonly ConcurrentDictionary<string, byte> _refused = new();

    public IEnumerable<long> OrderIds => _orders.Keys;

    public int Cancels => _canceled.Count;

    public void Placed(JsonElement order) => Assert.True(
        _orders.TryAdd(Id(order), order), $"Order id {Id(order)} was given twice.");

    public void Refused(Guid clientId) => _refused[clientId.ToString()] = 0;

    public void Canceled(JsonElement order) => _canceled[Id(order)] = order;

    /// <summary>A cancel of all may name an order that was filled a moment before; closed it is in any case.</summary>
    public void CanceledWithAll(JsonElement orders)
    {
        foreach (var order in orders.EnumerateArray()) _closed[Id(order)] = 0;
    }

    /// <summary>Fails when a restarted exchange tells it otherwise.</summary>
    public async Task VerifyAsync(TradingClient client, long sinceUnixSeconds)
    {
        var listed = await client.ListAsync($"/market/orders?time_from={sinceUnixSeconds}&order_by=asc");
        var found = listed.ToDictionary(Id);
        foreach (var order in listed)
        {
            if (order.TryGetProperty("client_id", out var name))
                Assert.False(_refused.ContainsKey(name.GetString()!), $"A refused order is there: {order}");
        }

        foreach (var (id, told) in _orders) VerifyOrder(told, found.GetValueOrDefault(id));
        foreach (var (id, told) in _canceled)
        {
            var now = await FindAsync(client, found, id);
            Assert.True(State(now) == "cancel", $"Canceled, but {now}");
            Assert.Equal(told.Amount("remaining_volume"), now.Amount("remaining_volume"));
        }

        foreach (var id in _closed.Keys)
            Assert.NotEqual("wait", State(await FindAsync(client, found, id)));
    }

    private static void VerifyOrder(JsonElement told, JsonElement now)
    {
        Assert.True(now.ValueKind == JsonValueKind.Object, $"Lost: {told}");
        foreach (var name in new[] { "side", "market", "price", "origin_volume", "created_at", "client_id" })
            Assert.Equal(told.GetProperty(name).GetString(), now.GetProperty(name).GetString());
        Assert.True(now.Amount("executed_volume") >= told.Amount("executed_volume"), $"{told} is now {now}");
        if (State(told) == "done") Assert.Equal("done", State(now));
        var sum = now.Amount("executed_volume") + now.Amount("remaining_volume");
        Assert.Equal(now.Amount("origin_volume"), sum);
    }

    private static async Task<JsonElement> FindAsync(
        TradingClient client, Dictionary<long, JsonElement> found, long id) =>
        found.TryGetValue(id, out var order) ? order : (await client.GetAsync($"/market/orders/{id}")).Json();

    private static long Id(JsonElement order) => order.GetProperty("id").GetInt64();

    private static string State(JsonElement order) => order.GetProperty("state").GetString()!;
}
