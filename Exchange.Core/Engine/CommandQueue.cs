using System.Diagnostics.CodeAnalysis;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>What became of an attempt to queue commands.</summary>
internal enum QueueAnswer
{
    /// <summary>They wait for the sequencer.</summary>
    Queued,

    /// <summary>There is no room.</summary>
    Full,

    /// <summary>Nothing is taken any more.</summary>
    Closed,
}

/// <summary>
/// The bounded queue in front of the sequencer: many threads put in, one takes out, a whole lane at a time. Cancels have a
/// lane of their own that is served first, and room that orders cannot take, so that under overload a member still gets
/// out. A cancel of one order may overtake: it names an order whose acknowledgement its sender has seen. A cancel of all
/// orders does not overtake orders of the same member that were queued before it.
/// </summary>
internal sealed class CommandQueue(TimeProvider time)
{
    /// <summary>Most commands that wait; beyond it only cancels are taken.</summary>
    public const int Capacity = 65_536;

    /// <summary>Room for cancels beyond <see cref="Capacity"/>.</summary>
    public const int CancelReserve = 16_384;

    /// <summary>Orders that waited longer than this are refused as busy, not applied: the price they were meant for is
    /// gone.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private const int MemberBuckets = 4096;

    // Not a Lock: the sequencer sleeps on it.
    private readonly object _gate = new();

    // The last place in the orders' lane that a member of a bucket has; a neighbour in the bucket costs a place, not order.
    private readonly long[] _lastPlace = new long[MemberBuckets];
    private readonly Lane _orders = new();
    private readonly Lane _cancels = new();
    private readonly Lock _returnGate = new();
    private Submission? _spare;
    private Submission? _returned;
    private long _queued;
    private long _served;
    private long _placesGiven;
    private long _placesServed;
    private int _wakeAt;
    private bool _isWoken;
    private bool _isClosed;

    /// <summary>Commands that wait.</summary>
    public int Length
    {
        get
        {
            var served = Volatile.Read(ref _served);
            return (int)(Volatile.Read(ref _queued) - served);
        }
    }

    /// <summary>True when cancels wait. For the sequencer's thread.</summary>
    public bool HasCancels => Volatile.Read(ref _cancels.Count) != 0;

    /// <summary>Queues one command.</summary>
    public QueueAnswer TryEnqueue(in Command command, out Submission submission)
    {
        var isCancel = IsCancel(command);
        var now = time.GetTimestamp();
        lock (_gate)
        {
            submission = null!;
            if (Refusal(1, isCancel) is { } refusal) return refusal;
            submission = Rent();
            submission.Begin(command, now, mayExpire: !isCancel);
            Put(submission, isCancel && !FollowsOwnOrder(command));
            return QueueAnswer.Queued;
        }
    }

    /// <summary>Queues commands that are applied with no other between them.</summary>
    public QueueAnswer TryEnqueue(ReadOnlyMemory<Command> commands, Memory<CommandResult> results, out Submission submission)
    {
        var (areCancels, mustFollow) = (true, false);
        foreach (ref readonly var command in commands.Span) areCancels &= IsCancel(command);
        var now = time.GetTimestamp();
        lock (_gate)
        {
            submission = null!;
            if (Refusal(commands.Length, areCancels) is { } refusal) return refusal;
            submission = Rent();
            submission.Begin(commands, results, now, mayExpire: !areCancels);
            if (areCancels)
                foreach (ref readonly var command in commands.Span) mustFollow |= FollowsOwnOrder(command);
            Put(submission, areCancels && !mustFollow);
            return QueueAnswer.Queued;
        }
    }

    /// <summary>Takes all orders that wait; what was taken before must be served. For the sequencer's
    /// thread.</summary>
    public void TakeOrders(Taken into)
    {
        lock (_gate) _orders.Take(into);
    }

    /// <summary>Takes all cancels that wait; what was taken before must be served. For the sequencer's
    /// thread.</summary>
    public void TakeCancels(Taken into)
    {
        lock (_gate) _cancels.Take(into);
    }

    /// <summary>Says that a submission was applied or refused, and its room is free. For the sequencer's
    /// thread.</summary>
    public void Served(int commands, long place)
    {
        Volatile.Write(ref _served, _served + commands);
        if (place != 0) Volatile.Write(ref _placesServed, place);
    }

    /// <summary>True when it waited too long to be applied.</summary>
    public static bool IsTooOld(Submission submission, TimeSpan waited) => submission.MayExpire && waited > MaxWait;

    /// <summary>
    /// Sleeps until that many commands wait, a cancel does, or somebody calls <see cref="Wake"/>. For the sequencer's
    /// thread.
    /// </summary>
    /// <returns>False when nothing waits and nothing will come.</returns>
    public bool Wait(int atLeast)
    {
        lock (_gate)
        {
            _wakeAt = atLeast;
            while (!_isWoken && !_isClosed && Untaken < atLeast && _cancels.Count == 0) Monitor.Wait(_gate);
            _wakeAt = 0;
            _isWoken = false;
            return !_isClosed || Untaken != 0;
        }
    }

    /// <summary>Wakes the sequencer without asking anything of it.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _isWoken = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes no more; what is queued is still served.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes a submission back whose caller has the answer.</summary>
    internal void Return(Submission submission)
    {
        lock (_returnGate)
        {
            submission.NextSpare = _returned;
            _returned = submission;
        }
    }

    private static bool IsCancel(in Command command) => command.Kind is CommandKind.CancelOrder or CommandKind.CancelAllOrders
        or CommandKind.SetCancelTimer or CommandKind.SetMarketState;

    private static int BucketOf(MemberId member) => (int)(unchecked((ulong)member.Value * 0x9E3779B97F4A7C15) >> 52);

    private int Untaken => _orders.Commands + _cancels.Commands;

    private QueueAnswer? Refusal(int commands, bool areCancels)
    {
        if (_isClosed) return QueueAnswer.Closed;
        return Length + commands > (areCancels ? Capacity + CancelReserve : Capacity) ? QueueAnswer.Full : null;
    }

    private bool FollowsOwnOrder(in Command command) =>
        command.Kind == CommandKind.CancelAllOrders && _lastPlace[BucketOf(command.Member)] > Volatile.Read(ref _placesServed);

    private void Put(Submission submission, bool isUrgent)
    {
        var commands = submission.Commands;
        if (isUrgent)
        {
            submission.Place = 0;
            _cancels.Add(submission, commands.Length);
        }
        else
        {
            submission.Place = ++_placesGiven;
            foreach (ref readonly var command in commands) _lastPlace[BucketOf(command.Member)] = _placesGiven;
            _orders.Add(submission, commands.Length);
        }

        Volatile.Write(ref _queued, _queued + commands.Length);
        if (_wakeAt == 0 || (Untaken < _wakeAt && !isUrgent)) return;
        _wakeAt = 0;
        Monitor.Pulse(_gate);
    }

    private Submission Rent()
    {
        if (_spare is null)
        {
            lock (_returnGate) (_spare, _returned) = (_returned, null);
        }

        if (_spare is not { } submission) return new Submission(this);
        _spare = submission.NextSpare;
        submission.NextSpare = null;
        return submission;
    }

    private sealed class Lane
    {
        public int Count;
        private Submission[] _waiting = new Submission[64];

        public int Commands { get; private set; }

        public void Add(Submission submission, int commands)
        {
            if (Count == _waiting.Length) Array.Resize(ref _waiting, _waiting.Length * 2);
            _waiting[Count] = submission;
            Commands += commands;
            Volatile.Write(ref Count, Count + 1);
        }

        public void Take(Taken into)
        {
            _waiting = into.Exchange(_waiting, Count);
            Commands = 0;
            Volatile.Write(ref Count, 0);
        }
    }
}

/// <summary>What the sequencer has taken from a lane, and how far it is with it.</summary>
internal sealed class Taken
{
    private Submission[] _items = new Submission[64];

    /// <summary>How many were taken.</summary>
    public int Count { get; private set; }

    /// <summary>The first that is not served.</summary>
    public int Next { get; set; }

    public bool TryPeek([NotNullWhen(true)] out Submission? submission)
    {
        submission = Next < Count ? _items[Next] : null;
        return submission is not null;
    }

    /// <summary>Takes a full array and gives the empty one for it.</summary>
    public Submission[] Exchange(Submission[] full, int count)
    {
        InvariantViolation.Unless(Next == Count, "A lane was taken before what was taken earlier was served.");
        var empty = _items;
        Array.Clear(empty, 0, Count);
        (_items, Count, Next) = (full, count, 0);
        return empty;
    }
}
