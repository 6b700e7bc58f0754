namespace Exchange.Core.Engine;

/// <summary>The door that takes commands. One of the two interfaces between the processes of a split
/// installation.</summary>
public interface IEngine
{
    /// <summary>
    /// Submits a command and waits until it is durable. A refusal is a value; only a broken program throws. <see
    /// cref="RejectReason.Busy"/> and <see cref="RejectReason.Unavailable"/> mean that nothing happened.
    /// </summary>
    ValueTask<CommandResult> SubmitAsync(Command command, CancellationToken cancellationToken = default);

    /// <summary>How the engine is doing. Cheap; safe for any thread.</summary>
    EngineStatus Status { get; }
}

/// <summary>Where the engine is in its life.</summary>
public enum EnginePhase
{
    /// <summary>Reading snapshot and journal.</summary>
    Recovering,

    /// <summary>Taking commands.</summary>
    Running,

    /// <summary>The journal cannot be written; commands are refused until it can.</summary>
    Stalled,

    /// <summary>Ended for good.</summary>
    Stopped,
}

/// <summary>A look at the engine.</summary>
/// <param name="Phase">Where the engine is in its life.</param>
/// <param name="CommittedSequence">The last command that is durable.</param>
/// <param name="QueueLength">Commands waiting.</param>
/// <param name="Problem">What is wrong, in words, when not running.</param>
public sealed record EngineStatus(EnginePhase Phase, long CommittedSequence, int QueueLength, string? Problem);
