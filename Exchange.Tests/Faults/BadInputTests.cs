using System.Text;
using Exchange.Tests.Support;

namespace Exchange.Tests.Faults;

/// <summary>
/// Every field of order entry and each parameter with values that must be refused: a clear error, nothing changed.
/// </summary>
[Trait("Category", "Integration")]
public sealed class BadInputTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task It_is_refused_by_its_code_and_changes_nothing()
    {
        await using var exchange = new ExchangeProcess(database.ConnectionString);
        await exchange.StartAsync();
        var (hash, sequence) = await StateAsync(exchange);
        using var alice = exchange.ClientFor("alice");
        List<string> wrong = [];
        foreach (var row in BadInputs.Orders())
            Check(wrong, row, await alice.SendAsync(HttpMethod.Post, "/market/orders", row.Content()));
        foreach (var row in BadInputs.Parameters())
            Check(wrong, row, await alice.SendAsync(row.Method, row.Path, row.Content()));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal((hash, sequence), await StateAsync(exchange));
    }

    /// <summary>The state as a fresh start finds it, which is what became durable.</summary>
    private static async Task<(string Hash, long Sequence)> StateAsync(ExchangeProcess exchange)
    {
        Assert.Equal(0, await exchange.StopAsync());
        await exchange.StartAsync();
        return (exchange.RecoveredDigest, (await exchange.HealthAsync()).Sequence);
    }

    private static void Check(List<string> wrong, BadInput row, ApiAnswer answer)
    {
        if (answer.Status != row.Status || !answer.Body.Contains(row.Code, StringComparison.Ordinal))
            wrong.Add($"{row.Id}: expected {row.Status} {row.Code}, got {answer.Status} {answer.Body}");
    }
}

/// <summary>One bad request and the refusal that the contract has for it.</summary>
internal sealed record BadInput(string Id, int Status, string Code)
{
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    public string Path { get; init; } = "";

    public string? Body { get; init; }

    public string MediaType { get; init; } = "application/json";

    public HttpContent? Content() => Body is null ? null : new StringContent(Body, Encoding.UTF8, MediaType);
}
