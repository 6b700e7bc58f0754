namespace Exchange.Core.Engine;

/// <summary>Tells which events the tables already hold.</summary>
public interface IProjectionProgress
{
    /// <summary>The last sequence whose events are in the tables; 0 when they are empty.</summary>
    Task<long> ProjectedSequenceAsync(CancellationToken cancellationToken);
}
