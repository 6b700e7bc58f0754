using System.Diagnostics;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>
/// The single writer. One thread drains the queue, cancels first, numbers each command, applies it to the state and
/// collects batches for the committer. While one batch is being committed the next is being applied, so batches are small
/// when it is quiet and large when it is busy. It also sends itself what time alone brings about.
/// </summary>
internal sealed class Sequencer : IDisposable
{
    /// <summary>With this many commands waiting, applying begins even though the committer is still busy; fewer are left to
    /// wait for it, which saves a change of threads for each.</summary>
    public const int WorthWaking = 256;

    /// <summary>The clock is read again after this many commands.</summary>
    private const int CommandsPerClockReading = 64;

    /// <summary>How long the timer runs at most, so that a clock that was set forward is noticed.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromSeconds(1);

    private readonly EngineState _state;
    private readonly CommandPrefetch _prefetch;
    private readonly CommandQueue _queue;
    private readonly Committer _committer;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _onFailure;
    private readonly Thread _thread;
    private readonly ITimer _timer;
    private long _timerSetFor = long.MaxValue;
    private readonly Taken _orders = new();
    private readonly Taken _cancels = new();
    private Batch _batch = new();
    private long _nowMicroseconds;
    private long _nowTimestamp;
    private int _commandsUntilClock;

    public Sequencer(EngineState state, CommandQueue queue, Committer committer, TimeProvider time, Action<Exception> onFailure)
    {
        _state = state;
        _prefetch = new CommandPrefetch(state);
        _queue = queue;
        _committer = committer;
        _time = time;
        _onFailure = onFailure;
        _committer.Idle += queue.Wake;
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Run) { Name = "exchange sequencer", IsBackground = true };
    }

    public void Start() => _thread.Start();

    /// <summary>Waits until the queue, once closed, is drained and handed over.</summary>
    public void Join() => _thread.Join();

    public void Dispose() => _timer.Dispose();

    /// <summary>The time of the next command.</summary>
    private long At => Math.Max(_state.AtMicroseconds, _nowMicroseconds);

    private bool IsDue => At >= _state.NextDueMicroseconds;

    private void Run()
    {
        try
        {
            while (Step())
            {
            }

            if (!_batch.IsEmpty) HandOver();
            _committer.Complete();
        }
        catch (Exception e)
        {
            _batch.AnswerUnknown();
            _queue.Close();
            TurnEverybodyAway();
            _onFailure(e);
        }
    }

    private bool Step()
    {
        if (_committer.CallersGaveUp) _batch.AnswerUnknown();
        ReadClock();
        var served = ServeCancels() + ServeOrders();
        if (IsDue && !_committer.IsStalled && (_batch.HasRoomFor(1) || HandOver())) Advance();
        Seal();
        if (!_batch.IsEmpty && _committer.TryHandOver(_batch)) _batch = _committer.NextBatch();
        else if (served == 0) return WaitForMore();
        return true;
    }

    private bool WaitForMore()
    {
        SetTimer();
        return _queue.Wait(_batch.IsEmpty ? 1 : WorthWaking);
    }

    private int ServeCancels()
    {
        if (!_queue.HasCancels) return 0;
        _queue.TakeCancels(_cancels);
        var count = _cancels.Count;
        while (_cancels.TryPeek(out var submission)) Serve(_cancels, submission);
        return count;
    }

    private int ServeOrders()
    {
        _queue.TakeOrders(_orders);
        var count = _orders.Count;
        while (_orders.TryPeek(out _))
        {
            ServeCancels();
            if (_orders.TryPeek(out var submission)) Serve(_orders, submission);
        }

        return count;
    }

    private void Serve(Taken lane, Submission submission)
    {
        // Afterwards the submission may be another caller's already.
        var (commands, place) = (submission.Commands.Length, submission.Place);
        if (_committer.IsStalled) submission.Refuse(RejectReason.Unavailable);
        // With room for what may be due before it. When there is none for long, this lane is turned away.
        else if (!_batch.HasRoomFor(commands + 1) && !HandOver()) return;
        else Decide(submission, commands);
        lane.Next++;
        _queue.Served(commands, place);
    }

    private void Decide(Submission submission, int commands)
    {
        if ((_commandsUntilClock -= commands) <= 0) ReadClock();
        if (CommandQueue.IsTooOld(submission, _time.GetElapsedTime(submission.QueuedAt, _nowTimestamp)))
        {
            submission.Refuse(RejectReason.Busy);
            return;
        }

        if (IsDue) Advance();
        Apply(submission);
    }

    /// <summary>Nothing comes between the commands of one caller, and all lie in one row.</summary>
    private void Apply(Submission submission)
    {
        var started = Stopwatch.GetTimestamp();
        var commands = submission.Commands;
        var results = submission.Results;
        var at = At;
        for (var i = 0; i < commands.Length; i++)
        {
            _prefetch.Ahead(commands, i);
            _state.ApplyTo(commands[i], _state.Sequence + 1, at, _batch.Events, out results[i]);
            _batch.Add(commands[i], at, results[i]);
        }

        _batch.Add(submission);
        _batch.ApplyTicks += Stopwatch.GetTimestamp() - started;
    }

    /// <summary>What is due takes effect before the next command, and stands in the journal before it.</summary>
    private void Advance()
    {
        var (command, at) = (Command.Advance(), At);
        var result = _state.Apply(command, _state.Sequence + 1, at, _batch.Events);
        InvariantViolation.Unless(_state.NextDueMicroseconds > at, "What was due is still due.");
        // What was due may have been for an order that is gone: then nothing happened.
        if (result.Sequence != 0) _batch.Add(command, at, result);
    }

    private void ReadClock()
    {
        _nowMicroseconds = Clock.ToMicroseconds(_time.GetUtcNow());
        _nowTimestamp = _time.GetTimestamp();
        _commandsUntilClock = CommandsPerClockReading;
    }

    private void SetTimer()
    {
        // While nothing can be written the committer wakes us when it can again.
        var due = _committer.IsStalled ? long.MaxValue : _state.NextDueMicroseconds;
        if (due == Interlocked.Read(ref _timerSetFor)) return;
        Interlocked.Exchange(ref _timerSetFor, due);
        _timer.Change(due == long.MaxValue ? Timeout.InfiniteTimeSpan : Until(due), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Rounded up to a millisecond, which is what timers know.</summary>
    private TimeSpan Until(long dueMicroseconds)
    {
        var microseconds = Math.Max(0, dueMicroseconds - Clock.ToMicroseconds(_time.GetUtcNow()));
        var longest = (long)LongestTimer.TotalMicroseconds;
        return TimeSpan.FromMilliseconds((Math.Min(microseconds, longest) + 999) / 1000);
    }

    private void OnTimer()
    {
        // Not set any more; the sequencer sets it again when it has nothing to do.
        Interlocked.Exchange(ref _timerSetFor, long.MinValue);
        _queue.Wake();
    }

    /// <summary>
    /// Hands the batch over, however long the commit before it takes; meanwhile nobody is kept waiting for nothing.
    /// </summary>
    /// <returns>False when everybody who waited was turned away.</returns>
    private bool HandOver()
    {
        var turnedAway = false;
        Seal();
        while (!_committer.TryHandOver(_batch, TimeSpan.FromMilliseconds(250)))
        {
            if (!_committer.CallersGaveUp) continue;
            _batch.AnswerUnknown();
            TurnEverybodyAway();
            turnedAway = true;
        }

        _batch = _committer.NextBatch();
        ReadClock();
        return !turnedAway;
    }

    private void Seal()
    {
        if (_batch.HasCommands) _batch.Commands.SetDigest(_state);
    }

    /// <summary>Nothing can be made durable now: what is queued is refused untouched.</summary>
    private void TurnEverybodyAway()
    {
        TurnAway(_cancels);
        TurnAway(_orders);
        _queue.TakeCancels(_cancels);
        TurnAway(_cancels);
        _queue.TakeOrders(_orders);
        TurnAway(_orders);
    }

    private void TurnAway(Taken lane)
    {
        while (lane.TryPeek(out var submission))
        {
            var (commands, place) = (submission.Commands.Length, submission.Place);
            submission.Refuse(RejectReason.Unavailable);
            lane.Next++;
            _queue.Served(commands, place);
        }
    }
}
