using Exchange.Core.Engine;
using Exchange.Core.Fairness;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Fairness;

/// <summary>The checker is a guard, so here it is shown to bite: one lie in an otherwise true stream of events is found and
/// named.</summary>
public sealed class PlantedViolationTests
{
    private static readonly List<EngineEvent[]> TrueStream =
        [.. new GeneratedJournal(seed: 7, commands: 3_000).Run(new EngineState()).Select(r => r.Events)];

    [Fact]
    public void The_true_stream_has_none() => Assert.Empty(Check(TrueStream));

    [Fact]
    public void Two_fills_at_one_price_in_the_wrong_order() => Finds(FairnessRule.TimePriority, events =>
    {
        var at = PairOfTrades(events, (a, b) => a.Price == b.Price && a.MakerOrder != b.MakerOrder && a.MakerRemaining.IsZero);
        if (at is not { } found) return null;
        (events[found.First], events[found.Second]) = (events[found.Second], events[found.First]);
        return events;
    });

    [Fact]
    public void A_better_price_skipped() => Finds(FairnessRule.PricePriority, events =>
    {
        var at = PairOfTrades(events, (a, b) => a.Price != b.Price);
        if (at is not { } found) return null;
        var skipped = events[found.First].MakerOrder;
        return [.. events.Where(e => !(e.Kind is EventKind.Traded or EventKind.OrderClosed && e.Order == skipped))];
    });

    [Fact]
    public void A_price_worse_than_the_makers() => Finds(FairnessRule.MakersPrice, events => Alter(events, EventKind.Traded, e =>
        e with { Price = new Price(e.Price.Ticks + (e.Side == Side.Buy ? 1 : -1)) }));

    [Fact]
    public void A_price_worse_than_the_limit() => Finds(FairnessRule.WithinLimit, events => Alter(events, EventKind.Traded, e =>
        e with { Price = new Price(e.Price.Ticks + (e.Side == Side.Buy ? 50 : -50)) }));

    [Fact]
    public void More_than_was_left() => Finds(FairnessRule.WithinQuantity, events => Alter(events, EventKind.Traded, e =>
        e with { Quantity = e.Quantity + e.MakerRemaining + new Quantity(1) }));

    [Fact]
    public void A_trade_with_oneself() => Finds(FairnessRule.SelfTrade, events =>
    {
        var trade = Array.FindIndex(events, e => e.Kind == EventKind.Traded);
        var opened = Array.FindIndex(events, e => e.Kind == EventKind.OrderOpened);
        if (trade < 0 || opened < 0 || events[trade].TakerOrder != events[opened].Order) return null;
        events[opened].Member = events[trade].MakerMember;
        return events;
    });

    [Fact]
    public void A_trade_of_a_canceled_order() => Finds(FairnessRule.OpenOrder, events =>
    {
        var trade = Array.FindIndex(events, e => e.Kind == EventKind.Traded);
        if (trade < 0 || events[0].Kind != EventKind.OrderOpened) return null;
        var canceled = new EngineEvent
        {
            Kind = EventKind.OrderClosed,
            Sequence = events[0].Sequence,
            Order = events[trade].MakerOrder,
            Remaining = events[trade].MakerRemaining + events[trade].Quantity,
            Close = CloseReason.CanceledByMember,
        };
        return [canceled, .. events];
    });

    [Fact]
    public void A_trade_in_a_halted_market() => Finds(FairnessRule.MarketOpen, events =>
    {
        var trade = Array.FindIndex(events, e => e.Kind == EventKind.Traded);
        if (trade < 0) return null;
        var halted = new EngineEvent
        {
            Kind = EventKind.MarketStateChanged,
            Sequence = events[0].Sequence,
            Market = events[trade].Market,
            MarketState = MarketState.Halted,
        };
        return [halted, .. events];
    });

    [Fact]
    public void An_order_left_unfilled() => Finds(FairnessRule.Complete, events =>
    {
        var isTakerThatRests = events[0] is { Kind: EventKind.OrderOpened, TimeInForce: TimeInForce.GoodTilCanceled, Trigger: 0 }
            && events.Any(e => e.Kind == EventKind.Traded);
        return isTakerThatRests ? [events[0]] : null;
    });

    [Fact]
    public void A_level_that_shows_what_is_not_there() => Finds(FairnessRule.PublicBook, events =>
        Alter(events, EventKind.LevelChanged, e => e with { Quantity = e.Quantity + new Quantity(1) }));

    /// <summary>Alters the first command late in the stream that can be altered so, and expects the rule's name first.</summary>
    private static void Finds(FairnessRule rule, Func<EngineEvent[], EngineEvent[]?> alter)
    {
        for (var i = TrueStream.Count / 2; i < TrueStream.Count; i++)
        {
            // An order that comes and takes: auctions have rules of their own.
            if (TrueStream[i][0] is not { Kind: EventKind.OrderOpened, Trigger: TriggerKind.None }) continue;
            if (alter([.. TrueStream[i]]) is not { } altered) continue;
            var found = Check([.. TrueStream.Take(i), altered]);
            Assert.Contains(found, violation => violation.Rule == rule);
            Assert.All(found, violation => Assert.Equal(altered[0].Sequence, violation.Sequence));
            return;
        }

        Assert.Fail("No command of the stream can be altered so.");
    }

    private static IReadOnlyList<FairnessViolation> Check(IEnumerable<EngineEvent[]> stream)
    {
        var checker = new FairnessChecker();
        foreach (var events in stream) checker.Check(events);
        return checker.Report(TimeSpan.Zero).First;
    }

    private static EngineEvent[]? Alter(EngineEvent[] events, EventKind kind, Func<EngineEvent, EngineEvent> alter)
    {
        var at = Array.FindIndex(events, e => e.Kind == kind);
        if (at < 0) return null;
        events[at] = alter(events[at]);
        return events;
    }

    private static (int First, int Second)? PairOfTrades(EngineEvent[] events, Func<EngineEvent, EngineEvent, bool> wanted)
    {
        var trades = Enumerable.Range(0, events.Length).Where(i => events[i].Kind == EventKind.Traded).ToList();
        foreach (var (first, second) in trades.Zip(trades.Skip(1)))
            if (events[first].TakerOrder == events[second].TakerOrder && wanted(events[first], events[second])) return (first, second);
        return null;
    }
}
