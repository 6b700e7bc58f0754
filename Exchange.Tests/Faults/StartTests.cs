using System.Diagnostics;
using Exchange.Core.Engine;
using Exchange.Tests.Support;
using Npgsql;

namespace Exchange.Tests.Faults;

/// <summary>Starts that must be refused, in words that help, and a stop that loses nothing.</summary>
[Trait("Category", "Integration")]
public sealed class StartTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_database_that_is_away_is_told_and_ends_the_start()
    {
        await using var exchange = new ExchangeProcess("Host=127.0.0.1;Port=1;Username=x;Database=x;Timeout=2");
        var started = Stopwatch.GetTimestamp();
        var code = await exchange.RunToEndAsync(("Database__StartTries", "2"));
        Assert.True(Stopwatch.GetElapsedTime(started) < Patience);
        Assert.Equal(2, code);
        Assert.Contains("The database cannot be used", exchange.Output, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__Exchange", exchange.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_engine_steps_down_and_the_first_goes_on()
    {
        var connection = await database.CreateDatabaseAsync();
        await using var first = new ExchangeProcess(connection);
        await using var second = new ExchangeProcess(connection);
        await first.StartAsync();
        Assert.Equal(EngineExitCodes.Fenced, await second.RunToEndAsync());
        Assert.Contains("Another engine is running on this database", second.Output, StringComparison.Ordinal);
        using var alice = first.ClientFor("alice");
        Assert.Equal(201, (await alice.LimitAsync("buy", "60000", "0.01")).Status);
        await first.KillAsync();
    }

    [Fact]
    public async Task An_altered_journal_row_is_named_and_ends_the_start()
    {
        var connection = await database.CreateDatabaseAsync();
        await using var exchange = new ExchangeProcess(connection);
        await exchange.StartAsync();
        await exchange.KillAsync();
        var row = await AlterAsync(connection);
        Assert.Equal(EngineExitCodes.Failed, await exchange.RunToEndAsync());
        Assert.Contains($"Journal row {row} is damaged", exchange.Output, StringComparison.Ordinal);
        Assert.Equal(EngineExitCodes.Failed, await exchange.VerifyAsync());
        Assert.Contains($"Journal row {row} is damaged", exchange.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_orderly_stop_under_load_keeps_every_acknowledged_order_and_leaves_no_lag()
    {
        await using var exchange = new ExchangeProcess(database.ConnectionString);
        await exchange.StartAsync();
        using var bob = exchange.ClientFor("bob");
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PlaceUntilRefusedAsync(bob, enough)));
        await Task.WhenAny(enough.Task, load);
        Assert.Equal(0, await exchange.StopAsync());
        var told = (await load).SelectMany(ids => ids).ToList();
        var (journal, tables) = await SequencesAsync(database.ConnectionString);
        Assert.Equal(journal, tables);

        await exchange.StartAsync();
        var there = (await bob.ListAsync("/market/orders?state=wait")).ToDictionary(
            order => order.GetProperty("id").GetInt64());
        Assert.NotEmpty(told);
        Assert.All(told, id => Assert.Contains(id, there.Keys));
        await exchange.KillAsync();
    }

    private static async Task<List<long>> PlaceUntilRefusedAsync(TradingClient client, TaskCompletionSource enough)
    {
        List<long> ids = [];
        while (await client.LimitAsync("buy", "60000", "0.0001") is { Status: 201 } answer)
        {
            ids.Add(answer.Json().GetProperty("id").GetInt64());
            if (ids.Count == 50) enough.TrySetResult();
        }

        return ids;
    }

    /// <summary>Turns one bit of a row's content over, as a failing disk would, and gives the row's number.</summary>
    private static Task<long> AlterAsync(string connectionString) => ReadAsync(connectionString,
        """
        update journal set "Payload" = set_byte("Payload", 3, get_byte("Payload", 3) # 1)
        where "FirstSequence" = (select max("FirstSequence") from journal where "FirstSequence" < 5)
        returning "FirstSequence"
        """);

    private static async Task<(long Journal, long Tables)> SequencesAsync(string connectionString) => (
        await ReadAsync(connectionString, """select max("LastSequence") from journal"""),
        await ReadAsync(connectionString, """select max("Sequence") from projection_positions"""));

    private static async Task<long> ReadAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
