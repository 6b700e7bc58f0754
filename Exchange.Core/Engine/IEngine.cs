namespace Exchange.Core.Engine;

/// <summary>The door that takes commands. One of the two interfaces between the processes of a split
/// installation.</summary>
public interface IEngine
{
    /// <summary>
    /// Submits a command and waits until it is durable. A refusal is a value; only a broken program throws. <see
    /// cref="RejectReason.Busy"/> and <see cref="RejectReason.Unavailable"/> mean that nothing happened.
    /// </summary>
    /// <remarks>
    /// Await the task once and do not keep it. Under overload new orders are refused as busy first; cancels of a single order
    /// are served before all that wait, a cancel of all orders after its member's orders that were submitted before.
    /// </remarks>
    /// <param name="command">What to do.</param>
    /// <param name="cancellationToken">Looked at once, before the command is queued: afterwards the answer comes within
    /// seconds in any case.</param>
    ValueTask<CommandResult> SubmitAsync(Command command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Submits commands that take effect one after the other, with no other command between them, in one row of the
    /// journal, and waits until all are durable. Each is accepted or refused by itself.
    /// </summary>
    /// <param name="commands">At most <see cref="MaxCommandsTogether"/>; not to be changed before the task ends.</param>
    /// <param name="cancellationToken">As in <see cref="SubmitAsync"/>.</param>
    /// <returns>A result for each command.</returns>
    ValueTask<CommandResult[]> SubmitTogetherAsync(
        ReadOnlyMemory<Command> commands, CancellationToken cancellationToken = default);

    /// <summary>The same for a caller with an array of its own for the results.</summary>
    /// <param name="commands">At most <see cref="MaxCommandsTogether"/>; not to be changed before the task ends.</param>
    /// <param name="results">Receives a result for each command; not to be read before the task ends.</param>
    /// <param name="cancellationToken">As in <see cref="SubmitAsync"/>.</param>
    async ValueTask SubmitTogetherAsync(
        ReadOnlyMemory<Command> commands, Memory<CommandResult> results, CancellationToken cancellationToken = default) =>
        (await SubmitTogetherAsync(commands, cancellationToken)).CopyTo(results);

    /// <summary>Most commands that can be submitted together.</summary>
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
