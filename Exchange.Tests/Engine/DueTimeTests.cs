using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Engine;

/// <summary>What time alone brings about happens without traffic, before the next command, and stands in the
/// journal.</summary>
public sealed class DueTimeTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_order_expires_by_itself()
    {
        await using var rig = await PipelineRig.StartAsync();
        var order = await rig.AcceptedAsync(Dated(rig, Side.Sell));
        var expired = ClosedAsync(rig, order.Order);
        rig.Time.Pass(Lifetime);

        var e = await expired;
        Assert.Equal((CloseReason.Expired, order.Sequence + 1), (e.Close, e.Sequence));
        Assert.Equal(Clock.ToMicroseconds(rig.Time.GetUtcNow()), e.AtMicroseconds);
        Assert.Null(rig.Live.OpenOrder(order.Order));
        Assert.Equal(order.Sequence + 1, rig.Journal.Rows[^1].LastSequence);
    }

    [Fact]
    public async Task What_is_due_takes_effect_before_the_next_command()
    {
        await using var rig = await PipelineRig.StartAsync();
        var sell = await rig.AcceptedAsync(Dated(rig, Side.Sell));
        rig.Time.PassInSilence(Lifetime);
        var buy = await rig.AcceptedAsync(PipelineRig.Limit(PipelineRig.Bob, Side.Buy, 9_000, 10));

        Assert.Equal((sell.Sequence + 2, CloseReason.None, 0), (buy.Sequence, buy.Close, buy.TradeCount));
        Assert.Equal(CloseReason.Expired, rig.Live.RecentlyClosedOrder(sell.Order)!.Close);
    }

    [Fact]
    public async Task A_cancel_timer_runs_out_and_an_auction_ends_by_themselves()
    {
        await using var rig = await PipelineRig.StartAsync();
        var order = await rig.AcceptedAsync(PipelineRig.Limit(PipelineRig.Alice, Side.Sell, 9_000, 10));
        await rig.AcceptedAsync(Command.SetCancelTimer(PipelineRig.Alice, 5_000_000, CancelTimerSource.Member));
        var closed = ClosedAsync(rig, order.Order);
        rig.Time.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(CloseReason.CancelTimer, (await closed).Close);

        await rig.AcceptedAsync(Command.SetMarketState(new MarketId(0), MarketState.Auction));
        var ends = rig.Live.Auction(new MarketId(0))!.Value.EndsMicroseconds;
        var opened = EventAsync(rig, e => e.Kind == EventKind.MarketStateChanged && e.MarketState == MarketState.Open);
        rig.Time.Pass(Clock.ToMoment(ends) - rig.Time.GetUtcNow());
        await opened;
        Assert.Null(rig.Live.Auction(new MarketId(0)));
    }

    [Fact]
    public async Task Nothing_happens_while_the_journal_is_held_and_all_of_it_afterwards()
    {
        await using var rig = await PipelineRig.StartAsync();
        var order = await rig.AcceptedAsync(Dated(rig, Side.Sell));
        var held = await rig.HoldAsync();
        var expired = ClosedAsync(rig, order.Order);
        rig.Time.Pass(Lifetime);
        // Its caller does not wait for ever: from whenever the committer began to count.
        while (!held.IsCompleted)
        {
            rig.Time.Pass(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(RejectReason.OutcomeUnknown, (await held).Reason);
        Assert.False(expired.IsCompleted);
        Assert.NotNull(rig.Live.OpenOrder(order.Order));

        rig.Journal.LetGo();
        Assert.Equal(CloseReason.Expired, (await expired).Close);
    }

    private static Command Dated(PipelineRig rig, Side side) => Command.LimitOrder(
        PipelineRig.Alice, new MarketId(0), side, new Price(9_000), new Quantity(10), TimeInForce.GoodTilDate,
        conditions: new OrderConditions { ExpiresMicroseconds = Clock.ToMicroseconds(rig.Time.GetUtcNow() + Lifetime) });

    private static Task<EngineEvent> ClosedAsync(PipelineRig rig, OrderId order) =>
        EventAsync(rig, e => e.Kind == EventKind.OrderClosed && e.Order == order);

    private static Task<EngineEvent> EventAsync(PipelineRig rig, Func<EngineEvent, bool> isWanted)
    {
        // Subscribed before this returns.
        var batches = rig.Get<IEventStream>().FollowAsync("test", 1, CancellationToken.None);
        return Task.Run(async () =>
        {
            await foreach (var batch in batches)
                foreach (var e in batch.Events.ToArray())
                    if (isWanted(e)) return e;
            throw new InvalidOperationException("The events ended.");
        }).WaitAsync(TimeSpan.FromMinutes(2));
    }
}
