using System.Data;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Screening;

/// <summary>All lists, ready to be searched.</summary>
/// <param name="Stamp">The newest version among them; 0 for none.</param>
/// <param name="Index">The entries.</param>
internal sealed record SearchableLists(long Stamp, EntryIndex Index);

/// <summary>Keeps the current lists in memory, and reads them again when another version was loaded, by whichever process.</summary>
internal sealed class CurrentLists(IDbContextFactory<ExchangeDbContext> contexts) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private SearchableLists? _lists;

    public void Dispose() => _turn.Dispose();

    public async Task<SearchableLists> ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            // Versions and entries as of one moment.
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var stamp = await db.ListVersions.Where(v => v.IsCurrent).MaxAsync(v => (long?)v.Id, cancellationToken) ?? 0;
            if (_lists?.Stamp == stamp) return _lists;
            var rows = await db.ListEntries.AsNoTracking().OrderBy(e => e.Id).ToListAsync(cancellationToken);
            var entries = rows.Select(e => new StoredEntry(e.Source, e.VersionId, e.Digest, ListedEntry.Parse(e.Content)));
            return _lists = new SearchableLists(stamp, new EntryIndex(entries));
        }
        finally
        {
            _turn.Release();
        }
    }
}
