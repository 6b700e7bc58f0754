using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Engine;

/// <summary>Queue, journal and release: what is submitted together stays together, and nothing is out before its
/// commit.</summary>
public sealed class PipelineTests
{
    [Fact]
    public async Task Commands_submitted_together_follow_one_another_in_one_row_whoever_else_submits()
    {
        await using var rig = await PipelineRig.StartAsync();
        var callers = Enumerable.Range(0, 8).Select(i => Task.Run(() => SubmitManyAsync(rig, seed: i))).ToList();
        var spans = (await Task.WhenAll(callers)).SelectMany(s => s).ToList();

        var rows = rig.Journal.Rows;
        Assert.NotEmpty(spans);
        Assert.All(spans, span => Assert.Single(rows, r => r.FirstSequence <= span.First && span.Last <= r.LastSequence));
        Assert.Equal(rig.Engine.Status.CommittedSequence, Replay(rows).Sequence);
    }

    [Fact]
    public async Task Each_command_of_a_call_is_accepted_or_refused_by_itself()
    {
        await using var rig = await PipelineRig.StartAsync();
        Command[] commands =
        [
            PipelineRig.Limit(PipelineRig.Alice, Side.Buy, 5_000, 10),
            Command.CancelOrder(PipelineRig.Alice, new OrderId(999)),
            PipelineRig.Limit(PipelineRig.Bob, Side.Sell, 5_000, 4),
        ];
        var results = await rig.Engine.SubmitTogetherAsync(commands);

        Assert.Equal([RejectReason.None, RejectReason.OrderUnknown, RejectReason.None], results.Select(r => r.Reason));
        Assert.Equal(results[0].Sequence + 1, results[2].Sequence);
        Assert.Equal(CloseReason.Filled, results[2].Close);
        Assert.Equal(6, rig.Live.OpenOrder(results[0].Order)!.Remaining.Lots);
    }

    [Fact]
    public async Task Too_many_together_is_a_broken_program_and_none_is_nothing()
    {
        await using var rig = await PipelineRig.StartAsync();
        var many = Enumerable.Repeat(PipelineRig.Fleeting(PipelineRig.Alice), IEngine.MaxCommandsTogether + 1).ToArray();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await rig.Engine.SubmitTogetherAsync(many));
        Assert.Empty(await rig.Engine.SubmitTogetherAsync(ReadOnlyMemory<Command>.Empty));
        Assert.Equal(many.Length - 1, (await rig.Engine.SubmitTogetherAsync(many.AsMemory(1))).Length);
    }

    [Theory]
    [InlineData(Side.Sell, 4_900)]
    [InlineData(Side.Buy, 5_100)]
    public async Task The_answer_to_a_trailing_stop_tells_the_trigger_that_it_begins_with(Side side, long ticks)
    {
        await using var rig = await PipelineRig.StartAsync();
        await rig.AcceptedAsync(PipelineRig.Limit(PipelineRig.Alice, Side.Sell, 5_000, 10));
        await rig.AcceptedAsync(PipelineRig.Limit(PipelineRig.Bob, Side.Buy, 5_000, 10));
        var command = Command.MarketOrder(
            PipelineRig.Alice, new MarketId(0), side, new Quantity(10), default, TimeInForce.ImmediateOrCancel,
            conditions: new OrderConditions { Trigger = TriggerKind.TrailingStop, TrailTicks = 100 });
        var result = await rig.AcceptedAsync(command);

        Assert.Equal(new Price(ticks), result.TriggerPrice);
        Assert.Equal(rig.Live.OpenOrder(result.Order), OrderViews.Placed(command, result));
    }

    [Fact]
    public async Task Nothing_is_out_before_its_commit()
    {
        await using var rig = await PipelineRig.StartAsync();
        var before = rig.Live.Sequence;
        await using var events = rig.Get<IEventStream>().FollowAsync("test", before + 1, CancellationToken.None)
            .GetAsyncEnumerator();
        var next = events.MoveNextAsync().AsTask();
        rig.Journal.Hold();
        var single = rig.SubmitAsync(PipelineRig.Limit(PipelineRig.Alice, Side.Buy, 5_000, 10));
        await rig.Journal.Appending;
        var together = rig.Engine.SubmitTogetherAsync(
            new[] { PipelineRig.Limit(PipelineRig.Alice, Side.Buy, 5_001, 10), PipelineRig.Fleeting(PipelineRig.Alice) }).AsTask();

        Assert.False(single.IsCompleted || together.IsCompleted || next.IsCompleted);
        Assert.Equal(before, rig.Live.Sequence);
        Assert.Empty(rig.Live.OpenOrders(PipelineRig.Alice));

        rig.Journal.LetGo();
        Assert.Equal(before + 1, (await single).Sequence);
        Assert.NotNull(rig.Live.OpenOrder((await single).Order));
        Assert.Equal([before + 2, before + 3], (await together).Select(r => r.Sequence));
        Assert.True(await next);
    }

    [Fact]
    public async Task A_caller_who_went_away_before_it_submitted_has_submitted_nothing()
    {
        await using var rig = await PipelineRig.StartAsync();
        var before = rig.Engine.Status.CommittedSequence;
        var gone = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await rig.Engine.SubmitAsync(PipelineRig.Fleeting(PipelineRig.Alice), gone));
        Assert.Equal(before + 1, (await rig.AcceptedAsync(PipelineRig.Fleeting(PipelineRig.Alice))).Sequence);
    }

    /// <summary>Calls of random length between single commands; gives the sequences of each call.</summary>
    private static async Task<List<(long First, long Last)>> SubmitManyAsync(PipelineRig rig, int seed)
    {
        var random = new Random(seed);
        var spans = new List<(long First, long Last)>();
        for (var call = 0; call < 30; call++)
        {
            var commands = new Command[random.Next(1, IEngine.MaxCommandsTogether)];
            for (var i = 0; i < commands.Length; i++) commands[i] = PipelineRig.Fleeting(new MemberId(1 + (i & 1)));
            var results = await rig.Engine.SubmitTogetherAsync(commands);
            Assert.Equal(
                Enumerable.Range(0, commands.Length).Select(i => results[0].Sequence + i), results.Select(r => r.Sequence));
            spans.Add((results[0].Sequence, results[^1].Sequence));
            await rig.AcceptedAsync(PipelineRig.Fleeting(PipelineRig.Alice));
        }

        return spans;
    }

    private static EngineState Replay(IReadOnlyList<JournalRow> rows)
    {
        var (state, output) = (new EngineState(), new EventBuffer());
        var replay = new RowReplay(state);
        foreach (var row in rows)
        {
            replay.Apply(row, output);
            output.Clear();
        }

        return state;
    }
}
