using System.Globalization;
using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>The same journal gives the same state: in every culture, and through a snapshot.</summary>
public sealed class ReplayTests
{
    private const int Commands = 2_000;

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void A_replay_in_another_culture_gives_the_same_hash(string culture)
    {
        var journal = JournalOf(seed: 7);
        var expected = Replay(journal, new EngineUnderTest()).State.ComputeHash();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Replay(journal, new EngineUnderTest()).State.ComputeHash());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_snapshot_keeps_the_hash_and_the_future(int seed)
    {
        var journal = JournalOf(seed);
        var original = Replay(journal[..(journal.Count / 2)], new EngineUnderTest());
        var bytes = SnapshotCodec.Write(original.State);
        var restored = new EngineUnderTest(SnapshotCodec.Read(bytes), original.Sequence);
        Assert.Equal(original.State.ComputeHash(), restored.State.ComputeHash());
        foreach (var (command, time) in journal[(journal.Count / 2)..])
            Assert.Null(Outcome.Difference(original.Apply(command, time), restored.Apply(command, time)));
        Assert.Equal(original.State.ComputeHash(), restored.State.ComputeHash());
    }

    [Fact]
    public void Different_states_have_different_hashes()
    {
        var journal = JournalOf(seed: 7);
        Assert.NotEqual(
            Replay(journal, new EngineUnderTest()).State.ComputeHash(),
            Replay(JournalOf(seed: 8), new EngineUnderTest()).State.ComputeHash());
    }

    [Fact]
    public void A_refused_command_leaves_the_hash_alone()
    {
        var engine = new EngineUnderTest();
        var refused = 0;
        foreach (var (command, time) in JournalOf(seed: 9))
        {
            var before = engine.State.ComputeHash();
            if (engine.Apply(command, time).Reason == RejectReason.None) continue;
            Assert.Equal(before, engine.State.ComputeHash());
            refused++;
        }

        Assert.True(refused > 100, "Hardly anything was refused.");
    }

    [Fact]
    public void An_order_in_two_halves_trades_and_costs_as_one_when_there_are_no_fees()
    {
        var (whole, halves) = (Stalls(), Stalls());
        whole.Submit(Buy(lots: 40));
        halves.Submit(Buy(lots: 15));
        halves.Submit(Buy(lots: 25));
        for (var member = 1; member <= 3; member++)
            for (var currency = 0; currency < 2; currency++)
                Assert.Equal(whole.Balance(member, currency), halves.Balance(member, currency));
        Assert.Equal(whole.Book(0, Side.Sell), halves.Book(0, Side.Sell));
        Assert.Equal(whole.Book(0, Side.Buy), halves.Book(0, Side.Buy));
    }

    private static EngineUnderTest Stalls()
    {
        var engine = new EngineUnderTest();
        foreach (var command in SmallMarket.Setup()) engine.Submit(command);
        engine.Submit(Command.LimitOrder(new(1), new(0), Side.Sell, new(100), new(10)));
        engine.Submit(Command.LimitOrder(new(2), new(0), Side.Sell, new(101), new(20)));
        return engine;
    }

    private static Command Buy(long lots) => Command.LimitOrder(new(3), new(0), Side.Buy, new(105), new(lots));

    private static EngineUnderTest Replay(IEnumerable<(Command Command, long Time)> journal, EngineUnderTest engine)
    {
        foreach (var (command, time) in journal) engine.Apply(command, time);
        return engine;
    }

    /// <summary>All commands of a seed and their times, refused ones included.</summary>
    private static List<(Command Command, long Time)> JournalOf(int seed)
    {
        var random = new Random(seed);
        var world = new World(random);
        var naive = new NaiveExchange();
        var journal = new List<(Command Command, long Time)>();
        foreach (var command in world.Setup) Take(command, ExchangeHost.Start);
        var stream = new CommandStream(random, world, naive);
        for (var i = 0; i < Commands; i++)
        {
            var (command, time) = stream.Next();
            if (naive.NextDue <= time) Take(Command.Advance(), time);
            Take(command, time);
        }

        return journal;

        void Take(Command command, long time)
        {
            journal.Add((command, time));
            naive.Apply(command, time);
        }
    }
}
