using System.Threading.Channels;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>
/// The single writer. One thread drains a bounded queue, numbers each command, applies it to the state and collects
/// batches for the committer. While one batch is being committed the next is being applied, so batches are small when
/// it is quiet and large when it is busy.
/// </summary>
internal sealed class Sequencer
{
    /// <summary>Most commands that wait; beyond it callers are refused as busy.</summary>
    public const int QueueCapacity = 16_384;

    /// <summary>Most answers in one batch.</summary>
    public const int MaxBatchSize = 2_048;

    private readonly EngineState _state;
    private readonly Committer _committer;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _onFailure;
    private readonly Channel<PendingCommand> _queue = Channel.CreateBounded<PendingCommand>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true });

    private readonly Thread _thread;
    private Batch _batch = new();

    public Sequencer(EngineState state, Committer committer, TimeProvider time, Action<Exception> onFailure)
    {
        _state = state;
        _committer = committer;
        _time = time;
        _onFailure = onFailure;
        _committer.Idle += () => _queue.Writer.TryWrite(PendingCommand.Wake);
        _thread = new Thread(Run) { Name = "exchange sequencer", IsBackground = true };
    }

    public int QueueLength => _queue.Reader.Count;

    public void Start() => _thread.Start();

    /// <summary>False when the queue is full.</summary>
    public bool TryEnqueue(PendingCommand pending) => _queue.Writer.TryWrite(pending);

    /// <summary>Takes no more commands; everything queued is still applied and committed.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Waits until the queue is drained and handed over.</summary>
    public void Join() => _thread.Join();

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
            _onFailure(e);
        }
    }

    private bool Step()
    {
        if (!_queue.Reader.TryRead(out var pending))
        {
            Seal();
            if (!_batch.IsEmpty && _committer.TryHandOver(_batch))
            {
                _batch = _committer.NextBatch();
                return true;
            }

            return WaitForCommand();
        }

        if (pending == PendingCommand.Wake) AnswerImpatient();
        else if (_committer.IsStalled) Refuse(pending);
        else Take(pending);
        return true;
    }

    private void AnswerImpatient()
    {
        if (_committer.CallersGaveUp) _batch.AnswerUnknown();
    }

    /// <summary>Hands the batch over, however long the commit before it takes; meanwhile nobody is kept waiting for
    /// nothing.</summary>
    private void HandOver()
    {
        Seal();
        while (!_committer.TryHandOver(_batch, TimeSpan.FromMilliseconds(250)))
        {
            if (!_committer.CallersGaveUp) continue;
            _batch.AnswerUnknown();
            while (_queue.Reader.TryRead(out var pending)) Refuse(pending);
        }
    }

    private void Seal()
    {
        if (_batch.HasCommands) _batch.Commands.SetDigest(_state);
    }

    private bool WaitForCommand()
    {
        var waiting = _queue.Reader.WaitToReadAsync();
        return waiting.IsCompletedSuccessfully ? waiting.GetAwaiter().GetResult() : waiting.AsTask().GetAwaiter().GetResult();
    }

    private void Take(PendingCommand pending)
    {
        if (pending.SnapshotCaller is { } caller) TakeSnapshot(caller);
        else Apply(pending);
        if (_batch.Snapshot is null && _batch.AnswerCount < MaxBatchSize) return;
        HandOver();
        _batch = _committer.NextBatch();
    }

    private void Apply(PendingCommand pending)
    {
        var at = Math.Max(_state.AtMicroseconds, Clock.ToMicroseconds(_time.GetUtcNow()));
        var result = _state.Apply(pending.Command, _state.Sequence + 1, at, _batch.Events);
        if (result.Sequence != 0) _batch.Commands.Add(pending.Command, at);
        _batch.Add(pending, result);
    }

    private void TakeSnapshot(TaskCompletionSource<SnapshotTaken> caller)
    {
        var payload = SnapshotCodec.Write(_state);
        var snapshot = new Snapshot
        {
            Sequence = _state.Sequence,
            Payload = payload,
            StateHash = System.Security.Cryptography.SHA256.HashData(payload),
        };
        _batch.Snapshot = (snapshot, caller);
    }

    /// <summary>Nothing can be made durable now: what is queued is turned away untouched.</summary>
    private static void Refuse(PendingCommand pending)
    {
        pending.TrySetResult(CommandResult.Refused(RejectReason.Unavailable));
        pending.SnapshotCaller?.TrySetException(new InvalidOperationException("The journal cannot be written."));
    }
}
