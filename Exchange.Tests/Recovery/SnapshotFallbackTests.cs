using System.Security.Cryptography;
using Exchange.Core.Engine;
using Exchange.Tests.Support;

namespace Exchange.Tests.Recovery;

/// <summary>A start uses the newest snapshot it can, says which it cannot use and why, and gets the same state anyway; it
/// refuses when committed rows are gone.</summary>
[Trait("Category", "Integration")]
public sealed class SnapshotFallbackTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Damaged_snapshots_are_passed_over(int damaged)
    {
        var connection = await database.CreateDatabaseAsync();
        var hash = await RecoveryRig.TradeWithSnapshotsAsync(connection, seed: 10);
        var chunks = await RecoveryRig.ExecuteAsync(connection,
            $"""
            update engine_snapshot_chunks set "Payload" = set_byte("Payload", 20, get_byte("Payload", 20) # 1)
            where "Sequence" in (select "Sequence" from engine_snapshots order by "Sequence" desc limit {damaged})
            """);
        Assert.Equal(damaged, chunks);
        await AssertRecoversAsync(connection, hash, damaged, "is damaged: its content does not match its hash");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Snapshots_of_an_unknown_version_are_passed_over(int unknown)
    {
        var connection = await database.CreateDatabaseAsync();
        var hash = await RecoveryRig.TradeWithSnapshotsAsync(connection, seed: 20);
        foreach (var snapshot in await SnapshotForger.NewestAsync(connection, unknown))
            await SnapshotForger.RewriteAsync(connection, snapshot, content => content[0] = 250);
        await AssertRecoversAsync(connection, hash, unknown, "Snapshot version 250 is not known here");
    }

    [Fact]
    public async Task A_snapshot_with_the_hash_of_another_journal_is_passed_over()
    {
        var connection = await database.CreateDatabaseAsync();
        var hash = await RecoveryRig.TradeWithSnapshotsAsync(connection, seed: 30);
        await RecoveryRig.ExecuteAsync(connection,
            """
            update engine_snapshots set "JournalHash" = set_byte("JournalHash", 0, get_byte("JournalHash", 0) # 1)
            where "Sequence" = (select max("Sequence") from engine_snapshots)
            """);
        await AssertRecoversAsync(connection, hash, passedOver: 1, "another row stands at its place");
    }

    [Fact]
    public async Task A_snapshot_whose_last_chunk_is_gone_is_passed_over()
    {
        var connection = await database.CreateDatabaseAsync();
        var hash = await RecoveryRig.TradeWithSnapshotsAsync(connection, seed: 40);
        await RecoveryRig.ExecuteAsync(connection,
            """delete from engine_snapshot_chunks where "Sequence" = (select max("Sequence") from engine_snapshots)""");
        await AssertRecoversAsync(connection, hash, passedOver: 1, "is damaged");
    }

    [Fact]
    public async Task A_journal_that_ends_before_its_snapshot_is_refused()
    {
        var connection = await database.CreateDatabaseAsync();
        await RecoveryRig.TradeWithSnapshotsAsync(connection, seed: 50);
        await RecoveryRig.ExecuteAsync(connection,
            """delete from journal where "FirstSequence" = (select max("FirstSequence") from journal)""");
        var refusal = await Assert.ThrowsAsync<JournalCorruptException>(() => RecoveryRig.StartAsync(connection));
        Assert.Contains("committed rows are gone", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_ends_before_the_tables_is_refused()
    {
        var connection = await database.CreateDatabaseAsync();
        await RecoveryRig.TradeWithSnapshotsAsync(connection, seed: 60);
        await RecoveryRig.ExecuteAsync(connection, "delete from engine_snapshots");
        await RecoveryRig.ExecuteAsync(connection,
            """delete from journal where "FirstSequence" = (select max("FirstSequence") from journal)""");
        var refusal = await Assert.ThrowsAsync<JournalCorruptException>(() => RecoveryRig.StartAsync(connection));
        Assert.Contains("the tables know commands up to", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task AssertRecoversAsync(string connection, string hash, int passedOver, string why)
    {
        using var log = new LogLines();
        await using var rig = await RecoveryRig.StartAsync(connection, log);
        Assert.Equal(passedOver, log.Lines.Count(line => line.Contains(why, StringComparison.Ordinal)));
        Assert.Equal(hash, await RecoveryRig.RecoveredHashAsync(rig));
    }
}

/// <summary>Changes stored snapshots so that all their hashes are right again: only their meaning is wrong.</summary>
internal static class SnapshotForger
{
    public static async Task<IEnumerable<Snapshot>> NewestAsync(string connection, int count) =>
        (await Store(connection).ListAsync(CancellationToken.None)).Take(count);

    public static Task<EngineState> ReadAsync(string connection, Snapshot snapshot) =>
        Store(connection).LoadAsync(snapshot, CancellationToken.None).ContinueWith(
            load => SnapshotCodec.Read(load.GetAwaiter().GetResult()), TaskScheduler.Default);

    public static async Task RewriteAsync(string connection, Snapshot snapshot, Action<byte[]> change)
    {
        var content = await Store(connection).LoadAsync(snapshot, CancellationToken.None);
        change(content!);
        await ReplaceAsync(connection, snapshot, content!);
    }

    public static async Task ReplaceAsync(string connection, Snapshot snapshot, byte[] content)
    {
        await RecoveryRig.ExecuteAsync(connection, """delete from engine_snapshots where "Sequence" = $1""", snapshot.Sequence);
        await Store(connection).SaveAsync(
            new Snapshot
            {
                Sequence = snapshot.Sequence,
                JournalHash = snapshot.JournalHash,
                StateHash = SHA256.HashData(content),
                Bytes = content.Length,
                MadeAtMicroseconds = snapshot.MadeAtMicroseconds,
            }, content, snapshot.Sequence, CancellationToken.None);
    }

    private static SnapshotStore Store(string connection) => new(RecoveryRig.At(connection));
}
