using System.Globalization;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Compliance;

/// <summary>
/// Encrypted files in a directory that only the program's account can read. Names are keys that we made; no text of anybody's is a part
/// of a path.
/// </summary>
internal sealed class DiskDocumentStore(IOptions<ComplianceOptions> options) : IDocumentStore
{
    private const string Suffix = ".doc";
    private const string DraftSuffix = ".new";

    private string Root => options.Value.DocumentDirectory is { Length: > 0 } directory
        ? Path.GetFullPath(directory)
        : throw new InvalidOperationException("Set Compliance:DocumentDirectory to where documents are to be kept.");

    public async Task PutAsync(Guid key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        MakeDirectory(Path.GetDirectoryName(path)!);
        var draft = path + DraftSuffix;
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using (var file = new FileStream(draft, how))
            {
                await file.WriteAsync(bytes, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    public async Task<byte[]?> FindAsync(Guid key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        return File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken) : null;
    }

    public Task DeleteAsync(Guid key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        if (File.Exists(path)) File.Delete(path);
        return Task.CompletedTask;
    }

    public IEnumerable<Guid> Keys() => !Directory.Exists(Root) ? [] :
        from path in Directory.EnumerateFiles(Root, "*" + Suffix, SearchOption.AllDirectories)
        let name = Path.GetFileNameWithoutExtension(path)
        where Guid.TryParseExact(name, "N", out _)
        select Guid.ParseExact(name, "N");

    private string PathOf(Guid key)
    {
        var name = key.ToString("N", CultureInfo.InvariantCulture);
        return Path.Combine(Root, name[..2], name + Suffix);
    }

    private static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
