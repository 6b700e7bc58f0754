using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Screening;

/// <summary>A version of a list as the staff sees it.</summary>
/// <param name="Version">The version.</param>
/// <param name="LoadedByUid">The public name of who loaded it.</param>
public sealed record ListVersionView(ListVersion Version, string LoadedByUid);

/// <summary>Shows which lists were loaded.</summary>
public sealed class ListQueries(IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks checks)
{
    /// <summary>Most versions in one answer.</summary>
    public const int MaxListed = 200;

    /// <summary>The versions, newest first.</summary>
    public async Task<StaffAnswer<IReadOnlyList<ListVersionView>>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var verdict = await checks.CheckAsync(db, actor, Permission.ScreeningLists, "lists", cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        var rows = db.ListVersions.AsNoTracking().OrderByDescending(v => v.Id).Take(MaxListed)
            .Join(db.Members, v => v.LoadedBy, m => m.Id, (v, m) => new ListVersionView(v, m.Uid));
        return new(verdict, await rows.ToListAsync(cancellationToken));
    }
}
