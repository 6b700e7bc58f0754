using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;

namespace Exchange.Tests.Oracle;

/// <summary>
/// The duel is a guard, so here it is shown to bite: small lies of an engine are found and can be replayed.
/// </summary>
public sealed class DuelRedTwinTests
{
    [Theory]
    [InlineData("fee")]
    [InlineData("close")]
    [InlineData("accept")]
    [InlineData("priority")]
    [InlineData("trigger price")]
    [InlineData("trigger order")]
    [InlineData("no trigger")]
    [InlineData("pair")]
    [InlineData("resting first")]
    [InlineData("decrement")]
    [InlineData("expiry")]
    [InlineData("auction price")]
    [InlineData("auction end")]
    [InlineData("indication")]
    [InlineData("breaker")]
    [InlineData("band")]
    [InlineData("timer")]
    [InlineData("released")]
    public void A_small_lie_is_found(string lie)
    {
        var lost = Assert.Throws<DuelLost>(() => Duel.Run(seed: 1, commands: 2_000, new LyingEngine(lie)));
        Assert.Contains("EXCHANGE_SEED=1", lost.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CommandKind.CancelOrder)]
    [InlineData(CommandKind.AmendOrder)]
    [InlineData(CommandKind.SetMarketProtection)]
    [InlineData(CommandKind.SetCancelTimer)]
    [InlineData(CommandKind.Advance)]
    public void A_lost_command_is_found(CommandKind kind) =>
        Assert.Throws<DuelLost>(() => Duel.Run(seed: 2, commands: 2_000, new ForgetfulEngine(kind)));

    [Theory]
    [InlineData("shows hidden")]
    [InlineData("due late")]
    public void A_lie_about_the_state_is_found(string lie) =>
        Assert.Throws<DuelLost>(() => Duel.Run(seed: 3, commands: 2_000, new BoastfulEngine(lie)));

    /// <summary>Does the right thing and tells a wrong one.</summary>
    private sealed class LyingEngine(string lie) : EngineUnderTest
    {
        public override Outcome Apply(Command command, long time)
        {
            var outcome = base.Apply(command, time);
            if (lie == "accept" && outcome.Reason == RejectReason.WouldTake
                || lie == "band" && outcome.Reason == RejectReason.OutsidePriceBand)
                return new Outcome();
            LieAboutOrders(outcome.Orders);
            LieAboutNotices(outcome.Notices);
            if (lie == "released" && outcome.Moved.Count > 0)
                outcome.Move(outcome.Moved.Keys.First(), BigInteger.One);
            return outcome;
        }

        private void LieAboutOrders(List<Fact> facts)
        {
            if (lie == "fee") Change<TradeFact>(facts, _ => true, t => t with { TakerFee = t.TakerFee + 1 });
            if (lie == "close") Change<CloseFact>(facts, _ => true, c => c with { Reason = CloseReason.CanceledByOperator });
            if (lie == "trigger price") Change<TriggerFact>(facts, _ => true, t => t with { TriggerTicks = t.TriggerTicks + 1 });
            if (lie == "decrement") Change<AmendFact>(facts, _ => true, a => a with { Remaining = a.Remaining + 1 });
            if (lie == "pair") facts.RemoveAll(f => f is CloseFact { Reason: CloseReason.LinkedOrder });
            if (lie == "expiry") facts.RemoveAll(f => f is CloseFact { Reason: CloseReason.Expired });
            if (lie == "no trigger") facts.RemoveAll(f => f is TriggerFact);
            if (lie == "priority" && facts.Count(f => f is TradeFact) > 1) facts.Reverse();
            if (lie == "trigger order" && facts.Count(f => f is TriggerFact) > 1) facts.Reverse();
            if (lie == "resting first" && facts.Count(f => f is CloseFact { Reason: CloseReason.SelfTrade }) > 1) facts.Reverse();
        }

        private void LieAboutNotices(List<Fact> notices)
        {
            if (lie == "auction price") Change<IndicationFact>(notices, i => i.Lots > 0, i => i with { Ticks = i.Ticks + 1 });
            if (lie == "indication") notices.RemoveAll(n => n is IndicationFact);
            if (lie == "auction end") Change<StateFact>(notices, s => s.Ends > 0, s => s with { Ends = s.Ends + 1 });
            if (lie == "breaker") notices.RemoveAll(n => n is StateFact { State: MarketState.Auction });
            if (lie == "timer") Change<TimerFact>(notices, t => t.Expires > 0, t => t with { Expires = t.Expires - 1 });
        }

        private static void Change<T>(List<Fact> facts, Func<T, bool> which, Func<T, T> change) where T : Fact
        {
            var index = facts.FindIndex(f => f is T fact && which(fact));
            if (index >= 0) facts[index] = change((T)facts[index]);
        }
    }

    /// <summary>Says that a command of a kind took effect, and does nothing.</summary>
    private sealed class ForgetfulEngine(CommandKind kind) : EngineUnderTest
    {
        public override Outcome Apply(Command command, long time) =>
            command.Kind == kind ? new Outcome() : base.Apply(command, time);
    }

    /// <summary>Shows what is hidden, or is late with what is due.</summary>
    private sealed class BoastfulEngine(string lie) : EngineUnderTest
    {
        public override long NextDue => lie == "due late" && base.NextDue < long.MaxValue ? base.NextDue + 1 : base.NextDue;

        public override IEnumerable<(long Ticks, long Lots)> Book(int market, Side side) => lie == "shows hidden"
            ? State.OpenOrders().Where(o => !o.IsPending && o.Market.Index == market && o.Side == side)
                .GroupBy(o => o.Price.Ticks).Select(level => (level.Key, level.Sum(o => o.Remaining.Lots)))
            : base.Book(market, side);
    }
}
