namespace Exchange.Core.Compliance;

/// <summary>Where encrypted files are kept: the seam for other places than the local disk.</summary>
public interface IDocumentStore
{
    /// <summary>Keeps a file, durable when this returns; in place of the one of the same key.</summary>
    Task PutAsync(Guid key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>The file of a key, or null.</summary>
    Task<byte[]?> FindAsync(Guid key, CancellationToken cancellationToken);

    /// <summary>Deletes a file, if it is there.</summary>
    Task DeleteAsync(Guid key, CancellationToken cancellationToken);

    /// <summary>The keys of all files.</summary>
    IEnumerable<Guid> Keys();
}
