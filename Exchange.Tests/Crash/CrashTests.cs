using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Exchange.Tests.Support;
using Npgsql;
using Xunit.Abstractions;

namespace Exchange.Tests.Crash;

/// <summary>
/// Acknowledged means durable: the real program under load, killed at a random moment and started again, many times on the
/// same database. Snapshots are made and old rows archived all the time, so the kill meets those too; and now and then the
/// start after it is killed as well, several times in a row. The seed decides when; which requests are under way then is
/// the machine's choice.
/// </summary>
[Trait("Category", "Integration")]
public sealed class CrashTests(PostgresFixture database, ITestOutputHelper output) : IClassFixture<PostgresFixture>
{
    private const int DefaultRounds = 20;
    private const string RoundsVariable = "EXCHANGE_CRASH_ROUNDS";
    private const int ClientsPerMember = 3;
    private static readonly string[] Names = ["alice", "bob"];
    private static readonly (string, string)[] Settings =
    [
        ("Jobs__snapshot", "00:00:00.1"), ("Jobs__journal-archive", "00:00:00.1"), ("Journal__SnapshotCommands", "1"),
        ("Journal__SegmentBytes", "500"),
    ];

    private readonly HashSet<long> _orderIds = [];
    private int _cancels;
    private int _killedStarts;
    private int _killedInRecovery;

    private static int Rounds =>
        int.TryParse(Environment.GetEnvironmentVariable(RoundsVariable), CultureInfo.InvariantCulture, out var rounds)
            ? rounds
            : DefaultRounds;

    [Fact]
    public async Task What_was_acknowledged_survives_kill_9()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var dice = new Random(seed);
        var started = Stopwatch.GetTimestamp();
        await using var exchange = new ExchangeProcess(database.ConnectionString) { Settings = Settings };
        await exchange.StartAsync();
        var clients = Names.Select(exchange.ClientFor).ToArray();
        var totals = await TotalsAsync(clients);
        for (var round = 1; round <= Rounds; round++)
        {
            var since = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var told = await LoadUntilKilledAsync(exchange, clients, dice);
            await KillSomeStartsAsync(exchange, dice);
            await exchange.StartAsync();
            for (var i = 0; i < clients.Length; i++) await told[i].VerifyAsync(clients[i], since);
            foreach (var client in clients) await VerifyLockedAsync(client);
            Assert.Equal(totals, await TotalsAsync(clients));
        }

        var digest = exchange.RecoveredDigest;
        Assert.Equal(0, await exchange.StopAsync());
        Assert.Equal(0, await exchange.VerifyAsync());
        Assert.Contains($"digest {digest}", exchange.Output, StringComparison.Ordinal);
        foreach (var client in clients) client.Dispose();
        var segments = await CountAsync("select count(*) from journal_segments");
        Assert.True(segments > 0, "Nothing was archived.");
        Assert.True(await CountAsync("select count(*) from engine_snapshots") > 1, "No snapshots were made.");
        output.WriteLine($"{_orderIds.Count} orders and {_cancels} cancels acknowledged over {Rounds} kills under load and "
            + $"{_killedStarts} of starts ({_killedInRecovery} before the end of recovery), {segments} segments archived, in "
            + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s; none lost. {exchange.Output}");
    }

    private async Task KillSomeStartsAsync(ExchangeProcess exchange, Random dice)
    {
        while (dice.Next(3) == 0)
        {
            _killedStarts++;
            if (await exchange.KillWhileRecoveringAsync(TimeSpan.FromMilliseconds(dice.Next(1, 120)))) _killedInRecovery++;
        }
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<Acknowledged[]> LoadUntilKilledAsync(
        ExchangeProcess exchange, TradingClient[] clients, Random dice)
    {
        var left = dice.Next(20, 700);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Acknowledged[] told = [.. clients.Select(_ => new Acknowledged())];
        var loads = Enumerable.Range(0, clients.Length * ClientsPerMember).Select(i => new CrashLoad(
            clients[i % clients.Length], told[i % clients.Length], dice.Next(), CountDown)).ToList();
        var running = Task.WhenAll(loads.Select(load => Task.Run(load.RunAsync)));
        await Task.WhenAny(enough.Task, running);
        await exchange.KillAsync();
        await running;
        foreach (var id in told.SelectMany(t => t.OrderIds))
            Assert.True(_orderIds.Add(id), $"Order id {id} was used before.");
        _cancels += told.Sum(t => t.Cancels);
        return told;

        void CountDown()
        {
            if (Interlocked.Decrement(ref left) == 0) enough.TrySetResult();
        }
    }

    /// <summary>What is locked is exactly what the open orders reserve.</summary>
    private static async Task VerifyLockedAsync(TradingClient client)
    {
        var (btc, usdt) = (BigInteger.Zero, BigInteger.Zero);
        foreach (var order in await client.ListAsync("/market/orders?state=wait"))
        {
            var remaining = order.Amount("remaining_volume");
            if (order.GetProperty("side").GetString() == "sell") btc += remaining;
            else usdt += remaining.Times(order.Amount("price"));
        }

        Assert.Equal(btc, (await BalanceAsync(client, "btc")).Amount("locked"));
        Assert.Equal(usdt, (await BalanceAsync(client, "usdt")).Amount("locked"));
    }

    /// <summary>Per currency: what both members and the platform's fees have together.</summary>
    private async Task<BigInteger[]> TotalsAsync(TradingClient[] clients)
    {
        var fees = await FeesAsync();
        var totals = new BigInteger[2];
        foreach (var (currency, index) in new[] { ("btc", 0), ("usdt", 1) })
        {
            totals[index] = fees.GetValueOrDefault(currency);
            foreach (var client in clients)
            {
                var balance = await BalanceAsync(client, currency);
                totals[index] += balance.Amount("balance") + balance.Amount("locked");
            }
        }

        return totals;
    }

    private static async Task<JsonElement> BalanceAsync(TradingClient client, string currency) =>
        (await client.GetAsync($"/account/balances/{currency}")).Json();

    private async Task<Dictionary<string, BigInteger>> FeesAsync()
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select "CurrencyIndex", sum("Amount")::text from postings where "Account" = 301 group by "CurrencyIndex"
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        Dictionary<string, BigInteger> fees = [];
        while (await reader.ReadAsync())
            fees[reader.GetInt32(0) switch { 0 => "btc", 3 => "usdt", _ => "other" }] =
                BigInteger.Parse(reader.GetString(1), CultureInfo.InvariantCulture);
        return fees;
    }
}
