using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Audit;

/// <summary>Which entries are wanted.</summary>
public sealed record AuditFilter
{
    /// <summary>Who did it, or null for anybody.</summary>
    public long? ActorId { get; init; }

    /// <summary>What was done, or how its name begins; null for anything.</summary>
    public string? Action { get; init; }

    /// <summary>To which of these, exactly; null for anything.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>From when on, or null.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before when, or null.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>A page of entries, newest first.</summary>
/// <param name="Rows">The entries.</param>
/// <param name="HasNewer">Whether there are newer ones.</param>
/// <param name="HasOlder">Whether there are older ones.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Rows, bool HasNewer, bool HasOlder);

/// <summary>Reads the log. Who may is the business of the rooms that show it.</summary>
public sealed class AuditQueries(IDbContextFactory<ExchangeDbContext> contexts)
{
    /// <summary>Entries older than one, or newer than one, or the newest. Pages by key: no page is slower than the first.</summary>
    public async Task<AuditPage> PageAsync(
        AuditFilter filter, long? olderThan, long? newerThan, int size, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Matching(db, filter);
        if (newerThan is { } newer)
        {
            var found = await rows.Where(e => e.Id > newer).OrderBy(e => e.Id).Take(size + 1).ToListAsync(cancellationToken);
            return new AuditPage([.. found.Take(size).Reverse()], found.Count > size, true);
        }

        if (olderThan is { } older) rows = rows.Where(e => e.Id < older);
        var page = await rows.OrderByDescending(e => e.Id).Take(size + 1).ToListAsync(cancellationToken);
        return new AuditPage([.. page.Take(size)], olderThan is not null, page.Count > size);
    }

    /// <summary>The actions that ever happened, for the filter.</summary>
    public async Task<IReadOnlyList<string>> ActionsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<AuditEntry>().Select(e => e.Action).Distinct().OrderBy(a => a).ToListAsync(cancellationToken);
    }

    private static IQueryable<AuditEntry> Matching(ExchangeDbContext db, AuditFilter filter)
    {
        var rows = db.Set<AuditEntry>().AsNoTracking();
        if (filter.ActorId is { } actor) rows = rows.Where(e => e.ActorId == actor);
        if (filter.Action is { Length: > 0 } action) rows = rows.Where(e => e.Action.StartsWith(action));
        if (filter.Targets is { } targets) rows = rows.Where(e => targets.Contains(e.Target));
        if (filter.From is { } from) rows = rows.Where(e => e.At >= from);
        if (filter.To is { } to) rows = rows.Where(e => e.At < to);
        return rows;
    }
}
