using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Core.Privacy;
using Exchange.Core.Projections;
using Exchange.Core.Storage;
using Exchange.Core.Trading;
using Exchange.Core.Wallets;
using Exchange.Tests.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Exchange.Tests.Privacy;

/// <summary>An export of somebody who has traded for years.</summary>
[Trait("Category", "Integration")]
public sealed class ExportSizeTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const int Trades = 20_000;

    /// <summary>Far above what the buffers between hold, far below all.</summary>
    private const int MostAtOnce = 2_000;

    [Fact]
    public async Task Rows_leave_while_others_are_still_read_and_never_are_all_of_them_in_memory()
    {
        var member = await world.MemberAsync();
        await TradeAsync(member);
        var counter = new RowCounter();
        var trades = new TradeQueries(new Counted(world.Get<DbContextOptions<ExchangeDbContext>>(), counter));
        var files = new TradingFiles(
            world.Get<OrderQueries>(), trades, world.Get<LedgerQueries>(), world.Get<BalanceQueries>(), world.Get<IMarketCatalog>());
        using var export = new DataExport([.. files.Of(member)], TimeProvider.System.GetUtcNow(), () => { });
        await using var output = new Connection(counter);

        await export.WriteAsync(output, default);

        // Once as JSON, once for a spreadsheet.
        Assert.Equal(2 * Trades, counter.Read);
        Assert.InRange(output.MostAtOnce, 1, MostAtOnce);
    }

    private async Task TradeAsync(MemberId member)
    {
        await using var db = world.Context();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into trades ("Id", "MarketIndex", "PriceTicks", "QuantityLots", "Notional", "TakerSide", "MakerOrderId", "TakerOrderId",
                "MakerMemberId", "TakerMemberId", "MakerFee", "TakerFee", "MakerRate", "TakerRate", "AtMicroseconds")
            select 1000000 + i, 0, 10000 + i % 700, 1 + i % 90, 0, 1, i, i + 1, {member.Value}, 0, 0, 0, 1000, 2000, 1700000000000000 + i
            from generate_series(1, {Trades}) as i
            """);
    }

    /// <summary>Counts what was read from the tables.</summary>
    private sealed class RowCounter : IMaterializationInterceptor
    {
        public int Read { get; private set; }

        public object InitializedInstance(MaterializationInterceptionData materializationData, object entity)
        {
            if (entity is TradeRow) Read++;
            return entity;
        }
    }

    private sealed class Counted(DbContextOptions<ExchangeDbContext> options, RowCounter counter) : IDbContextFactory<ExchangeDbContext>
    {
        private readonly DbContextOptions<ExchangeDbContext> _options =
            new DbContextOptionsBuilder<ExchangeDbContext>(options).AddInterceptors(counter).Options;

        public ExchangeDbContext CreateDbContext() => new(_options);
    }

    /// <summary>Takes what is written and forgets it; remembers how many rows were read between two writes at most.</summary>
    private sealed class Connection(RowCounter counter) : MemoryStream
    {
        private int _before;

        public int MostAtOnce { get; private set; }

        public override bool CanSeek => false;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            (MostAtOnce, _before) = (Math.Max(MostAtOnce, counter.Read - _before), counter.Read);
            return ValueTask.CompletedTask;
        }
    }
}
