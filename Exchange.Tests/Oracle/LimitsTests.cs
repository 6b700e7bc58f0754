using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>Limits that random streams do not reach, on both exchanges.</summary>
public sealed class LimitsTests
{
    public static TheoryData<bool> Both => [false, true];

    [Theory]
    [MemberData(nameof(Both))]
    public void The_501st_open_order_is_refused_but_an_immediate_one_is_not(bool real)
    {
        var exchange = Open(real);
        for (var i = 0; i < NaiveExchange.MaxOpenOrders; i++)
            Assert.Equal(RejectReason.None, Place(exchange, 1, default));
        Assert.Equal(RejectReason.TooManyOpenOrders, Place(exchange, 1, default));
        Assert.Equal(RejectReason.None, Place(exchange, 1, default, TimeInForce.ImmediateOrCancel));
        Assert.Equal(RejectReason.None, Place(exchange, 2, default));
        exchange.Submit(Command.CancelOrder(new(1), new(1)));
        Assert.Equal(RejectReason.None, Place(exchange, 1, default));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_client_order_id_is_free_again_after_100000_others(bool real)
    {
        var exchange = Open(real);
        var name = new ClientOrderId(1);
        Assert.Equal(RejectReason.None, Place(exchange, 1, name, TimeInForce.ImmediateOrCancel));
        Assert.Equal(RejectReason.None, Place(exchange, 2, name, TimeInForce.ImmediateOrCancel));
        for (var i = 2; i < NaiveExchange.RememberedClientOrderIds; i++)
            Place(exchange, 2, new ClientOrderId((UInt128)i), TimeInForce.ImmediateOrCancel);
        Assert.Equal(RejectReason.ClientOrderIdTaken, Place(exchange, 1, name, TimeInForce.ImmediateOrCancel));
        Place(exchange, 2, new ClientOrderId(900_000), TimeInForce.ImmediateOrCancel);
        Assert.Equal(RejectReason.None, Place(exchange, 1, name, TimeInForce.ImmediateOrCancel));
        Assert.Equal(RejectReason.None, Place(exchange, 2, name, TimeInForce.ImmediateOrCancel));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void The_1001st_trailing_stop_of_a_market_is_refused(bool real)
    {
        var exchange = Open(real);
        exchange.Submit(Command.LimitOrder(new(8), new(0), Side.Sell, new(100), new(1)));
        exchange.Submit(Command.LimitOrder(new(9), new(0), Side.Buy, new(100), new(1)));
        for (var i = 0; i < NaiveExchange.MaxTrailingStops; i++)
            Assert.Equal(RejectReason.None, Trail(exchange, member: i % 3 + 1));
        Assert.Equal(RejectReason.TooManyTrailingStops, Trail(exchange, member: 4));
        Assert.Equal(RejectReason.None, Place(exchange, 4, default));
        exchange.Submit(Command.CancelOrder(new(1), new(3)));
        Assert.Equal(RejectReason.None, Trail(exchange, member: 4));
    }

    private static RejectReason Trail(IExchange exchange, long member) => exchange.Submit(Command.MarketOrder(
        new(member), new(0), Side.Sell, new(1),
        conditions: new OrderConditions { Trigger = TriggerKind.TrailingStop, TrailTicks = 5 })).Reason;

    private static IExchange Open(bool real)
    {
        IExchange exchange = real ? new EngineUnderTest() : new NaiveExchange();
        foreach (var command in SmallMarket.Setup()) exchange.Submit(command);
        return exchange;
    }

    private static RejectReason Place(
        IExchange exchange, long member, ClientOrderId name, TimeInForce timeInForce = TimeInForce.GoodTilCanceled) =>
        exchange.Submit(Command.LimitOrder(
            new(member), new(0), Side.Buy, new(10), new(1), timeInForce, clientOrderId: name)).Reason;
}
