using System.Diagnostics;

namespace Exchange.Core.Engine;

/// <summary>
/// Lets what is durable out: folds it into the read state, answers the callers, then tells the followers. So a caller finds
/// what it did in every view that is read after the answer.
/// </summary>
internal sealed class Releaser(
    Committer committer, EngineReadState readState, EventHub events, EngineInstruments instruments)
{
    private readonly EventBuffers _buffers = new();

    /// <summary>Releases until the committer has nothing more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var batch in committer.Committed.ReadAllAsync(cancellationToken))
        {
            var released = Release(batch);
            committer.Return(batch);
            if (released is not null) await events.PublishAsync(released, cancellationToken);
        }
    }

    private EventBatch? Release(Batch batch)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            if (batch.HasCommands) readState.Apply(batch.Events.Events, batch.LastSequence);
            batch.Answer();
            instruments.Answered(batch.Accepted, batch.Refused);
            instruments.Released(
                TimeSpan.FromTicks(batch.ApplyTicks * TimeSpan.TicksPerSecond / Stopwatch.Frequency).TotalMilliseconds,
                Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return batch.HasCommands ? _buffers.Publish(batch) : null;
        }
        catch
        {
            // It is durable, but the engine ends without having shown it.
            batch.AnswerUnknown();
            throw;
        }
    }
}
