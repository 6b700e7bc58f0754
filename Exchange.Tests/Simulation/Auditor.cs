using System.Security.Cryptography;
using Exchange.Core.Engine;
using Exchange.Core.Fairness;
using Exchange.Core.Ledger;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Simulation;

/// <summary>
/// Looks at every row the moment it is durable: replays it on a shadow engine and holds its events, and whatever processes
/// say afterwards, against books of its own. A violation ends the seed.
/// </summary>
internal sealed class Auditor(SimulatedDatabase database, SimulatedEngine shadow)
{
    private readonly AuditedLedger _ledger = new();
    private readonly FairnessChecker _fairness = new();
    private readonly Dictionary<long, RowEnd> _rowEnds = new() { [0] = new RowEnd([], [], 0, 0, 0) };
    private readonly EventBuffer _events = new();
    private AuditedOrders? _orders;
    private byte[] _hash = JournalRow.Genesis;

    /// <summary>What was true right after a row.</summary>
    private sealed record RowEnd(byte[] StateHash, string[] Books, ulong Events, int Orders, int Trades);

    public AuditedOrders Orders => _orders ??= new AuditedOrders(_ledger);

    public long Sequence => shadow.State.Sequence;

    /// <summary>How often everything was compared with everything.</summary>
    public long FullChecks { get; private set; }

    public void Durable(JournalRow row)
    {
        SimulationFailed.Unless(row.FirstSequence == Sequence + 1, "INV-10", $"row {row.FirstSequence} after command {Sequence}");
        row.VerifyFollows(Sequence, _hash);
        _hash = row.Hash;
        _events.Clear();
        shadow.Replay(row, _events);
        SimulationFailed.Unless(Sequence == row.LastSequence, "INV-8", $"row {row.FirstSequence} replays to {Sequence}");
        Fold(_events.Events);
        SimulationFailed.Unless(_fairness.Violations == 0, "INV-5/6/7", $"{string.Join("; ", _fairness.First)}");
        _rowEnds[row.LastSequence] = new RowEnd(
            SHA256.HashData(shadow.Write()), [.. _fairness.Markets.Select(BookOf)], Fingerprint(_events.Events), Orders.All.Count,
            Orders.Trades.Count);
    }

    /// <summary>A process that has recovered must be where the journal was.</summary>
    public void StateIs(EngineState state) => SimulationFailed.Unless(
        state.Sequence == 0 || state.ComputeHash().AsSpan().SequenceEqual(End(state.Sequence, "INV-8").StateHash), "INV-8",
        $"the state after command {state.Sequence} is not what a replay of the journal gives");

    public void Saved(SimulatedSnapshot snapshot) => SimulationFailed.Unless(
        snapshot.Sequence == 0 || (snapshot.StateHash.AsSpan().SequenceEqual(End(snapshot.Sequence, "INV-8").StateHash)
            && snapshot.IsIntact), "INV-8", $"the snapshot at command {snapshot.Sequence} is not the state of any journal row");

    /// <summary>A caller is told: what it is told must be durable and readable by now.</summary>
    public void Answered(SimulatedProcess process, in Command command, in CommandResult result)
    {
        if (!result.IsAccepted || result.Sequence == 0) return;
        SimulationFailed.Unless(result.Sequence <= Sequence, "INV-20",
            $"{command.Kind} {result.Sequence} was acknowledged, the journal ends at {Sequence}");
        SimulationFailed.Unless(process.Read.Sequence >= result.Sequence, "INV-20",
            $"{command.Kind} {result.Sequence} was acknowledged before readers saw it");
        var isThere = command.Kind switch
        {
            CommandKind.PlaceOrder or CommandKind.PlaceOneCancelsOther => Orders.All.TryGetValue(result.Order.Value, out var order)
                && order.Member == command.Member.Value && order.Name == command.ClientOrderId,
            CommandKind.CancelOrder => !Orders.All[result.Order.Value].IsOpen,
            CommandKind.Transfer => Orders.References.ContainsKey(command.Text!),
            CommandKind.AmendOrder => Orders.All[result.Order.Value].Member == command.Member.Value,
            CommandKind.CancelAllOrders or CommandKind.DefineCurrency or CommandKind.DefineMarket or CommandKind.SetMarketState
                or CommandKind.SetFee or CommandKind.SetMemberGroup or CommandKind.SetMarketProtection
                or CommandKind.SetCancelTimer or CommandKind.Advance or CommandKind.None => true,
        };
        SimulationFailed.Unless(isThere, "INV-20", $"{command.Kind} {result.Sequence} was acknowledged and is not in the journal");
    }

    /// <summary>Events that go out are those of the row, and only when it is durable.</summary>
    public void Released(long last, EngineEvent[] events) => SimulationFailed.Unless(
        End(last, "INV-20").Events == Fingerprint(events), "INV-8", $"the events released up to command {last} differ from the replay's");

    public void BookIs(MarketId market, long sequence, string book)
    {
        var expected = End(sequence, "INV-11").Books[market.Index];
        SimulationFailed.Unless(book == expected, "INV-11", $"market data after command {sequence}: {book}; the book is {expected}");
    }

    /// <summary>Cheap look at the tables after each transaction of the projector.</summary>
    public void Projected()
    {
        var tables = database.Tables;
        SimulationFailed.Unless(tables.Position <= database.LastSequence, "INV-21",
            $"the tables are at {tables.Position}, the journal at {database.LastSequence}");
        var end = End(tables.Position, "INV-21");
        SimulationFailed.Unless(tables.Orders.Count == end.Orders && tables.Trades.Count == end.Trades, "INV-21",
            $"at {tables.Position} the tables have {tables.Orders.Count} orders and {tables.Trades.Count} trades, "
            + $"the journal has {end.Orders} and {end.Trades}");
    }

    /// <summary>Everything against everything, at a moment when nothing is under way.</summary>
    public void CheckAll(SimulatedProcess process)
    {
        FullChecks++;
        SimulationFailed.Unless(process.Engine.State.Sequence == Sequence && process.Read.Sequence == Sequence, "INV-8",
            $"engine {process.Engine.State.Sequence}, readers {process.Read.Sequence}, journal {Sequence}");
        StateIs(process.Engine.State);
        foreach (var (member, currency) in _ledger.Accounts) CheckBalance(process, member, currency);
        CheckReaders(process);
        var total = _ledger.AllPosted.GroupBy(p => p.Key.Currency);
        foreach (var currency in total)
            SimulationFailed.Unless(currency.Aggregate((Int128)0, (sum, p) => sum + p.Value) == 0, "INV-1",
                $"all accounts of currency {currency.Key} do not sum to zero");
        SimulationFailed.Unless(database.Tables.Position == Sequence, "INV-21",
            $"nothing is under way, the tables are at {database.Tables.Position} and the journal at {Sequence}");
        AuditedTables.Check(database.Tables, Orders, _ledger);
    }

    private void Fold(ReadOnlySpan<EngineEvent> events)
    {
        for (var i = 0; i < events.Length; i++)
        {
            Orders.Fold(events[i]);
            _ledger.Post(events[i]);
            if (i + 1 == events.Length || events[i + 1].Sequence != events[i].Sequence)
                Orders.CheckAfterCommand(events[i].Sequence, events[i].AtMicroseconds);
        }

        _fairness.Check(events);
        foreach (var (member, currency) in _ledger.Accounts)
        {
            var (available, locked) = _ledger.Of(member, currency);
            var balance = shadow.State.BalanceOf(new MemberId(member), new CurrencyId(currency));
            SimulationFailed.Unless(balance.Available.Units == available && balance.Locked.Units == locked, "INV-3",
                $"member {member}: the engine has {balance} of currency {currency}, events say {(available, locked)}");
        }
    }

    private void CheckBalance(SimulatedProcess process, long member, int currency)
    {
        var (available, locked) = _ledger.Of(member, currency);
        var read = process.Read.Balance(new MemberId(member), new CurrencyId(currency));
        SimulationFailed.Unless(read.Available.Units == available && read.Locked.Units == locked, "INV-3",
            $"member {member} reads {read}, events say {(available, locked)}");
        SimulationFailed.Unless(
            _ledger.Posted(LedgerAccount.MemberAvailable, member, currency) == available
            && _ledger.Posted(LedgerAccount.MemberLocked, member, currency) == locked, "INV-1",
            $"the postings of member {member} in currency {currency} come to something else than {(available, locked)}");
    }

    private void CheckReaders(SimulatedProcess process)
    {
        foreach (var member in Orders.All.Values.Select(o => o.Member).Distinct())
        {
            var expected = Orders.Open.Where(o => o.Member == member).Select(o => (o.Id, o.Price, o.Remaining, o.Executed)).Reverse();
            var read = process.Read.OpenOrders(new MemberId(member))
                .Select(o => (o.Id.Value, o.Price.Ticks, o.Remaining.Lots, o.Executed.Lots));
            SimulationFailed.Unless(expected.SequenceEqual(read), "INV-8", $"member {member} reads other open orders than there are");
        }

        for (var i = 0; i < _fairness.Markets.Count; i++)
        {
            var depth = process.Read.Depth(new MarketId(i), int.MaxValue);
            var book = FeedReader.Book(
                depth.Bids.Reverse().Select(l => KeyValuePair.Create(l.Price.Ticks, l.Quantity.Lots)),
                depth.Asks.Select(l => KeyValuePair.Create(l.Price.Ticks, l.Quantity.Lots)));
            SimulationFailed.Unless(book == BookOf(_fairness.Markets[i]), "INV-11", $"readers see the book {book}");
        }
    }

    private RowEnd End(long sequence, string invariant)
    {
        SimulationFailed.Unless(_rowEnds.ContainsKey(sequence), invariant, $"command {sequence} is not the end of a durable row");
        return _rowEnds[sequence];
    }

    private static string BookOf(FairMarket market) => FeedReader.Book(market.Bids.Levels(), market.Asks.Levels());

    private static ulong Fingerprint(ReadOnlySpan<EngineEvent> events)
    {
        var hash = 14695981039346656037UL;
        foreach (ref readonly var e in events)
        {
            foreach (var value in new[]
            {
                (long)e.Kind, e.Sequence, e.AtMicroseconds, e.Market.Index, e.Price.Ticks, e.Quantity.Lots, unchecked((long)e.Amount.Units),
                e.Order.Value, e.Member.Value, e.Remaining.Lots, (long)e.Close, e.LinkedOrder.Value, e.ExpiresMicroseconds,
            })
                hash = unchecked((hash ^ (ulong)value) * 1099511628211);
        }

        return hash;
    }
}
