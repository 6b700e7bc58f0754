using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Exchange.Core.Engine;

/// <summary>One follower's queue of batches, bounded by their number and by their events.</summary>
internal sealed class Follower(long fromSequence)
{
    private readonly Lock _gate = new();
    private readonly Channel<EventBatch> _batches = Channel.CreateUnbounded<EventBatch>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private TaskCompletionSource? _room;
    private int _batchesBehind;
    private int _eventsBehind;
    private bool _hasLeft;

    /// <summary>The first sequence it wants.</summary>
    public long FromSequence => fromSequence;

    /// <summary>False when it is too far behind; <paramref name="room"/> completes when it has read something.</summary>
    public bool TryAdd(EventBatch batch, out Task room)
    {
        room = Task.CompletedTask;
        lock (_gate)
        {
            if (_hasLeft) return true;
            var (batches, events) = (_batchesBehind + 1, _eventsBehind + batch.Events.Length);
            if (_batchesBehind > 0 && (batches > IEventStream.MaxBatchesBehind || events > IEventStream.MaxEventsBehind))
            {
                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
                return false;
            }

            (_batchesBehind, _eventsBehind) = (batches, events);
        }

        batch.Lease?.Add();
        _batches.Writer.TryWrite(batch);
        return true;
    }

    /// <summary>False when no more will come.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _batches.Reader.WaitToReadAsync(cancellationToken);

    public bool TryRead([NotNullWhen(true)] out EventBatch? batch) => _batches.Reader.TryRead(out batch);

    /// <summary>It will not look at the batch's events again.</summary>
    public void Done(EventBatch batch)
    {
        var events = batch.Events.Length;
        batch.Lease?.Release();
        lock (_gate)
        {
            _batchesBehind--;
            _eventsBehind -= events;
            MakeKnown();
        }
    }

    public void Complete() => _batches.Writer.TryComplete();

    public void Leave()
    {
        lock (_gate)
        {
            _hasLeft = true;
            MakeKnown();
        }

        _batches.Writer.TryComplete();
    }

    private void MakeKnown()
    {
        _room?.TrySetResult();
        _room = null;
    }
}
