namespace Exchange.Tests.Api;

/// <summary>Every answer tells how many requests are left.</summary>
public sealed class RateLimitHeaderTests
{
    private static readonly (string, string)[] Slow =
    [
        ("RateLimits:Reads:PerSecond", "1"), ("RateLimits:Reads:Burst", "5"),
        ("RateLimits:Orders:PerSecond", "1"), ("RateLimits:Orders:Burst", "5"),
        ("RateLimits:Public:PerSecond", "1"), ("RateLimits:Public:Burst", "20000"),
    ];

    [Fact]
    public async Task The_headers_count_down_and_the_last_answer_says_when_to_come_back()
    {
        await using var world = await ApiWorld.StartAsync(Slow);
        var first = await world.SendAsync("GET", "/account/balances");
        Assert.Equal(("5", "4", "1"), Of(first.Response));
        for (var i = 0; i < 4; i++) await world.SendAsync("GET", "/account/balances");
        var last = await world.SendAsync("GET", "/account/balances");
        Assert.Equal(429, last.Status);
        Assert.Equal(("5", "0", "5"), Of(last.Response));
        Assert.Equal("1", last.Response.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public async Task A_batch_counts_as_many_as_it_has_orders()
    {
        await using var world = await ApiWorld.StartAsync(Slow);
        const string order = """{"market":"btcusd","side":"buy","volume":"0.1","price":"100"}""";
        var answer = await world.SendAsync("POST", "/market/orders/batch", $"[{order},{order},{order}]");
        Assert.Equal(201, answer.Status);
        Assert.Equal(("5", "2", "3"), Of(answer.Response));
    }

    [Fact]
    public async Task The_public_has_headers_too_and_without_limits_there_are_none()
    {
        await using var limited = await ApiWorld.StartAsync(Slow);
        Assert.Equal(("20000", "19999", "1"), Of((await limited.SendAsync("GET", "/public/timestamp", member: 0)).Response));
        await using var free = await ApiWorld.StartAsync();
        Assert.False((await free.SendAsync("GET", "/public/timestamp", member: 0)).Response.Headers.Contains("RateLimit-Limit"));
    }

    private static (string, string, string) Of(HttpResponseMessage answer) =>
        (Single(answer, "RateLimit-Limit"), Single(answer, "RateLimit-Remaining"), Single(answer, "RateLimit-Reset"));

    private static string Single(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();
}
