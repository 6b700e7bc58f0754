using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Projections;
using Exchange.Core.Storage;
using Exchange.Tests.Engine;
using Exchange.Tests.Recovery;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Projections;

/// <summary>Orders that the tables have are changed without being read back.</summary>
[Trait("Category", "Integration")]
public sealed class OrderChangeTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private static readonly MarketId Btc = new(0);

    [Fact]
    public async Task An_order_goes_on_after_a_restart_from_where_the_tables_have_it()
    {
        var connection = await database.CreateDatabaseAsync();
        OrderId resting, amended, canceled;
        await using (var rig = await EngineRig.StartAsync(connection))
        {
            await rig.OpenBtcUsdtAsync();
            resting = await PlaceAsync(rig, EngineRig.Alice, Side.Sell, 60_000, 10);
            amended = await PlaceAsync(rig, EngineRig.Alice, Side.Sell, 60_001, 10);
            canceled = await PlaceAsync(rig, EngineRig.Alice, Side.Sell, 60_002, 10);
            await PlaceAsync(rig, EngineRig.Bob, Side.Buy, 60_000, 3);
            await rig.StopAsync();
        }

        await using (var rig = await EngineRig.StartAsync(connection))
        {
            await PlaceAsync(rig, EngineRig.Bob, Side.Buy, 60_000, 2);
            await PlaceAsync(rig, EngineRig.Bob, Side.Buy, 60_000, 4);
            await rig.AcceptedAsync(Command.AmendOrder(EngineRig.Alice, amended, Ticks(60_003), new Quantity(7)));
            await rig.AcceptedAsync(Command.CancelOrder(EngineRig.Alice, canceled));
            await rig.StopAsync();
            var rows = await RowsAsync(rig);
            Assert.Equal((10, 1, 3), (rows[resting.Value].QuantityLots, rows[resting.Value].RemainingLots, rows[resting.Value].TradeCount));
            Assert.Equal((6_000_300, 7), (rows[amended.Value].PriceTicks, rows[amended.Value].RemainingLots));
            Assert.Equal(CloseReason.CanceledByMember, rows[canceled.Value].Close);
        }

        await TablesOf.AssertEqualToRebuildAsync(connection);
    }

    [Fact]
    public async Task An_order_that_the_tables_have_lost_stops_the_engine()
    {
        var connection = await database.CreateDatabaseAsync();
        OrderId lost;
        await using (var rig = await EngineRig.StartAsync(connection))
        {
            await rig.OpenBtcUsdtAsync();
            lost = await PlaceAsync(rig, EngineRig.Alice, Side.Sell, 60_000, 10);
            await rig.StopAsync();
        }

        await using (var rig = await EngineRig.StartAsync(connection))
        {
            await using (var db = await rig.Get<IDbContextFactory<ExchangeDbContext>>().CreateDbContextAsync())
                Assert.Equal(1, await db.Orders.Where(o => o.Id == lost.Value).ExecuteDeleteAsync());
            var stopping = rig.StoppingAsync();
            await rig.AcceptedAsync(Command.CancelOrder(EngineRig.Alice, lost));
            await stopping;
            Assert.Contains("The tables lack 1 of the orders", rig.Engine.Status.Problem, StringComparison.Ordinal);
        }
    }

    private static Price Ticks(long usdt) => new(usdt * 100);

    private static async Task<OrderId> PlaceAsync(EngineRig rig, MemberId member, Side side, long price, long lots) =>
        (await rig.AcceptedAsync(Command.LimitOrder(member, Btc, side, Ticks(price), new Quantity(lots)))).Order;

    private static async Task<Dictionary<long, OrderRow>> RowsAsync(EngineRig rig)
    {
        await using var db = await rig.Get<IDbContextFactory<ExchangeDbContext>>().CreateDbContextAsync();
        return await db.Orders.AsNoTracking().ToDictionaryAsync(o => o.Id);
    }
}
