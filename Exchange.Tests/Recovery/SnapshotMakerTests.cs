using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Tests.Engine;
using Exchange.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Exchange.Tests.Recovery;

/// <summary>Snapshots are made beside the engine, one at a time, and the engine never waits for them.</summary>
[Trait("Category", "Integration")]
public sealed class SnapshotMakerTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task The_engine_goes_on_while_a_snapshot_cannot_be_stored()
    {
        var connection = await database.CreateDatabaseAsync();
        await using var rig = await RecoveryRig.StartAsync(connection);
        await rig.OpenBtcUsdtAsync();
        Task<SnapshotTaken> making;
        await using (var blocker = new NpgsqlConnection(connection))
        {
            await blocker.OpenAsync();
            await using var transaction = await blocker.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("lock table engine_snapshots in exclusive mode", blocker);
            await command.ExecuteNonQueryAsync();
            making = rig.SnapshotAsync();
            await rig.TradeAsync(seed: 1, orders: 500);
            Assert.False(making.IsCompleted);
        }

        Assert.True((await making).Sequence > 0);
    }

    [Fact]
    public async Task Only_one_process_makes_one_at_a_time()
    {
        var connection = await database.CreateDatabaseAsync();
        await using var rig = await RecoveryRig.StartAsync(connection);
        await rig.OpenBtcUsdtAsync();
        var store = new SnapshotStore(RecoveryRig.At(connection));
        await using (await store.TryLockAsync(CancellationToken.None))
        {
            Assert.Null(await store.TryLockAsync(CancellationToken.None));
            Assert.Null(await rig.Get<ISnapshotRequests>().MakeWhenDueAsync(CancellationToken.None));
            await Assert.ThrowsAsync<InvalidOperationException>(rig.SnapshotAsync);
        }

        Assert.NotNull(await rig.Get<ISnapshotRequests>().MakeWhenDueAsync(CancellationToken.None));
        var two = await Task.WhenAll(rig.SnapshotAsync(), rig.SnapshotAsync());
        Assert.Equal(two[0], two[1]);
    }

    [Fact]
    public async Task One_is_made_when_due_and_the_newest_are_kept()
    {
        var connection = await database.CreateDatabaseAsync();
        await using var rig = await EngineRig.StartAsync(
            connection, services => services.AddSingleton<IProjectionProgress, AllProjected>());
        var requests = rig.Get<ISnapshotRequests>();
        Assert.Null(await requests.MakeWhenDueAsync(CancellationToken.None));
        await rig.OpenBtcUsdtAsync();
        Assert.NotNull(await requests.MakeWhenDueAsync(CancellationToken.None));
        await rig.TradeAsync(seed: 2, orders: 10);
        Assert.Null(await requests.MakeWhenDueAsync(CancellationToken.None));
        for (var i = 0; i < SnapshotStore.Kept + 1; i++)
        {
            await rig.TradeAsync(seed: 3 + i, orders: 10);
            await rig.SnapshotAsync();
        }

        var kept = await new SnapshotStore(RecoveryRig.At(connection)).ListAsync(CancellationToken.None);
        Assert.Equal(SnapshotStore.Kept, kept.Count);
        Assert.Equal(rig.Engine.Status.CommittedSequence, kept[0].Sequence);
        Assert.Equal(SnapshotStore.Kept, await RecoveryRig.ReadAsync<long>(
            connection, """select count(distinct "Sequence") from engine_snapshot_chunks"""));
    }

    [Fact]
    public async Task The_newest_that_the_tables_have_reached_is_kept_however_old()
    {
        var connection = await database.CreateDatabaseAsync();
        await using (await EngineRig.StartAsync(connection))
        {
        }

        var store = new SnapshotStore(RecoveryRig.At(connection));
        for (var sequence = 1; sequence <= 7; sequence++)
            await store.SaveAsync(new Snapshot { Sequence = sequence * 10 }, new byte[1], 25, CancellationToken.None);
        var kept = await store.ListAsync(CancellationToken.None);
        Assert.Equal([70, 60, 50, 20], kept.Select(s => s.Sequence));
        await store.SaveAsync(new Snapshot { Sequence = 80 }, new byte[1], 70, CancellationToken.None);
        Assert.Equal([80, 70, 60], (await store.ListAsync(CancellationToken.None)).Select(s => s.Sequence));
    }

    [Theory]
    [InlineData(0, 3_600, false)]
    [InlineData(1, 299, false)]
    [InlineData(1, 300, true)]
    [InlineData(999_999, 0, false)]
    [InlineData(1_000_000, 0, true)]
    public void It_is_due_after_a_million_commands_or_five_minutes_with_one(long commands, int seconds, bool isDue) =>
        Assert.Equal(isDue, SnapshotMaker.IsDue(commands, TimeSpan.FromSeconds(seconds), new JournalOptions()));

    [Fact]
    public async Task Large_content_goes_through_in_pieces()
    {
        var connection = await database.CreateDatabaseAsync();
        await using (await EngineRig.StartAsync(connection))
        {
        }

        var content = new byte[2 * SnapshotChunk.MaxBytes + 12_345];
        new Random(1).NextBytes(content);
        var store = new SnapshotStore(RecoveryRig.At(connection));
        var snapshot = new Snapshot
        {
            Sequence = 7,
            Bytes = content.Length,
            StateHash = System.Security.Cryptography.SHA256.HashData(content),
        };
        await store.SaveAsync(snapshot, content, 0, CancellationToken.None);
        Assert.Equal(content, await store.LoadAsync(snapshot, CancellationToken.None));
        snapshot.Bytes--;
        Assert.Null(await store.LoadAsync(snapshot, CancellationToken.None));
        snapshot.Bytes += 2;
        Assert.Null(await store.LoadAsync(snapshot, CancellationToken.None));
    }

    /// <summary>Tables that never lag: while they do, one snapshot more is kept for them.</summary>
    private sealed class AllProjected : IProjectionProgress
    {
        public Task<long> ProjectedSequenceAsync(CancellationToken cancellationToken) => Task.FromResult(long.MaxValue);
    }
}
