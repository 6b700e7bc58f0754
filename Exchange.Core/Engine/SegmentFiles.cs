using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Engine;

/// <summary>Archived segments as files of a directory. A file is whole and durable once it has its name.</summary>
internal sealed class SegmentFiles(IOptions<JournalOptions> options)
{
    /// <summary>Longest name of a file.</summary>
    public const int MaxNameLength = 100;

    private const string Draft = ".draft";
    private const int HashDigits = 16;

    /// <summary>True when segments are to be kept as files.</summary>
    public bool IsEnabled => !string.IsNullOrEmpty(options.Value.ArchiveDirectory);

    /// <summary>Named after its content too: whoever archives the same rows late, or packs them otherwise, never writes over a
    /// file that the database names.</summary>
    public static string NameOf(JournalSegment segment) => string.Create(CultureInfo.InvariantCulture,
        $"journal-{segment.FirstSequence:D19}-{segment.LastSequence:D19}-{Convert.ToHexStringLower(segment.ContentHash)[..HashDigits]}.br");

    /// <summary>Writes a file under a draft name, makes it durable, names it, and makes the name durable.</summary>
    public async Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(options.Value.ArchiveDirectory!).FullName;
        var path = Path.Combine(directory, name);
        using (var file = File.OpenHandle(
            path + Draft, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.Asynchronous, content.Length))
        {
            await RandomAccess.WriteAsync(file, content, 0, cancellationToken);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(path + Draft, path, overwrite: true);
        if (!OperatingSystem.IsWindows()) FlushDirectory(directory);
    }

    /// <summary>A file's content.</summary>
    /// <exception cref="JournalCorruptException">It is not there.</exception>
    public async Task<byte[]> ReadAsync(JournalSegment segment, CancellationToken cancellationToken)
    {
        if (!IsEnabled)
            throw new JournalCorruptException(segment.FirstSequence,
                $"it lies in the file {segment.File}, and Journal:ArchiveDirectory does not say where that is");
        try
        {
            return await File.ReadAllBytesAsync(Path.Combine(options.Value.ArchiveDirectory!, segment.File!), cancellationToken);
        }
        catch (IOException e)
        {
            throw new JournalCorruptException(segment.FirstSequence,
                $"it lies in the file {segment.File} of {options.Value.ArchiveDirectory}, which cannot be read ({e.Message})");
        }
    }

    private static void FlushDirectory(string directory)
    {
        var handle = Open(Encoding.UTF8.GetBytes(directory + '\0'), flags: 0);
        if (handle < 0) throw new IOException($"{directory} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        var flushed = Sync(handle);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(handle);
        if (flushed != 0) throw new IOException($"{directory} cannot be made durable: error {error}.");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
