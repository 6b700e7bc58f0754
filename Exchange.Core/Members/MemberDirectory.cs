using System.Globalization;
using System.Linq.Expressions;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>By what a list of members is sorted; ties by who came first.</summary>
public enum MemberSort
{
    /// <summary>When they signed up.</summary>
    Created = 0,

    /// <summary>Their address.</summary>
    Email,

    /// <summary>Their level.</summary>
    Level,
}

/// <summary>Which members are wanted, and in what order.</summary>
public sealed record MemberFilter
{
    /// <summary>The beginning of a uid or a part of an address, for who may not see addresses a whole one; or null.</summary>
    public string? Search { get; init; }

    /// <summary>The uid, or null for any.</summary>
    public string? Uid { get; init; }

    /// <summary>The state, or null for any.</summary>
    public MemberState? State { get; init; }

    /// <summary>The role, or null for any.</summary>
    public string? Role { get; init; }

    /// <summary>The level, or null for any.</summary>
    public int? Level { get; init; }

    /// <summary>A private label they have, as <c>key</c> or <c>key:value</c>; or null.</summary>
    public string? Label { get; init; }

    /// <summary>Signed up from then on, or null.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Signed up before then, or null.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The two are about the last change of the account.</summary>
    public bool IsByUpdate { get; init; }

    /// <summary>By what.</summary>
    public MemberSort Sort { get; init; }

    /// <summary>Smallest, first or alphabetically first at the top.</summary>
    public bool Ascending { get; init; }
}

/// <summary>A member in a list.</summary>
/// <param name="Id">The number.</param>
/// <param name="Uid">The public name.</param>
/// <param name="Email">The address.</param>
/// <param name="State">The state.</param>
/// <param name="Level">The level.</param>
/// <param name="Role">The role.</param>
/// <param name="CreatedAt">When they signed up.</param>
/// <param name="UpdatedAt">When the account was last changed.</param>
public sealed record MemberRow(
    MemberId Id, string Uid, string Email, MemberState State, int Level, string Role, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>Whether the member signs in with a second factor.</summary>
    public bool HasSecondFactor { get; init; }
}

/// <summary>A page of a list of members.</summary>
/// <param name="Rows">The members.</param>
/// <param name="Total">How many there are in all, counted up to <see cref="MemberDirectory.MaxCounted"/>.</param>
/// <param name="HasPrevious">Whether there are some before.</param>
/// <param name="HasNext">Whether there are more after.</param>
public sealed record MemberPage(IReadOnlyList<MemberRow> Rows, int Total, bool HasPrevious, bool HasNext);

/// <summary>Finds members for the staff. Pages by key: the last page is as quick as the first, and nobody is shown twice.</summary>
public sealed class MemberDirectory(IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks checks)
{
    /// <summary>What lists of members are called in the audit log.</summary>
    public const string Target = "members";

    /// <summary>More are not counted.</summary>
    public const int MaxCounted = 10_000;

    /// <summary>Most members of a page.</summary>
    public const int MaxSize = 100;

    /// <summary>Most characters of a search.</summary>
    public const int MaxSearchLength = EmailAddress.MaxLength;

    /// <summary>
    /// The page after a member, or before one, or the first. Whoever they name need not match the filter any more; an unknown one
    /// gives the first page.
    /// </summary>
    public async Task<StaffAnswer<MemberPage>> SearchAsync(
        Actor actor, MemberFilter filter, string? afterUid, string? beforeUid, int size, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (verdict, standing) = await checks.DemandAsync(db, actor, Permission.MembersRead, Target, cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        var (masking, sort, matching, total) = await SelectAsync(db, standing, filter, cancellationToken);
        var limit = Math.Clamp(size, 1, MaxSize);
        var backward = beforeUid is not null;
        var mark = await MarkAsync(db, beforeUid ?? afterUid, cancellationToken);
        var up = filter.Ascending != backward;
        if (mark is not null) matching = matching.Where(Beyond(sort, up, mark));
        var found = await Rows(Sorted(matching, sort, up)).Take(limit + 1).ToListAsync(cancellationToken);
        var more = found.Count > limit;
        var rows = found.Take(limit).Select(row => row with { Email = masking.Email(row.Email) });
        return mark is not null && backward
            ? new(verdict, new MemberPage([.. rows.Reverse()], total, more, true))
            : new(verdict, new MemberPage([.. rows], total, mark is not null, more));
    }

    /// <summary>
    /// A page by its number, for programs that count pages; the first is 1. Pages beyond <see cref="MaxCounted"/> members are empty.
    /// </summary>
    public async Task<StaffAnswer<MemberPage>> PageAsync(
        Actor actor, MemberFilter filter, int page, int size, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (verdict, standing) = await checks.DemandAsync(db, actor, Permission.MembersRead, Target, cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        var (masking, sort, matching, total) = await SelectAsync(db, standing, filter, cancellationToken);
        var limit = Math.Clamp(size, 1, MaxSize);
        var skipped = (page - 1L) * limit;
        var rows = skipped >= total
            ? []
            : await Rows(Sorted(matching, sort, filter.Ascending)).Skip((int)skipped).Take(limit).ToListAsync(cancellationToken);
        var shown = rows.Select(row => row with { Email = masking.Email(row.Email) });
        return new(verdict, new MemberPage([.. shown], total, page > 1, skipped + rows.Count < total));
    }

    /// <summary>One member by uid.</summary>
    public async Task<StaffAnswer<MemberRow>> FindAsync(Actor actor, string uid, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (verdict, standing) = await checks.DemandAsync(db, actor, Permission.MembersRead, Target, cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        var row = await Rows(db.Members.AsNoTracking().Where(m => m.Uid == uid)).SingleOrDefaultAsync(cancellationToken);
        return new(verdict, row is null ? null : row with { Email = Masking.For(standing).Email(row.Email) });
    }

    private static async Task<Member?> MarkAsync(ExchangeDbContext db, string? uid, CancellationToken cancellationToken) =>
        uid is null ? null : await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Uid == uid, cancellationToken);

    /// <summary>Who matches, and how many they are, as far as whoever asks may know.</summary>
    private static async Task<(Masking Masking, MemberSort Sort, IQueryable<Member> Members, int Total)> SelectAsync(
        ExchangeDbContext db, StaffStanding standing, MemberFilter filter, CancellationToken cancellationToken)
    {
        var masking = Masking.For(standing);
        // An order by what is masked would tell it, and so would a search for a part of it.
        var sort = !masking.ShowsContacts && filter.Sort == MemberSort.Email ? MemberSort.Created : filter.Sort;
        var matching = Matching(db, filter, masking);
        return (masking, sort, matching, await matching.OrderBy(m => m.Id).Take(MaxCounted).CountAsync(cancellationToken));
    }

    private static IQueryable<Member> Matching(ExchangeDbContext db, MemberFilter filter, Masking masking)
    {
        var rows = db.Members.AsNoTracking();
        if (filter.Search?.Trim() is { Length: > 0 and <= MaxSearchLength } search)
        {
            var part = search.ToUpper(CultureInfo.InvariantCulture);
            rows = masking.ShowsContacts
                ? rows.Where(m => m.NormalizedEmail!.Contains(part) || m.Uid.StartsWith(part))
                : rows.Where(m => m.NormalizedEmail == part || m.Uid.StartsWith(part));
        }

        if (filter.Uid is { } uid) rows = rows.Where(m => m.Uid == uid);
        if (filter.State is { } state) rows = rows.Where(m => m.State == state);
        if (filter.Role is { } role) rows = rows.Where(m => m.Role == role);
        if (filter.Level is { } level) rows = rows.Where(m => m.Level == level);
        if (filter.Label?.Trim().Split(':', 2) is [{ Length: > 0 } key, ..] parts)
        {
            var (labels, value) = (db.Labels, parts.ElementAtOrDefault(1));
            rows = rows.Where(m => labels.Any(l => l.MemberId == m.Id && l.Scope == LabelScope.Private && l.Key == key
                && (value == null || l.Value == value)));
        }

        if (filter.From is { } from) rows = rows.Where(m => (filter.IsByUpdate ? m.UpdatedAt : m.CreatedAt) >= from);
        if (filter.To is { } to) rows = rows.Where(m => (filter.IsByUpdate ? m.UpdatedAt : m.CreatedAt) < to);
        return rows;
    }

    private static IQueryable<Member> Sorted(IQueryable<Member> rows, MemberSort sort, bool up) => (sort, up) switch
    {
        (MemberSort.Email, true) => rows.OrderBy(m => m.NormalizedEmail),
        (MemberSort.Email, false) => rows.OrderByDescending(m => m.NormalizedEmail),
        (MemberSort.Level, true) => rows.OrderBy(m => m.Level).ThenBy(m => m.Id),
        (MemberSort.Level, false) => rows.OrderByDescending(m => m.Level).ThenByDescending(m => m.Id),
        (_, true) => rows.OrderBy(m => m.Id),
        (_, false) => rows.OrderByDescending(m => m.Id),
    };

#pragma warning disable CA1309 // The database compares, by the order in which it also sorts.
    private static Expression<Func<Member, bool>> Beyond(MemberSort sort, bool up, Member mark)
    {
        var (id, email, level) = (mark.Id, mark.NormalizedEmail, mark.Level);
        return (sort, up) switch
        {
            (MemberSort.Email, true) => m => string.Compare(m.NormalizedEmail, email) > 0,
            (MemberSort.Email, false) => m => string.Compare(m.NormalizedEmail, email) < 0,
            (MemberSort.Level, true) => m => m.Level > level || (m.Level == level && m.Id > id),
            (MemberSort.Level, false) => m => m.Level < level || (m.Level == level && m.Id < id),
            (_, true) => m => m.Id > id,
            (_, false) => m => m.Id < id,
        };
    }

#pragma warning restore CA1309

    private static IQueryable<MemberRow> Rows(IQueryable<Member> members) => members.Select(m => new MemberRow(
        new MemberId(m.Id), m.Uid, m.Email!, m.State, m.Level, m.Role, m.CreatedAt, m.UpdatedAt)
    {
        HasSecondFactor = m.TwoFactorEnabled,
    });
}
