using Exchange.Core.Engine;
using Exchange.Core.Projections;
using Exchange.Core.Storage;
using Exchange.Tests.Engine;
using Exchange.Tests.Recovery;
using Exchange.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exchange.Tests.Projections;

/// <summary>Whatever is lost on the line and whoever writes late, each event is in the tables once.</summary>
[Trait("Category", "Integration")]
public sealed class TableOwnershipTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Begin = "BEGIN";
    private const string Commit = "COMMIT\0";
    private const int Orders = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Rows_whose_commit_was_not_heard_of_are_there_once_and_the_next_follow(int losses)
    {
        var connection = await database.CreateDatabaseAsync();
        await using var line = new DatabaseProxy(connection);
        using var log = new LogLines();
        await using (var rig = await StartAsync(connection, line, log))
        {
            await rig.OpenBtcUsdtAsync();
            for (var i = 0; i < losses; i++)
            {
                line.CutAfter(Commit);
                await rig.TradeAsync(seed: i, Orders);
                await line.Cut.WaitAsync(Patience);
            }

            await rig.TradeAsync(seed: 9, Orders);
            Assert.Equal(EnginePhase.Running, rig.Engine.Status.Phase);
        }

        Assert.Equal(losses, log.Lines.Count(l => l.Contains("Tables cannot be written", StringComparison.Ordinal)));
        await TablesOf.AssertEqualToRebuildAsync(connection);
    }

    [Fact]
    public async Task A_projector_that_writes_after_its_successor_changes_nothing_and_its_engine_stops()
    {
        var connection = await database.CreateDatabaseAsync();
        await using var line = new DatabaseProxy(connection);
        await using var old = await OverdueAsync(connection, line);
        await using (var successor = await RecoveryRig.StartAsync(connection))
        {
            await successor.TradeAsync(seed: 2, Orders);
            // Stopped, so that all its rows are in the tables.
        }

        await AssertStepsDownAsync(old, line);
        await TablesOf.AssertEqualToRebuildAsync(connection);
    }

    [Fact]
    public async Task It_changes_nothing_either_when_its_successor_has_not_written_yet()
    {
        var connection = await database.CreateDatabaseAsync();
        await using var line = new DatabaseProxy(connection);
        await using var otherLine = new DatabaseProxy(connection);
        await using var old = await OverdueAsync(connection, line);
        otherLine.HoldAt(Begin);
        await using (var successor = await StartAsync(connection, otherLine))
        {
            await otherLine.Held.WaitAsync(Patience);
            await AssertStepsDownAsync(old, line);
            otherLine.LetGo();
            await successor.TradeAsync(seed: 2, Orders);
            Assert.Equal(EnginePhase.Running, successor.Engine.Status.Phase);
        }

        await TablesOf.AssertEqualToRebuildAsync(connection);
    }

    [Fact]
    public async Task A_successor_waits_for_the_transaction_that_is_under_way_and_goes_on_after_it()
    {
        var connection = await database.CreateDatabaseAsync();
        await using var line = new DatabaseProxy(connection);
        await using var old = await OverdueAsync(connection, line, Commit);
        var committed = old.Engine.Status.CommittedSequence;
        await using (var writer = new ProjectionWriter(new DatabaseConnectionString(connection)))
        {
            var claim = writer.ClaimAsync(CancellationToken.None);
            line.LetGo();
            var ownership = await claim.WaitAsync(Patience);
            // What was on its way got in first; what came after it did not.
            Assert.InRange(ownership.Sequence, 1, committed);
            await Assert.ThrowsAsync<TablesTakenOverException>(() => writer.WriteAsync(
                ProjectionRows.From([]), ownership with { Epoch = ownership.Epoch - 1 }, ownership.Sequence,
                ownership.Sequence + 1, CancellationToken.None));
        }

        await using (await RecoveryRig.StartAsync(connection))
        {
        }

        await TablesOf.AssertEqualToRebuildAsync(connection);
    }

    [Fact]
    public async Task Tables_that_are_thrown_away_under_a_running_engine_stop_it()
    {
        var connection = await database.CreateDatabaseAsync();
        await using (var rig = await RecoveryRig.StartAsync(connection))
        {
            await rig.OpenBtcUsdtAsync();
            await rig.TradeAsync(seed: 1, Orders);
            await rig.Get<RebuildTables>().ExecuteAsync(CancellationToken.None);
            await rig.TradeAsync(seed: 2, Orders);
            await rig.StoppingAsync();
        }

        await using (await RecoveryRig.StartAsync(connection))
        {
        }

        await TablesOf.AssertEqualToRebuildAsync(connection);
    }

    private static Task<EngineRig> StartAsync(string connection, DatabaseProxy line, LogLines? log = null) =>
        EngineRig.StartAsync(connection, services =>
        {
            if (log is not null) services.AddSingleton<ILoggerProvider>(log);
            services.AddSingleton(new ProjectionWriter(new DatabaseConnectionString(line.ConnectionString)));
        });

    /// <summary>An engine that still runs and has lost its lock without knowing; rows of it are on their way to the
    /// tables.</summary>
    private static async Task<EngineRig> OverdueAsync(string connection, DatabaseProxy line, string heldAt = Begin)
    {
        var rig = await StartAsync(connection, line);
        await rig.OpenBtcUsdtAsync();
        await rig.TradeAsync(seed: 1, Orders);
        line.HoldAt(heldAt);
        await rig.TradeAsync(seed: 3, Orders);
        await line.Held.WaitAsync(Patience);
        await RecoveryRig.ExecuteAsync(connection,
            """
            select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database
            where l.locktype = 'advisory' and d.datname = current_database()
            """);
        return rig;
    }

    private static async Task AssertStepsDownAsync(EngineRig rig, DatabaseProxy line)
    {
        Assert.Equal(EnginePhase.Running, rig.Engine.Status.Phase);
        var stopping = rig.StoppingAsync();
        line.LetGo();
        await stopping;
        Assert.Equal(EnginePhase.Stopped, rig.Engine.Status.Phase);
        Assert.Contains("took the tables over", rig.Engine.Status.Problem, StringComparison.Ordinal);
    }
}
