using System.Threading.Channels;
using Exchange.Core.Engine;
using Exchange.Core.Ledger;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Web.Feeds;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exchange.Tests.Feeds;

public sealed class MemberFeedTests
{
    private static readonly MemberId Alice = new(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_subscriber_hears_of_own_fills_and_closed_orders_on_another_thread_and_misses_nothing()
    {
        var feed = new MemberFeed(new FakeExchange(), TimeProvider.System, NullLogger<MemberFeed>.Instance);
        var heard = Channel.CreateUnbounded<MemberChanges>();
        var reentered = 0;
        using var subscription = feed.Subscribe(Alice, changes =>
        {
            Assert.Equal(1, Interlocked.Increment(ref reentered));
            heard.Writer.TryWrite(changes);
            Interlocked.Decrement(ref reentered);
        });

        for (var id = 1; id <= 100; id++) feed.Apply(OpenedFilledAndClosed(id));

        var all = MemberChanges.None;
        while (all.ClosedOrders.Count < 100)
            all = all.Then(await heard.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        Assert.Equal(Enumerable.Range(1, 100), all.Trades.Select(t => (int)t.Id.Value));
        Assert.All(all.ClosedOrders, order => Assert.Equal(CloseReason.Filled, order.Close));
        Assert.All(all.ClosedOrders, order => Assert.Equal(1, order.TradeCount));
        Assert.Equal([new CurrencyId(1)], all.ChangedCurrencies);
    }

    [Fact]
    public async Task Many_batches_make_few_calls_and_the_last_is_never_lost()
    {
        var feed = new MemberFeed(new FakeExchange(), TimeProvider.System, NullLogger<MemberFeed>.Instance);
        var (calls, last) = (0, new TaskCompletionSource());
        using var subscription = feed.Subscribe(Alice, changes =>
        {
            Interlocked.Increment(ref calls);
            if (changes.Trades.Any(t => t.Id.Value == 2000)) last.TrySetResult();
        });

        for (var id = 1; id <= 2000; id++) feed.Apply(OpenedFilledAndClosed(id));

        await last.Task.WaitAsync(Patience);
        Assert.InRange(calls, 1, 200);
    }

    [Fact]
    public void After_disposal_and_for_other_members_nothing_is_kept()
    {
        var feed = new MemberFeed(new FakeExchange(), TimeProvider.System, NullLogger<MemberFeed>.Instance);
        var heard = 0;
        var listening = feed.Listen(Alice, _ => heard++);
        using var other = feed.Listen(new MemberId(77), _ => Assert.Fail("Not this member's."));

        feed.Apply(OpenedFilledAndClosed(1));
        listening.Dispose();
        feed.Apply(OpenedFilledAndClosed(2));

        Assert.Equal(1, heard);
    }

    private static EventBatch OpenedFilledAndClosed(long id)
    {
        EngineEvent[] events =
        [
            new()
            {
                Kind = EventKind.OrderOpened, Member = Alice, Order = new OrderId(id), Side = Side.Buy,
                Type = OrderType.Limit, TimeInForce = TimeInForce.GoodTilCanceled, Price = new Price(5),
                Quantity = new Quantity(3),
            },
            new()
            {
                Kind = EventKind.Traded, Trade = new TradeId(id), Side = Side.Buy, Price = new Price(5),
                Quantity = new Quantity(3), TakerOrder = new OrderId(id), TakerMember = Alice,
                MakerMember = new MemberId(9), Amount = Amount.FromWhole(15),
                Currency = new CurrencyId(1), QuoteCurrency = new CurrencyId(1),
            },
            new()
            {
                Kind = EventKind.Transferred, Member = Alice, Currency = new CurrencyId(1), Amount = Amount.FromWhole(1),
            },
            new() { Kind = EventKind.OrderClosed, Member = Alice, Order = new OrderId(id), Close = CloseReason.Filled },
        ];
        return new EventBatch(id, id, events);
    }
}
