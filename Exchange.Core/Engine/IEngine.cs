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

    /// <summary>
    /// Submits commands that take effect one after the other, with no other command between them, and waits until all are
    /// durable. Each is accepted or refused by itself.
    /// </summary>
    /// <param name="commands">At most <see cref="MaxCommandsTogether"/>.</param>
    /// <param name="cancellationToken">Stops the waiting, not the commands.</param>
    /// <returns>A result for each command.</returns>
    ValueTask<CommandResult[]> SubmitTogetherAsync(
        ReadOnlyMemory<Command> commands, CancellationToken cancellationToken = default);

    /// <summary>Most commands of <see cref="SubmitTogetherAsync"/>.</summary>
    const int MaxCommandsTogether = 500;

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
