using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Ledger;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>
/// The real engine core behind the face of <see cref="IExchange"/>. Books and ledger accounts are folded from its
/// events, as a feed or the projector would do it, so an event that is missing or wrong shows as well.
/// </summary>
internal class EngineUnderTest : IExchange
{
    private readonly EventBuffer _output = new();
    private readonly Dictionary<(int Market, Side Side), SortedDictionary<long, long>> _levels = [];
    private readonly Dictionary<(LedgerAccount Account, long Member, int Currency), Int128> _accounts = [];
    private readonly HashSet<(int Market, Side Side, long Ticks)> _changed = [];

    public EngineUnderTest() : this(new EngineState())
    {
    }

    public EngineUnderTest(EngineState state, long sequence = 0)
    {
        State = state;
        Sequence = sequence;
    }

    public EngineState State { get; }

    public long Sequence { get; private set; }

    public CommandResult LastResult { get; private set; }

    public virtual long NextDue => State.NextDueMicroseconds;

    public virtual Outcome Apply(Command command, long time)
    {
        _output.Clear();
        LastResult = State.Apply(in command, Sequence + 1, time, _output);
        var outcome = new Outcome { Reason = LastResult.Reason };
        var events = _output.Events;
        if (events.Length > 0 && !LastResult.IsAccepted) throw new InvalidOperationException("A refused command gave events.");
        // A command that had nothing to do, such as canceling all of no orders, is accepted but not numbered.
        if (events.Length > 0) Sequence++;
        _changed.Clear();
        for (var i = 0; i < events.Length; i++) Fold(in events[i], outcome);
        EngineAnswers.Check(command, LastResult, outcome);
        return outcome;
    }

    public (BigInteger Available, BigInteger Locked) Balance(long member, int currency)
    {
        var (available, locked) = State.BalanceOf(new MemberId(member), new CurrencyId(currency));
        return ((BigInteger)available.Units, (BigInteger)locked.Units);
    }

    public virtual IEnumerable<(long Ticks, long Lots)> Book(int market, Side side)
    {
        var levels = _levels.GetValueOrDefault((market, side)) ?? [];
        var inOrder = side == Side.Buy ? levels.Reverse() : levels;
        return inOrder.Select(level => (level.Key, level.Value));
    }

    /// <summary>The sum of an account's postings.</summary>
    public BigInteger Account(LedgerAccount account, long member, int currency) =>
        (BigInteger)_accounts.GetValueOrDefault((account, member, currency));

    private void Fold(in EngineEvent e, Outcome outcome)
    {
        if (e.Sequence != Sequence) throw new InvalidOperationException($"Event of {e.Sequence} in command {Sequence}.");
        if (EngineFacts.OrderFact(in e) is { } fact) outcome.Orders.Add(fact);
        if (EngineFacts.Notice(in e) is { } notice) outcome.Notices.Add(notice);
        if (EngineFacts.Moved(in e) is { IsZero: false } moved) outcome.Move(e.Order.Value, moved);
        if (e.Kind == EventKind.LevelChanged) FoldLevel(in e);
        FoldPostings(in e);
    }

    private void FoldLevel(in EngineEvent e)
    {
        if (!_changed.Add((e.Market.Index, e.Side, e.Price.Ticks)))
            throw new InvalidOperationException($"Two changes of the {e.Side} level at {e.Price.Ticks} in one command.");
        var key = (e.Market.Index, e.Side);
        if (!_levels.TryGetValue(key, out var levels)) _levels[key] = levels = [];
        if (e.Quantity.IsZero) levels.Remove(e.Price.Ticks);
        else levels[e.Price.Ticks] = e.Quantity.Lots;
    }

    private void FoldPostings(in EngineEvent e)
    {
        var lines = default(PostingLines);
        var count = Postings.Of(e, ref lines);
        for (var i = 0; i < count; i++)
        {
            var (ledgerAccount, member, currency, amount) = lines[i];
            var account = (ledgerAccount, member.Value, currency.Index);
            _accounts[account] = _accounts.GetValueOrDefault(account) + amount.Units;
            Int128 sum = 0;
            for (var j = 0; j < count; j++)
                if (lines[j].Currency == currency) sum += lines[j].Amount.Units;
            if (sum != 0) throw new InvalidOperationException($"Postings of {e.Kind} in currency {currency.Index} sum to {sum}.");
        }
    }
}
