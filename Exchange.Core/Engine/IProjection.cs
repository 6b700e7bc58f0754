namespace Exchange.Core.Engine;

/// <summary>Whatever writes the engine's events down as tables, as the engine sees it.</summary>
public interface IProjection
{
    /// <summary>
    /// Makes this process the only one that writes the tables, and follows events from there on. Called once, by an engine
    /// that has become the only writer of the journal.
    /// </summary>
    /// <param name="fail">Told once if the tables cannot be written any more; the engine must stop then.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The last sequence whose events are in the tables; 0 when they are empty.</returns>
    Task<long> TakeOverAsync(Action<Exception> fail, CancellationToken cancellationToken);
}

/// <summary>Another engine's projector has the tables. This one has changed nothing and steps down.</summary>
/// <param name="expected">Where this one left them.</param>
/// <param name="found">Where they are.</param>
public sealed class TablesTakenOverException(long expected, long found)
    : Exception($"Another engine took the tables over: they are at {found}, this one left them at {expected}. It steps down.");
