using Exchange.Core.Engine;
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
    public void A_small_lie_is_found(string lie)
    {
        var lost = Assert.Throws<DuelLost>(() => Duel.Run(seed: 1, commands: 2_000, new LyingEngine(lie)));
        Assert.Contains("EXCHANGE_SEED=1", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_command_is_found() =>
        Assert.Throws<DuelLost>(() => Duel.Run(seed: 2, commands: 2_000, new ForgetfulEngine()));

    private sealed class LyingEngine(string lie) : EngineUnderTest
    {
        public override Outcome Apply(Command command)
        {
            var outcome = base.Apply(command);
            if (lie == "accept" && outcome.Reason == RejectReason.WouldTake) return new Outcome();
            if (lie == "fee" && outcome.Trades.Count > 0)
                outcome.Trades[0] = outcome.Trades[0] with { TakerFee = outcome.Trades[0].TakerFee + 1 };
            if (lie == "close" && outcome.Closes.Count > 0)
                outcome.Closes[0] = outcome.Closes[0] with { Reason = CloseReason.CanceledByOperator };
            if (lie == "priority" && outcome.Trades.Count > 1) outcome.Trades.Reverse();
            return outcome;
        }
    }

    /// <summary>Says that a cancel took effect, and does nothing.</summary>
    private sealed class ForgetfulEngine : EngineUnderTest
    {
        public override Outcome Apply(Command command)
        {
            if (command.Kind != CommandKind.CancelOrder) return base.Apply(command);
            var outcome = new Outcome();
            outcome.Closes.Add(new CloseFact(command.Order.Value, 0, CloseReason.CanceledByMember));
            return outcome;
        }
    }
}
