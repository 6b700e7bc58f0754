using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>What time alone brings about: orders expire and members' cancel timers run out.</summary>
internal sealed class Timers(EngineState state, OrderClosing closing, OrderCancellation cancellation)
{
    /// <summary>Shortest cancel timer: a second.</summary>
    public const long MinDurationMicroseconds = 1_000_000;

    /// <summary>Longest cancel timer: a day.</summary>
    public const long MaxDurationMicroseconds = 86_400_000_000;

    private readonly PriorityQueue<long, (long At, long Order)> _expiries = new();
    private readonly SortedSet<(long At, long Member, CancelTimerSource Source)> _due = [];
    private readonly Dictionary<(long Member, CancelTimerSource Source), long> _runOut = [];

    /// <summary>The earliest time at which something may be due; long.MaxValue for none.</summary>
    public long NextDue { get; private set; } = long.MaxValue;

    /// <summary>All running cancel timers in the order they run out.</summary>
    public IReadOnlyCollection<(long At, long Member, CancelTimerSource Source)> Running => _due;

    /// <summary>Remembers an open order's expiry.</summary>
    public void Add(OrderId order, long expiresMicroseconds)
    {
        _expiries.Enqueue(order.Value, (expiresMicroseconds, order.Value));
        if (_expiries.Count > 1_024 && _expiries.Count > 2 * state.Pool.Count) DropGone();
        Update();
    }

    /// <summary>Arms, renews or disarms.</summary>
    public CommandResult Set(in Command command, long atMicroseconds, EventBuffer output)
    {
        var duration = command.DurationMicroseconds;
        if (command.Member.Value <= 0 || !Enum.IsDefined(command.TimerSource)) return CommandResult.Refused(RejectReason.Malformed);
        if (duration != 0 && duration is < MinDurationMicroseconds or > MaxDurationMicroseconds)
            return CommandResult.Refused(RejectReason.TimeoutInvalid);
        var wasRunning = Disarm(command.Member, command.TimerSource);
        if (duration == 0 && !wasRunning) return default;
        state.RowOf(command.Member);
        if (duration != 0) Restore(command.Member, command.TimerSource, atMicroseconds + duration);
        Update();
        Tell(command.Member, command.TimerSource, duration == 0 ? 0 : atMicroseconds + duration, output);
        return default;
    }

    /// <summary>Puts a running timer back from a snapshot, or arms one.</summary>
    public void Restore(MemberId member, CancelTimerSource source, long runsOutMicroseconds)
    {
        _due.Add((runsOutMicroseconds, member.Value, source));
        _runOut[(member.Value, source)] = runsOutMicroseconds;
        Update();
    }

    /// <summary>Expires orders whose time has come, by time and then by id.</summary>
    public void Expire(long atMicroseconds, EventBuffer output)
    {
        while (_expiries.TryPeek(out var id, out var due) && due.At <= atMicroseconds)
        {
            _expiries.Dequeue();
            if (!state.Pool.TryFind(new OrderId(id), out var slot)) continue;
            closing.CloseOpen(state.MarketAt(state.Pool[slot].Market), slot, CloseReason.Expired, output);
        }

        Update();
    }

    /// <summary>Cancels the orders of members whose timers have run out.</summary>
    public void RunOut(long atMicroseconds, EventBuffer output)
    {
        while (_due.Count > 0 && _due.Min.At <= atMicroseconds)
        {
            var (_, id, source) = _due.Min;
            var member = new MemberId(id);
            Disarm(member, source);
            Tell(member, source, 0, output);
            if (state.Ledger.TryRow(member, out var row)) cancellation.All(row, -1, 0, CloseReason.CancelTimer, output);
        }

        Update();
    }

    private bool Disarm(MemberId member, CancelTimerSource source)
    {
        if (!_runOut.Remove((member.Value, source), out var at)) return false;
        _due.Remove((at, member.Value, source));
        return true;
    }

    /// <summary>Expiries of orders that are gone are forgotten only here and when their time comes.</summary>
    private void DropGone()
    {
        var open = _expiries.UnorderedItems.Where(e => state.Pool.TryFind(new OrderId(e.Element), out _)).ToList();
        _expiries.Clear();
        _expiries.EnqueueRange(open);
    }

    private void Update()
    {
        var expiry = _expiries.TryPeek(out _, out var due) ? due.At : long.MaxValue;
        NextDue = Math.Min(expiry, _due.Count > 0 ? _due.Min.At : long.MaxValue);
    }

    private static void Tell(MemberId member, CancelTimerSource source, long runsOut, EventBuffer output)
    {
        ref var set = ref output.Add(EventKind.CancelTimerSet);
        set.Member = member;
        set.TimerSource = source;
        set.ExpiresMicroseconds = runsOut;
    }
}
