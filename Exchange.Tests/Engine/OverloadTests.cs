using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Engine;

/// <summary>More commands than the engine can take: orders are turned away, cancels get in and go first.</summary>
public sealed class OverloadTests
{
    [Fact]
    public async Task A_full_queue_refuses_orders_and_serves_a_cancel_before_those_that_wait()
    {
        await using var rig = await PipelineRig.StartAsync();
        var resting = await rig.AcceptedAsync(PipelineRig.Limit(PipelineRig.Alice, Side.Sell, 9_000, 10));
        await rig.HoldAsync();
        var waiting = await FillAsync(rig);
        var cancel = rig.SubmitAsync(Command.CancelOrder(PipelineRig.Alice, resting.Order));
        Assert.False(cancel.IsCompleted);

        rig.Journal.LetGo();
        var canceled = await cancel;
        Assert.Equal(RejectReason.None, canceled.Reason);
        var results = (await Task.WhenAll(waiting)).SelectMany(r => r).ToList();
        Assert.All(results, r => Assert.Equal(RejectReason.None, r.Reason));
        Assert.True(results.Count(r => r.Sequence > canceled.Sequence) > CommandQueue.Capacity / 2);
    }

    [Fact]
    public async Task The_reserve_of_cancels_ends_too()
    {
        await using var rig = await PipelineRig.StartAsync();
        await rig.HoldAsync();
        var waiting = await FillAsync(rig);
        var cancels = new List<Task<CommandResult[]>>();
        var commands = Enumerable.Repeat(Command.CancelOrder(PipelineRig.Alice, new OrderId(999)), 500).ToArray();
        do cancels.Add(rig.Engine.SubmitTogetherAsync(commands).AsTask());
        while (!cancels[^1].IsCompleted);

        Assert.True(cancels.Count > CommandQueue.CancelReserve / commands.Length);
        Assert.All(await cancels[^1], r => Assert.Equal(RejectReason.Busy, r.Reason));
        rig.Journal.LetGo();
        Assert.All(await cancels[0], r => Assert.Equal(RejectReason.OrderUnknown, r.Reason));
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task An_order_that_waited_too_long_is_refused_and_a_cancel_is_not()
    {
        await using var rig = await PipelineRig.StartAsync();
        var resting = await rig.AcceptedAsync(PipelineRig.Limit(PipelineRig.Alice, Side.Sell, 9_000, 10));
        await rig.HoldWithBacklogAsync();
        var single = rig.SubmitAsync(PipelineRig.Fleeting(PipelineRig.Bob));
        var together = rig.Engine.SubmitTogetherAsync(new[] { PipelineRig.Fleeting(PipelineRig.Bob) }).AsTask();
        var cancelAll = rig.SubmitAsync(Command.CancelAllOrders(PipelineRig.Bob));
        rig.Time.Pass(CommandQueue.MaxWait + TimeSpan.FromMilliseconds(1));
        var fresh = rig.SubmitAsync(PipelineRig.Fleeting(PipelineRig.Bob));
        var cancel = rig.SubmitAsync(Command.CancelOrder(PipelineRig.Alice, resting.Order));

        rig.Journal.LetGo();
        Assert.Equal(RejectReason.Busy, (await single).Reason);
        Assert.Equal(RejectReason.Busy, (await together)[0].Reason);
        Assert.Equal(RejectReason.None, (await fresh).Reason);
        Assert.Equal(RejectReason.None, (await cancel).Reason);
        Assert.Equal(RejectReason.None, (await cancelAll).Reason);
    }

    [Fact]
    public async Task A_cancel_overtakes_an_order_that_waits()
    {
        await using var rig = await PipelineRig.StartAsync();
        var resting = await rig.AcceptedAsync(PipelineRig.Limit(PipelineRig.Alice, Side.Sell, 9_000, 10));
        await rig.HoldWithBacklogAsync();
        var order = rig.SubmitAsync(PipelineRig.Limit(PipelineRig.Alice, Side.Sell, 9_002, 10));
        var cancel = rig.SubmitAsync(Command.CancelOrder(PipelineRig.Alice, resting.Order));
        rig.Journal.LetGo();

        Assert.True((await cancel).Sequence < (await order).Sequence);
        Assert.Single(rig.Live.OpenOrders(PipelineRig.Alice));
    }

    [Fact]
    public async Task A_cancel_of_all_overtakes_others_orders_but_not_its_members_own()
    {
        await using var rig = await PipelineRig.StartAsync();
        await rig.AcceptedAsync(PipelineRig.Limit(PipelineRig.Bob, Side.Sell, 9_001, 10));
        await rig.HoldWithBacklogAsync();
        var order = rig.SubmitAsync(PipelineRig.Limit(PipelineRig.Alice, Side.Sell, 9_002, 10));
        var alicesAll = rig.SubmitAsync(Command.CancelAllOrders(PipelineRig.Alice));
        var bobsAll = rig.SubmitAsync(Command.CancelAllOrders(PipelineRig.Bob));
        rig.Journal.LetGo();

        Assert.True((await bobsAll).Sequence < (await order).Sequence);
        Assert.Equal((await order).Sequence + 1, (await alicesAll).Sequence);
        Assert.Empty(rig.Live.OpenOrders(PipelineRig.Alice));
        Assert.Empty(rig.Live.OpenOrders(PipelineRig.Bob));
    }

    /// <summary>Submits orders until there is no room for one more.</summary>
    private static async Task<List<Task<CommandResult[]>>> FillAsync(PipelineRig rig)
    {
        var waiting = new List<Task<CommandResult[]>>();
        var commands = Enumerable.Repeat(PipelineRig.Fleeting(PipelineRig.Bob), 256).ToArray();
        for (var size = commands.Length; size > 0;)
        {
            var results = rig.Engine.SubmitTogetherAsync(commands.AsMemory(0, size)).AsTask();
            if (!results.IsCompleted)
            {
                waiting.Add(results);
                continue;
            }

            Assert.All(await results, r => Assert.Equal(RejectReason.Busy, r.Reason));
            size /= 2;
        }

        return waiting;
    }
}
