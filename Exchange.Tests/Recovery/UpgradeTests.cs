using Exchange.Core.Engine;
using Exchange.Core.Projections;
using Exchange.Core.Storage;
using Exchange.Tests.Engine;
using Exchange.Tests.Support;
using Exchange.Tests.Tidy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Exchange.Tests.Recovery;

/// <summary>
/// <c>first-version.sql</c> is what the first version left after 160 orders and three snapshots: journal rows without digests,
/// snapshots of format 1 in one piece, tables without the columns that came later. This version goes on from there.
/// </summary>
[Trait("Category", "Integration")]
public sealed class UpgradeTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string FirstMigration = "Initial";
    private const string WhatItLeft = "Exchange.Tests/Recovery/first-version.sql";
    private const int Snapshots = 3;

    /// <summary>Everything that the first version knew of its tables.</summary>
    private static readonly string[] WhatItKnew =
    [
        """
        select ("Id", "MemberId", "Side", "Type", "TimeInForce", "PriceTicks", "QuantityLots", "RemainingLots", "ExecutedNotional",
          "TradeCount", "Close", "MakerRate", "TakerRate", "CreatedMicroseconds", "UpdatedMicroseconds")::text from orders order by 1
        """,
        "select t::text from trades t order by 1",
        "select p::text from postings p order by 1",
        "select c::text from candles c order by 1",
    ];

    [Fact]
    public async Task A_database_of_the_first_version_is_replayed_and_gives_the_same_tables()
    {
        var connection = await FirstVersionAsync();
        var before = await ReadAsync(connection);
        var sequence = await RecoveryRig.ReadAsync<long>(connection, """select max("LastSequence") from journal""");
        Assert.All(before, Assert.NotEmpty);

        using var log = new LogLines();
        await using (var rig = await RecoveryRig.StartAsync(connection, log))
        {
            Assert.Equal(sequence, rig.Engine.Status.CommittedSequence);
            Assert.Equal(Snapshots, log.Lines.Count(l => l.Contains("Snapshot version 1 is not known here", StringComparison.Ordinal)));
            Assert.Equal(sequence, (await rig.SnapshotAsync()).Sequence);
        }

        await using (var rig = await RecoveryRig.StartAsync(connection))
        {
            await rig.StopAsync();
            await rig.Get<RebuildTables>().ExecuteAsync(CancellationToken.None);
        }

        await using (await RecoveryRig.StartAsync(connection))
        {
        }

        Assert.Equal(before, await ReadAsync(connection));
    }

    [Fact]
    public async Task It_goes_on_trading_and_verifies_whole()
    {
        var connection = await FirstVersionAsync();
        var sequence = await RecoveryRig.ReadAsync<long>(connection, """select max("LastSequence") from journal""");
        await using (var rig = await RecoveryRig.StartAsync(connection))
        {
            // Orders of the old version fill, and are canceled, under this one.
            await rig.TradeAsync(seed: 4, orders: 200);
            await rig.SnapshotAsync();
            Assert.True(rig.Engine.Status.CommittedSequence > sequence);
            var verified = await rig.Get<JournalVerification>().VerifyStateAsync(0, CancellationToken.None);
            Assert.Equal(rig.Engine.Status.CommittedSequence, verified.Sequence);
            // Three are kept: the new one has taken the place of one.
            Assert.Equal((1, Snapshots - 1), (verified.SnapshotsCompared, verified.SnapshotsPassedOver));
        }

        await using (var rig = await RecoveryRig.StartAsync(connection)) Assert.Equal(EnginePhase.Running, rig.Engine.Status.Phase);
    }

    private async Task<string> FirstVersionAsync()
    {
        var connection = await database.CreateDatabaseAsync();
        var options = new DbContextOptionsBuilder<ExchangeDbContext>().UseNpgsql(connection).Options;
        await using var db = new ExchangeDbContext(options);
        await db.GetService<IMigrator>().MigrateAsync(FirstMigration);
        await RecoveryRig.ExecuteAsync(connection, Repository.Read(WhatItLeft));
        await db.Database.MigrateAsync();
        return connection;
    }

    private static async Task<string[][]> ReadAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        List<string[]> tables = [];
        foreach (var sql in WhatItKnew)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using var reader = await command.ExecuteReaderAsync();
            List<string> rows = [];
            while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
            tables.Add([.. rows]);
        }

        return [.. tables];
    }
}
