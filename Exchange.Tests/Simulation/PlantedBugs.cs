using System.Runtime.InteropServices;
using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Simulation;

/// <summary>Tells callers what happened as soon as it was applied.</summary>
internal sealed class AnswersBeforeCommit(SimulatedProcess process, World world) : SimulatedPipeline(process, world)
{
    protected override void Applied(Request request, in CommandResult result) => Answer(request, result);
}

/// <summary>Leaves out the last command of the last row and calls it the state after that row.</summary>
internal sealed class SnapshotsHalfABatch(SimulatedProcess process, World world) : SimulatedSnapshots(process, world)
{
    protected override long Replay(SimulatedEngine engine, List<JournalRow> rows)
    {
        if (rows[^1].FirstSequence == rows[^1].LastSequence) return base.Replay(engine, rows);
        base.Replay(engine, [.. rows.SkipLast(1)]);
        var reader = new ByteReader(rows[^1].Payload);
        reader.Byte(); // The version, and then the digest.
        reader.Int64();
        while (engine.State.Sequence < rows[^1].LastSequence - 1)
        {
            var at = reader.Int64();
            engine.Apply(CommandCodec.Read(ref reader), at, new EventBuffer());
        }

        return rows[^1].LastSequence;
    }
}

/// <summary>Lets what is due wait for ever.</summary>
internal sealed class NeverAdvances(SimulatedProcess process, World world) : SimulatedPipeline(process, world)
{
    protected override bool IsDue(long atMicroseconds) => false;
}

/// <summary>Writes rows in one transaction and the position in the next.</summary>
internal sealed class CommitsPositionApart(SimulatedProcess process, World world) : SimulatedProjector(process, world)
{
    protected override void Send(long last, Action<Outcome> tell)
    {
        var nothing = new TableChanges(Exchange.Core.Projections.ProjectionRows.From([]));
        World.Database.Project(Epoch, Position, Position, Changes, rows =>
        {
            if (rows == Outcome.Done) World.Database.Project(Epoch, Position, last, nothing, tell);
            else tell(rows);
        });
    }
}

/// <summary>An engine with a bug, live and in replay alike.</summary>
internal abstract class BuggyEngine : SimulatedEngine
{
    public override void Replay(JournalRow row, EventBuffer output)
    {
        var reader = new ByteReader(row.Payload);
        reader.Byte(); // The version, and then the digest of a state that this engine does not reach.
        reader.Int64();
        while (!reader.AtEnd)
        {
            var at = reader.Int64();
            Apply(CommandCodec.Read(ref reader), at, output);
        }
    }

    /// <summary>The events that were added since there were this many, to be changed.</summary>
    protected static Span<EngineEvent> Added(EventBuffer output, int since) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(output.Events), output.Count)[since..];
}

/// <summary>Does not see that a reference was used before.</summary>
internal sealed class ForgetsReferences : BuggyEngine
{
    public override CommandResult Apply(in Command command, long atMicroseconds, EventBuffer output)
    {
        var result = base.Apply(command, atMicroseconds, output);
        if (result.Reason != RejectReason.ReferenceTaken) return result;
        var since = output.Count;
        var again = Command.Transfer(command.Member, command.Currency, command.Amount, $"{command.Text} {State.Sequence}");
        result = base.Apply(again, atMicroseconds, output);
        foreach (ref var e in Added(output, since)) e.Subject = command.Text;
        return result;
    }
}

/// <summary>Does not see that a client order id was used before.</summary>
internal sealed class ForgetsClientOrderIds : BuggyEngine
{
    public override CommandResult Apply(in Command command, long atMicroseconds, EventBuffer output)
    {
        var result = base.Apply(command, atMicroseconds, output);
        if (result.Reason != RejectReason.ClientOrderIdTaken || command.Type != OrderType.Limit || !IsPlain(command)) return result;
        var since = output.Count;
        var again = Command.LimitOrder(
            command.Member, command.Market!.Value, command.Side!.Value, command.Price, command.Quantity, command.TimeInForce,
            command.PostOnly, default, command.SelfTradePrevention);
        result = base.Apply(again, atMicroseconds, output);
        foreach (ref var e in Added(output, since))
            if (e.Kind == EventKind.OrderOpened) e.ClientOrderId = command.ClientOrderId;
        return result;
    }

    /// <summary>The journal gives conditions to every order that is not quite plain, also when all are unset.</summary>
    private static bool IsPlain(in Command command) =>
        command.Kind == CommandKind.PlaceOrder && (command.Conditions is null || command.Conditions == new OrderConditions());
}

/// <summary>Gives back twice what a canceled order had set aside.</summary>
internal sealed class UnlocksTwice : BuggyEngine
{
    public override CommandResult Apply(in Command command, long atMicroseconds, EventBuffer output)
    {
        var since = output.Count;
        var result = base.Apply(command, atMicroseconds, output);
        foreach (ref var e in Added(output, since))
        {
            if (e is not { Kind: EventKind.OrderClosed, Close: CloseReason.CanceledByMember }) continue;
            if (State.BalanceOf(e.Member, e.Currency).Locked < e.Amount) continue;
            State.Ledger.TryRow(e.Member, out var row);
            State.Ledger.PostAvailable(row, e.Currency, e.Amount);
            State.Ledger.PostLocked(row, e.Currency, -e.Amount);
        }

        return result;
    }
}

/// <summary>Of two makers at one price it serves the later one first.</summary>
internal sealed class ServesTheLaterFirst : BuggyEngine
{
    public override CommandResult Apply(in Command command, long atMicroseconds, EventBuffer output)
    {
        var since = output.Count;
        var result = base.Apply(command, atMicroseconds, output);
        var added = Added(output, since);
        for (var i = 0; i < added.Length; i++)
        {
            for (var j = i + 1; j < added.Length; j++)
            {
                if (!IsPair(added[i], added[j])) continue;
                Swap(added, i, j);
                return result;
            }
        }

        return result;
    }

    /// <summary>Puts the second trade, and the end of its maker, before the first; the numbers of trades still count up.</summary>
    private static void Swap(Span<EngineEvent> added, int first, int second)
    {
        var (one, two) = (added[first].Trade, added[second].Trade);
        (added[first].Trade, added[second].Trade) = (two, one);
        var end = second + 1;
        if (end < added.Length && added[end].Kind == EventKind.OrderClosed && added[end].Order == added[second].MakerOrder) end++;
        EngineEvent[] swapped = [.. added[second..end], .. added[first..second]];
        swapped.CopyTo(added[first..]);
    }

    private static bool IsPair(in EngineEvent a, in EngineEvent b) =>
        a.Kind == EventKind.Traded && b.Kind == EventKind.Traded && a.Price == b.Price && a.MakerOrder != b.MakerOrder;
}
