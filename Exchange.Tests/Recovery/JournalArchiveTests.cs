using Exchange.Core.Engine;
using Exchange.Core.Projections;
using Exchange.Tests.Engine;
using Exchange.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Exchange.Tests.Recovery;

/// <summary>Old rows move into segments; nothing that reads or guards the journal notices.</summary>
[Trait("Category", "Integration")]
public sealed class JournalArchiveTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_start_from_the_beginning_goes_through_segments(bool asFiles)
    {
        var connection = await database.CreateDatabaseAsync();
        var archive = asFiles ? Directory.CreateTempSubdirectory("exchange-archive-").FullName : null;
        var hash = await RecoveryRig.TradeWithSnapshotsAsync(connection, seed: 1);
        await ArchiveAsync(connection, archive);
        await RecoveryRig.ExecuteAsync(connection, "delete from engine_snapshots");

        using var log = new LogLines();
        await using (var rig = await RecoveryRig.StartAsync(connection, log, archive))
        {
            Assert.Contains(log.Lines, line => line.Contains("from snapshot 0 ", StringComparison.Ordinal));
            Assert.Equal(hash, await RecoveryRig.RecoveredHashAsync(rig));
            var verified = await rig.Get<JournalVerification>().VerifyStateAsync(0, CancellationToken.None);
            Assert.Equal(hash, verified.StateHash);
            await rig.TradeAsync(seed: 9, orders: 50);
        }

        if (archive is not null) Directory.Delete(archive, recursive: true);
    }

    [Fact]
    public async Task Only_rows_before_the_oldest_snapshot_go_and_the_last_row_stays()
    {
        var connection = await database.CreateDatabaseAsync();
        await RecoveryRig.TradeWithSnapshotsAsync(connection, seed: 2);
        await ArchiveAsync(connection);
        var oldest = await RecoveryRig.ReadAsync<long>(connection, """select min("Sequence") from engine_snapshots""");
        var moved = await RecoveryRig.ReadAsync<long>(connection, """select max("LastSequence") from journal_segments""");
        Assert.True(moved < oldest);
        Assert.Equal(moved + 1, await RecoveryRig.ReadAsync<long>(connection, """select min("FirstSequence") from journal"""));
        Assert.Equal(0, await ArchiveAsync(connection, expectSome: false));
    }

    [Fact]
    public async Task Without_a_snapshot_nothing_is_moved()
    {
        var connection = await database.CreateDatabaseAsync();
        await using (var rig = await RecoveryRig.StartAsync(connection))
        {
            await rig.OpenBtcUsdtAsync();
            await rig.TradeAsync(seed: 3, orders: 300);
        }

        Assert.Equal(0, await ArchiveAsync(connection, expectSome: false));
    }

    [Fact]
    public async Task A_number_that_was_archived_cannot_be_appended_again()
    {
        var connection = await database.CreateDatabaseAsync();
        await using (await EngineRig.StartAsync(connection))
        {
        }

        await using var stale = Journal(connection);
        await stale.AcquireAsync(CancellationToken.None);
        var rows = Chain(6);
        await stale.AppendAsync(rows[0], CancellationToken.None);
        await stale.AppendAsync(rows[1], CancellationToken.None);
        // Another engine that is past every lock goes on, a snapshot is made, and old rows go.
        foreach (var row in rows[2..])
            await RecoveryRig.ExecuteAsync(connection, "insert into journal values ($1, $2, $3, $4)",
                row.FirstSequence, row.LastSequence, row.Payload, row.Hash);
        await RecoveryRig.ExecuteAsync(connection, "insert into engine_snapshots values (5, '', '', 0, 0)");
        Assert.Equal(4, await Archive(connection, null, segmentBytes: 1).ArchiveAsync(CancellationToken.None));

        var other = Chain(3, content: 77)[2];
        await Assert.ThrowsAsync<JournalFencedException>(() => stale.AppendAsync(other, CancellationToken.None));
        Assert.Equal(5, await RecoveryRig.ReadAsync<long>(connection, """select min("FirstSequence") from journal"""));
    }

    [Theory]
    [InlineData("""update journal_segments set "Payload" = set_byte("Payload", 9, get_byte("Payload", 9) # 1)""", "does not match")]
    [InlineData("""update journal_segments set "LastHash" = '\x00'""", "its rows are not those")]
    [InlineData("""update journal_segments set "PreviousHash" = '\x00'""", "its rows are not those")]
    [InlineData("""update journal_segments set "Rows" = "Rows" + 1""", "its rows are not those")]
    [InlineData("""update journal_segments set "File" = 'journal-0.br', "Payload" = null""", "ArchiveDirectory does not say")]
    [InlineData("delete from journal_segments", "do not follow")]
    public async Task A_damaged_segment_is_named_and_ends_a_start_that_needs_it(string damage, string message)
    {
        var connection = await database.CreateDatabaseAsync();
        await RecoveryRig.TradeWithSnapshotsAsync(connection, seed: 4);
        await ArchiveAsync(connection);
        Assert.Equal(1, await RecoveryRig.ExecuteAsync(connection,
            damage + """ where "FirstSequence" = (select max("FirstSequence") from journal_segments)"""));
        await using (var rig = await RecoveryRig.StartAsync(connection))
        {
            var found = await Assert.ThrowsAsync<JournalCorruptException>(
                () => rig.Get<JournalVerification>().VerifyStateAsync(0, CancellationToken.None));
            Assert.Contains(message, found.Message, StringComparison.Ordinal);
            await rig.StopAsync();
            await rig.Get<RebuildTables>().ExecuteAsync(CancellationToken.None);
        }

        await Assert.ThrowsAsync<JournalCorruptException>(() => RecoveryRig.StartAsync(connection));
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var connection = await database.CreateDatabaseAsync();
        var archive = Directory.CreateTempSubdirectory("exchange-archive-").FullName;
        await RecoveryRig.TradeWithSnapshotsAsync(connection, seed: 5);
        await ArchiveAsync(connection, archive);
        var files = Directory.GetFiles(archive);
        Assert.All(files, file => Assert.EndsWith(".br", file, StringComparison.Ordinal));
        File.Delete(files.Order().First());
        await using var rig = await RecoveryRig.StartAsync(connection, archive: archive);
        var found = await Assert.ThrowsAsync<JournalCorruptException>(
            () => rig.Get<JournalVerification>().VerifyStateAsync(0, CancellationToken.None));
        Assert.Equal(1, found.FirstSequence);
        Assert.Contains(Path.GetFileName(files.Order().First()), found.Message, StringComparison.Ordinal);
        Directory.Delete(archive, recursive: true);
    }

    [Fact]
    public async Task A_damaged_row_is_not_archived()
    {
        var connection = await database.CreateDatabaseAsync();
        await RecoveryRig.TradeWithSnapshotsAsync(connection, seed: 6);
        await RecoveryRig.ExecuteAsync(connection,
            """
            update journal set "Payload" = set_byte("Payload", 3, get_byte("Payload", 3) # 1) where "FirstSequence" = 4
            """);
        var damage = await Assert.ThrowsAsync<JournalCorruptException>(() => ArchiveAsync(connection));
        Assert.Equal(4, damage.FirstSequence);
        Assert.Equal(0, await RecoveryRig.ReadAsync<long>(
            connection, """select count(*) from journal_segments where "LastSequence" >= 4"""));
    }

    private static async Task<int> ArchiveAsync(string connection, string? directory = null, bool expectSome = true)
    {
        var made = await Archive(connection, directory, RecoveryRig.SegmentBytes).ArchiveAsync(CancellationToken.None);
        if (expectSome) Assert.True(made > 2, $"Only {made} segments.");
        return made;
    }

    private static JournalArchive Archive(string connection, string? directory, int segmentBytes)
    {
        var options = Options.Create(new JournalOptions { ArchiveDirectory = directory, SegmentBytes = segmentBytes });
        return new JournalArchive(
            RecoveryRig.At(connection), new SegmentFiles(options), options, NullLogger<JournalArchive>.Instance);
    }

    private static PostgresJournal Journal(string connection) => new(
        RecoveryRig.At(connection), TimeProvider.System, new SegmentFiles(Options.Create(new JournalOptions())));

    private static JournalRow[] Chain(int count, byte content = 1)
    {
        var rows = new JournalRow[count];
        var hash = JournalRow.Genesis;
        for (var i = 0; i < count; i++)
        {
            var payload = i == 2 ? [content, 2] : new byte[] { 1, (byte)i };
            hash = JournalRow.ComputeHash(hash, i + 1, i + 1, payload);
            rows[i] = new JournalRow { FirstSequence = i + 1, LastSequence = i + 1, Payload = payload, Hash = hash };
        }

        return rows;
    }
}
