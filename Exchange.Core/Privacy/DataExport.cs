using System.IO.Compression;
using System.Text;
using Exchange.Core.Primitives;

namespace Exchange.Core.Privacy;

/// <summary>
/// An export that was granted: a zip archive, written while it is read from the tables. Nothing of it is ever on a disk of the exchange,
/// so there is no copy to protect or to forget. Disposing it lets the member begin another.
/// </summary>
public sealed class DataExport : IDisposable
{
    private const string Intro = """
        All that this exchange keeps about you.

        Times are UTC. Amounts are exact. The files with the ending .csv are for a spreadsheet; a text there that a spreadsheet would take
        for a formula has an apostrophe in front. Each file was read at its own moment, a few seconds apart.

        Not in here:
        - Hashes and secrets: of passwords, sessions, API keys, authenticators and recovery codes. They are no use but to a thief.
        - Notes that our staff wrote for each other.
        - What a provider of identity checks told us beyond its verdict.
        - What comparisons with lists of sanctions and of politically exposed persons gave. The law forbids us to tell anyone whether
          there was something to look into (Art. 39(1) of Directive (EU) 2015/849), and whether we say "nothing" would tell it, too.

        Files:

        """;

    private readonly IReadOnlyList<ExportFile> _files;
    private readonly DateTimeOffset _at;
    private readonly Action _release;

    internal DataExport(IReadOnlyList<ExportFile> files, DateTimeOffset at, Action release) =>
        (_files, _at, _release) = (files, at, release);

    /// <summary>A name for the archive.</summary>
    public string FileName => $"exchange-data-{_at.UtcDateTime:yyyy-MM-dd}.zip";

    /// <summary>Writes the archive. The stream may be a connection: nothing of it is read, and none of it is held back.</summary>
    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        await using var held = new HeldWrites(output);
        var archive = await ZipArchive.CreateAsync(held, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken);
        await using (archive)
        {
            foreach (var file in (ExportFile[])[Readme(), Index(), .. _files])
            {
                var entry = archive.CreateEntry(file.Name, CompressionLevel.Fastest);
                entry.LastWriteTime = _at;
                await using (var stream = await entry.OpenAsync(cancellationToken)) await file.WriteAsync(stream, cancellationToken);
                await held.FlushAsync(cancellationToken);
            }
        }

        await held.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _release();

    private ExportFile Readme() => ExportFile.Text(
        "README.txt", "This list.", Intro + string.Concat(_files.Select(file => $"{file.Name}\n    {file.About}\n")));

    private ExportFile Index() => ExportFile.One(
        "index.json", "This list, for programs.",
        _ => Task.FromResult(new { MadeAt = _at, Files = _files.Select(file => new { file.Name, file.About }) }));
}
