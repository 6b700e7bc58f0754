using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Projections;
using Exchange.Core.Storage;
using Exchange.Core.Trading;
using Exchange.Tests.Engine;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Projections;

/// <summary>Orders of every type, as the tables have them after a life of triggers, amendments and links.</summary>
public sealed class OrderTypeTablesTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private static readonly MarketId Btc = new(0);

    [Fact]
    public async Task Every_order_type_is_in_the_tables_as_the_engine_has_it()
    {
        await using var rig = await EngineRig.StartAsync(database.ConnectionString);
        await rig.OpenBtcUsdtAsync();
        await TradeAt(rig, 60_000);
        var stop = await PlaceAsync(rig, Side.Sell, 0, new() { Trigger = TriggerKind.Stop, TriggerPrice = Ticks(59_000) });
        var trailing = await PlaceAsync(rig, Side.Sell, 58_000, new() { Trigger = TriggerKind.TrailingStop, TrailBasisPoints = 500 });
        var takeProfit = await PlaceAsync(
            rig, Side.Sell, 65_000, new() { Trigger = TriggerKind.TakeProfit, TriggerPrice = Ticks(61_000) });
        var iceberg = await PlaceAsync(rig, Side.Sell, 66_000, new() { Display = new(10) });
        var amended = await PlaceAsync(rig, Side.Buy, 50_000, null);
        await rig.AcceptedAsync(Command.AmendOrder(EngineRig.Alice, amended, Ticks(50_001), new Quantity(70)));
        var pair = await rig.AcceptedAsync(Command.OneCancelsOther(
            EngineRig.Alice, Btc, Side.Sell, Ticks(64_000), new Quantity(100), new() { TriggerPrice = Ticks(55_000) }));
        await TradeAt(rig, 61_000);
        await rig.AcceptedAsync(Command.CancelOrder(EngineRig.Alice, pair.Order));
        var live = rig.Live.OpenOrders(EngineRig.Alice);
        await rig.StopAsync();

        await using var db = await rig.Get<IDbContextFactory<ExchangeDbContext>>().CreateDbContextAsync();
        var rows = await db.Orders.AsNoTracking().Where(o => o.MemberId == EngineRig.Alice.Value).ToDictionaryAsync(o => o.Id);
        Assert.Equal(live, live.Select(order => rows[order.Id.Value].ToView()));
        Assert.Equal((true, 5_900_000), (rows[stop.Value].IsPending, rows[stop.Value].TriggerTicks));
        Assert.Equal((true, 500), (rows[trailing.Value].IsPending, rows[trailing.Value].TrailBasisPoints));
        Assert.Equal((false, TriggerKind.TakeProfit), (rows[takeProfit.Value].IsPending, rows[takeProfit.Value].Trigger));
        Assert.Equal(10, rows[iceberg.Value].DisplayLots);
        Assert.Equal((5_000_100, 70), (rows[amended.Value].PriceTicks, rows[amended.Value].QuantityLots));
        var (limitLeg, stopLeg) = (rows[pair.Order.Value], rows[pair.LinkedOrder.Value]);
        Assert.Equal((stopLeg.Id, limitLeg.Id), (limitLeg.LinkedOrderId, stopLeg.LinkedOrderId));
        Assert.Equal((CloseReason.CanceledByMember, CloseReason.LinkedOrder, false),
            (limitLeg.Close, stopLeg.Close, stopLeg.IsPending));
    }

    /// <summary>Bob trades with Alice: the last price.</summary>
    private static async Task TradeAt(EngineRig rig, long price)
    {
        await rig.AcceptedAsync(Command.LimitOrder(EngineRig.Bob, Btc, Side.Sell, Ticks(price), new Quantity(1)));
        await rig.AcceptedAsync(Command.LimitOrder(EngineRig.Alice, Btc, Side.Buy, Ticks(price), new Quantity(1)));
    }

    private static async Task<OrderId> PlaceAsync(EngineRig rig, Side side, long price, OrderConditions? conditions)
    {
        var command = price == 0
            ? Command.MarketOrder(EngineRig.Alice, Btc, side, new Quantity(100), conditions: conditions)
            : Command.LimitOrder(EngineRig.Alice, Btc, side, Ticks(price), new Quantity(100), conditions: conditions);
        return (await rig.AcceptedAsync(command)).Order;
    }

    private static Price Ticks(long whole) => new(whole * 100);
}
