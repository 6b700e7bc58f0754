using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Tests.Engine;
using Exchange.Tests.Support;

namespace Exchange.Tests.Recovery;

[Trait("Category", "Integration")]
public sealed class VerificationTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task The_whole_journal_is_replayed_and_every_snapshot_compared()
    {
        var connection = await database.CreateDatabaseAsync();
        var hash = await RecoveryRig.TradeWithSnapshotsAsync(connection, seed: 1);
        await using var rig = await RecoveryRig.StartAsync(connection);
        var whole = await VerifyAsync(rig);
        Assert.Equal((0, hash, 3, 0), (whole.From, whole.StateHash, whole.SnapshotsCompared, whole.SnapshotsPassedOver));

        var oldest = await RecoveryRig.ReadAsync<long>(connection, """select min("Sequence") from engine_snapshots""");
        var part = await VerifyAsync(rig, oldest);
        Assert.Equal((oldest, hash, 2), (part.From, part.StateHash, part.SnapshotsCompared));
        Assert.True(part.Rows < whole.Rows);
        var unknown = await Assert.ThrowsAsync<ArgumentException>(() => VerifyAsync(rig, oldest + 1));
        Assert.Contains($"there is: {oldest}, ", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_with_another_balance_is_named_with_member_and_currency()
    {
        var difference = await ForgeAsync(seed: 2, state => state.Ledger.PostAvailable(1, new CurrencyId(0), Amount.FromUnits(1)));
        Assert.Contains("balance of member 2 in btc is ", difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_with_another_last_price_is_named()
    {
        var difference = await ForgeAsync(
            seed: 3, state => state.MarketAt(0).LastPrice = new Price(7));
        Assert.Contains("market btcusdt: last price is 7, not ", difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_without_an_order_is_named_with_the_order()
    {
        var canceled = 0L;
        var difference = await ForgeAsync(seed: 4, state =>
        {
            var (sequence, at) = (state.Sequence, state.AtMicroseconds);
            canceled = Enumerable.Range(1, 10_000).First(id => state.Apply(
                Command.CancelOrder(EngineRig.Alice, new OrderId(id)), sequence + 1, at, new EventBuffer()).IsAccepted);
            state.Sequence = sequence;
        });
        Assert.Contains("balance of member 1", difference, StringComparison.Ordinal);
        Assert.NotEqual(0, canceled);
    }

    [Fact]
    public async Task A_snapshot_whose_content_rotted_is_named()
    {
        var connection = await database.CreateDatabaseAsync();
        await RecoveryRig.TradeWithSnapshotsAsync(connection, seed: 5);
        await RecoveryRig.ExecuteAsync(connection, """update engine_snapshots set "StateHash" = '\x00'""");
        await using var rig = await RecoveryRig.StartAsync(connection);
        var found = await Assert.ThrowsAsync<SnapshotDiffersException>(() => VerifyAsync(rig));
        Assert.Contains("its content does not match its own hash", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_regular_check_reads_only_what_is_new_and_finds_what_is_wrong_in_it()
    {
        await using var rig = await RecoveryRig.StartAsync(database.ConnectionString);
        await rig.OpenBtcUsdtAsync();
        var verification = rig.Get<JournalVerification>();
        var first = await verification.VerifyNewRowsAsync(CancellationToken.None);
        Assert.True(first.Rows > 0);
        Assert.Equal(0, (await verification.VerifyNewRowsAsync(CancellationToken.None)).Rows);

        await rig.TradeAsync(seed: 6, orders: 20);
        var second = await verification.VerifyNewRowsAsync(CancellationToken.None);
        Assert.Equal(first.Sequence, second.From);
        Assert.Equal(rig.Engine.Status.CommittedSequence, second.Sequence);

        await rig.TradeAsync(seed: 7, orders: 20);
        await RecoveryRig.ExecuteAsync(database.ConnectionString,
            """
            update journal set "Payload" = set_byte("Payload", 3, get_byte("Payload", 3) # 1) where "FirstSequence" = $1
            """, second.Sequence + 1);
        var damage = await Assert.ThrowsAsync<JournalCorruptException>(
            () => verification.VerifyNewRowsAsync(CancellationToken.None));
        Assert.Equal(second.Sequence + 1, damage.FirstSequence);
    }

    private async Task<string> ForgeAsync(int seed, Action<EngineState> change)
    {
        var connection = await database.CreateDatabaseAsync();
        await RecoveryRig.TradeWithSnapshotsAsync(connection, seed);
        var newest = (await SnapshotForger.NewestAsync(connection, 1)).Single();
        var state = await SnapshotForger.ReadAsync(connection, newest);
        change(state);
        await SnapshotForger.ReplaceAsync(connection, newest, SnapshotCodec.Write(state));
        await using var rig = await RecoveryRig.StartAsync(connection);
        var found = await Assert.ThrowsAsync<SnapshotDiffersException>(() => VerifyAsync(rig));
        Assert.Equal(newest.Sequence, found.Sequence);
        return found.Message;
    }

    private static Task<JournalVerified> VerifyAsync(EngineRig rig, long from = 0) =>
        rig.Get<JournalVerification>().VerifyStateAsync(from, CancellationToken.None);
}
