namespace Exchange.Core.Compliance;

/// <summary>What a scan of a file found.</summary>
public enum ScanResult
{
    /// <summary>Nothing.</summary>
    Clean = 0,

    /// <summary>Something that does harm.</summary>
    Infected,

    /// <summary>There was no answer: the file must not be taken.</summary>
    Unavailable,
}

/// <summary>The outcome of a scan.</summary>
/// <param name="Result">What it found.</param>
/// <param name="Name">The name of what it found, or null.</param>
public readonly record struct ScanOutcome(ScanResult Result, string? Name = null);

/// <summary>Looks for harmful content in files: the seam for scanners.</summary>
public interface IVirusScan
{
    /// <summary>Scans a file.</summary>
    Task<ScanOutcome> ScanAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken);
}

/// <summary>An installation without a scanner: files are still taken apart and written anew.</summary>
internal sealed class NoVirusScan : IVirusScan
{
    public Task<ScanOutcome> ScanAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken) =>
        Task.FromResult(new ScanOutcome(ScanResult.Clean));
}
