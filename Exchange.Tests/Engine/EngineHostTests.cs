using Exchange.Core.Engine;
using Exchange.Core.Ledger;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Projections;
using Exchange.Core.Storage;
using Exchange.Core.Trading;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Engine;

[Trait("Category", "Integration")]
public sealed class EngineHostTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const int Orders = 3_000;

    [Fact]
    public async Task A_restart_brings_back_the_same_state_and_the_tables_agree_with_it()
    {
        var connection = await database.CreateDatabaseAsync();
        string hash;
        await using (var first = await EngineRig.StartAsync(connection))
        {
            await first.OpenBtcUsdtAsync();
            await first.TradeAsync(seed: 1, Orders);
            await first.SnapshotAsync();
            await first.TradeAsync(seed: 2, Orders);
            hash = (await first.SnapshotAsync()).StateHash;
        }

        await using var second = await EngineRig.StartAsync(connection);
        Assert.Equal(hash, (await second.SnapshotAsync()).StateHash);
        await AssertTablesEqualLiveAsync(second);
    }

    [Fact]
    public async Task A_refused_command_leaves_neither_sequence_nor_state_nor_journal_changed()
    {
        await using var rig = await EngineRig.StartAsync(await database.CreateDatabaseAsync());
        var market = await rig.OpenBtcUsdtAsync();
        var before = await rig.SnapshotAsync();
        var tooMuch = Command.LimitOrder(EngineRig.Alice, market.Id, Side.Buy, new Price(6_000_000_00), new Quantity(100_000));
        Assert.Equal(RejectReason.InsufficientFunds, (await rig.Engine.SubmitAsync(tooMuch)).Reason);
        Assert.Equal(before, await rig.SnapshotAsync());
    }

    [Fact]
    public async Task An_altered_row_keeps_the_engine_from_starting_and_is_named()
    {
        var connection = await database.CreateDatabaseAsync();
        await using (var first = await EngineRig.StartAsync(connection)) await first.OpenBtcUsdtAsync();
        await using (var db = Contexts(connection))
            await db.Database.ExecuteSqlRawAsync(
                """update journal set "Payload" = set_byte("Payload", 12, get_byte("Payload", 12) # 1) where "FirstSequence" = 3""");

        var refusal = await Assert.ThrowsAsync<JournalCorruptException>(() => EngineRig.StartAsync(connection));
        Assert.Equal(3, refusal.FirstSequence);
    }

    [Fact]
    public async Task A_missing_row_keeps_the_engine_from_starting_and_is_named()
    {
        var connection = await database.CreateDatabaseAsync();
        await using (var first = await EngineRig.StartAsync(connection)) await first.OpenBtcUsdtAsync();
        await using (var db = Contexts(connection))
            await db.Database.ExecuteSqlRawAsync("""delete from journal where "FirstSequence" = 4""");

        var refusal = await Assert.ThrowsAsync<JournalCorruptException>(() => EngineRig.StartAsync(connection));
        Assert.Equal(5, refusal.FirstSequence);
    }

    [Fact]
    public async Task A_second_engine_on_the_same_database_steps_down()
    {
        var connection = await database.CreateDatabaseAsync();
        await using var first = await EngineRig.StartAsync(connection);
        await Assert.ThrowsAsync<JournalFencedException>(() => EngineRig.StartAsync(connection));
        Assert.Equal(EnginePhase.Running, first.Engine.Status.Phase);
    }

    [Fact]
    public async Task An_engine_whose_row_was_written_by_another_acknowledges_nothing_and_stops()
    {
        var connection = await database.CreateDatabaseAsync();
        await using var rig = await EngineRig.StartAsync(connection);
        await rig.OpenBtcUsdtAsync();
        var next = rig.Engine.Status.CommittedSequence + 1;
        await using (var db = Contexts(connection))
            await db.Database.ExecuteSqlAsync(
                $"""insert into journal ("FirstSequence", "LastSequence", "Payload", "Hash") values ({next}, {next}, '', '')""");

        var result = await rig.Engine.SubmitAsync(Command.Transfer(EngineRig.Alice, new CurrencyId(0), Amount.FromWhole(1), "late"));
        Assert.Equal(RejectReason.OutcomeUnknown, result.Reason);
        await rig.StoppingAsync();
        Assert.Equal(EnginePhase.Stopped, rig.Engine.Status.Phase);
    }

    private static async Task AssertTablesEqualLiveAsync(EngineRig rig)
    {
        await rig.StopAsync();
        await using var db = await rig.Get<IDbContextFactory<ExchangeDbContext>>().CreateDbContextAsync();
        foreach (var member in new[] { EngineRig.Alice, EngineRig.Bob })
        {
            var open = await db.Orders.Where(o => o.MemberId == member.Value && o.Close == CloseReason.None)
                .OrderByDescending(o => o.Id).ToListAsync();
            var live = rig.Live.OpenOrders(member);
            Assert.NotEmpty(live);
            Assert.Equal(live, open.Select(o => o.ToView()));
            foreach (var balance in rig.Live.Balances(member))
            {
                var postings = await db.Postings.Where(
                    p => p.MemberId == member.Value && p.CurrencyIndex == balance.Currency.Index).ToListAsync();
                Assert.Equal(balance.Available, Sum(postings, LedgerAccount.MemberAvailable));
                Assert.Equal(balance.Locked, Sum(postings, LedgerAccount.MemberLocked));
            }
        }

        var all = await db.Postings.ToListAsync();
        Assert.All(all.GroupBy(p => (p.Sequence, p.CurrencyIndex)),
            g => Assert.Equal(Amount.Zero, g.Aggregate(Amount.Zero, (sum, p) => sum + p.Amount)));
    }

    private static Amount Sum(IEnumerable<PostingRow> postings, LedgerAccount account) =>
        postings.Where(p => p.Account == account).Aggregate(Amount.Zero, (sum, p) => sum + p.Amount);

    private static ExchangeDbContext Contexts(string connection) =>
        new(new DbContextOptionsBuilder<ExchangeDbContext>().UseNpgsql(connection).Options);
}
