using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>Which reviews are wanted.</summary>
public sealed record ReviewFilter
{
    /// <summary>The state; null for all that are not closed.</summary>
    public ReviewState? State { get; init; }

    /// <summary>Only those with an item of this kind that waits.</summary>
    public ReviewItemKind? Kind { get; init; }

    /// <summary>Only those of this country, in two letters.</summary>
    public string? Country { get; init; }

    /// <summary>Only those of the member with this public name.</summary>
    public string? Uid { get; init; }

    /// <summary>True for those that the person has claimed, false for those that nobody has, null for all.</summary>
    public bool? Mine { get; init; }

    /// <summary>The newest first; else those that have waited longest.</summary>
    public bool NewestFirst { get; init; }
}

/// <summary>A review in the queue.</summary>
/// <param name="Id">Which.</param>
/// <param name="Member">Whose.</param>
/// <param name="Uid">Their public name.</param>
/// <param name="Level">Their level.</param>
/// <param name="Country">The country of their profile, or null.</param>
/// <param name="State">How far it has come.</param>
/// <param name="OpenedAt">Since when it waits.</param>
/// <param name="ClaimedBy">The public name of who is at it, or null.</param>
/// <param name="Waiting">How many items wait.</param>
/// <param name="IsCompany">Whether the account is a company's.</param>
public sealed record ReviewRow(
    long Id, MemberId Member, string Uid, int Level, string? Country, ReviewState State, DateTimeOffset OpenedAt, string? ClaimedBy,
    int Waiting, bool IsCompany);

/// <summary>A page of the queue; null rows when the person may not see it.</summary>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Rows">Those of this page.</param>
public sealed record ReviewPage(int Total, IReadOnlyList<ReviewRow> Rows);

/// <summary>An item with what is known of its subject.</summary>
/// <param name="Item">The item.</param>
/// <param name="Document">The document, for items that are one.</param>
/// <param name="MaskedNumber">The document's number, most of it hidden; or null.</param>
public sealed record ReviewItemView(ReviewItem Item, Document? Document, string? MaskedNumber);

/// <summary>A review with all that was ever sent to it.</summary>
/// <param name="Row">The review as in the queue.</param>
/// <param name="Request">What the member was asked for last, or null.</param>
/// <param name="Items">All items, the oldest first; also those that are decided or replaced: the history.</param>
/// <param name="Profile">The profile, most of it hidden; or null.</param>
/// <param name="Company">The company's country and state, or null.</param>
/// <param name="Standing">The member's level and what is missing.</param>
public sealed record ReviewDetails(
    ReviewRow Row, string? Request, IReadOnlyList<ReviewItemView> Items, ProfileView? Profile, CompanyView? Company,
    LevelStanding Standing);

/// <summary>What waits for a reviewer.</summary>
public sealed class ReviewQueue
{
    /// <summary>Most rows of a page.</summary>
    public const int MaxRows = 100;

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly PermissionChecks _permissions;
    private readonly ReviewSubjects _subjects;
    private readonly TimeProvider _time;

    internal ReviewQueue(
        IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks permissions, ReviewSubjects subjects, TimeProvider time) =>
        (_contexts, _permissions, _subjects, _time) = (contexts, permissions, subjects, time);

    /// <summary>A page of the queue, from 1; null when the person may not see it.</summary>
    public async Task<ReviewPage?> ListAsync(Actor actor, ReviewFilter filter, int page, int rows, CancellationToken cancellationToken)
    {
        if (!await MayAsync(actor, "review queue", cancellationToken)) return null;
        var size = Math.Clamp(rows, 1, MaxRows);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var found = Matching(db, actor, filter);
        var total = await found.CountAsync(cancellationToken);
        var ordered = filter.NewestFirst ? found.OrderByDescending(r => r.Id) : found.OrderBy(r => r.Id);
        var list = await Rows(db, ordered.Skip((Math.Max(1, page) - 1) * size).Take(size)).ToListAsync(cancellationToken);
        return new ReviewPage(total, list);
    }

    /// <summary>A review with its items; null when there is none, or when the person may not see it.</summary>
    public async Task<ReviewDetails?> FindAsync(Actor actor, long review, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await Rows(db, db.Reviews.Where(r => r.Id == review)).SingleOrDefaultAsync(cancellationToken);
        var target = row is null ? $"review {review}" : $"member {row.Member.Value}";
        if (!await MayAsync(actor, target, cancellationToken) || row is null) return null;
        var request = await db.Reviews.Where(r => r.Id == review).Select(r => r.Request).SingleAsync(cancellationToken);
        var items = await db.ReviewItems.AsNoTracking().Where(i => i.ReviewId == review).OrderBy(i => i.SubmittedAt)
            .ToListAsync(cancellationToken);
        return await _subjects.DescribeAsync(row, request, items, cancellationToken);
    }

    private IQueryable<Review> Matching(ExchangeDbContext db, Actor actor, ReviewFilter filter)
    {
        var now = _time.GetUtcNow();
        var me = actor.Member.Value;
        var found = db.Reviews.AsNoTracking();
        var (items, profiles, members) = (db.ReviewItems, db.Profiles, db.Members);
        found = filter.State is { } state ? found.Where(r => r.State == state) : found.Where(r => r.State != ReviewState.Closed);
        if (filter.Kind is { } kind)
            found = found.Where(r => items.Any(i => i.ReviewId == r.Id && i.Kind == kind
                && (i.State == ReviewItemState.Pending || i.State == ReviewItemState.ApprovedOnce)));
        if (filter.Country is { } country)
            found = found.Where(r => profiles.Any(p => p.MemberId == r.MemberId && p.Country == country));
        if (filter.Uid is { } uid) found = found.Where(r => members.Any(m => m.Id == r.MemberId && m.Uid == uid));
        if (filter.Mine == true) found = found.Where(r => r.ClaimedBy == me && r.ClaimedUntil > now);
        if (filter.Mine == false) found = found.Where(r => r.ClaimedBy == null || r.ClaimedUntil <= now);
        return found;
    }

    private IQueryable<ReviewRow> Rows(ExchangeDbContext db, IQueryable<Review> reviews)
    {
        var now = _time.GetUtcNow();
        var (items, profiles, members, companies) = (db.ReviewItems, db.Profiles, db.Members, db.Companies);
        return from review in reviews
               join member in members on review.MemberId equals member.Id
               select new ReviewRow(
                   review.Id, new MemberId(member.Id), member.Uid, member.Level,
                   profiles.Where(p => p.MemberId == member.Id).Select(p => p.Country).FirstOrDefault(), review.State,
                   review.OpenedAt,
                   review.ClaimedUntil > now
                       ? members.Where(m => m.Id == review.ClaimedBy).Select(m => m.Uid).FirstOrDefault()
                       : null,
                   items.Count(i => i.ReviewId == review.Id
                       && (i.State == ReviewItemState.Pending || i.State == ReviewItemState.ApprovedOnce)),
                   companies.Any(c => c.MemberId == member.Id));
    }

    private async Task<bool> MayAsync(Actor actor, string target, CancellationToken cancellationToken) =>
        await _permissions.CheckAsync(actor, Permission.KycReview, target, cancellationToken) == PermissionVerdict.Granted;
}
