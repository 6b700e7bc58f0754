using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Compliance;

/// <summary>What waits for a reviewer.</summary>
public sealed class ReviewQueue
{
    /// <summary>Most rows of a page.</summary>
    public const int MaxRows = 100;

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly PermissionChecks _permissions;
    private readonly ReviewSubjects _subjects;
    private readonly IOptions<ComplianceOptions> _options;
    private readonly TimeProvider _time;

    internal ReviewQueue(
        IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks permissions, ReviewSubjects subjects,
        IOptions<ComplianceOptions> options, TimeProvider time) =>
        (_contexts, _permissions, _subjects, _options, _time) = (contexts, permissions, subjects, options, time);

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
        // What is joined to a page has no order of its own.
        return new ReviewPage(total, [.. filter.NewestFirst ? list.OrderByDescending(r => r.Id) : list.OrderBy(r => r.Id)]);
    }

    /// <summary>A review with its items; null when there is none, or when the person may not see it.</summary>
    public async Task<ReviewDetails?> FindAsync(Actor actor, long review, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await Rows(db, db.Reviews.Where(r => r.Id == review)).SingleOrDefaultAsync(cancellationToken);
        var target = row is null ? $"review {review}" : $"member {row.Member.Value}";
        if (!await MayAsync(actor, target, cancellationToken) || row is null) return null;
        var request = await db.Reviews.Where(r => r.Id == review).Select(r => r.Request).SingleAsync(cancellationToken);
        return new ReviewDetails(row, request, await _subjects.DescribeAsync(row.Member, cancellationToken), _options.Value.TwoPersons);
    }

    /// <summary>All that a member ever sent; null when the person may not see it.</summary>
    public async Task<MemberDossier?> OfMemberAsync(Actor actor, MemberId member, CancellationToken cancellationToken) =>
        await MayAsync(actor, $"member {member.Value}", cancellationToken)
            ? await _subjects.DescribeAsync(member, cancellationToken)
            : null;

    /// <summary>How much waits; null when the person may not see it.</summary>
    public async Task<ReviewCounts?> CountAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!await MayAsync(actor, "review queue", cancellationToken)) return null;
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var open = db.Reviews.Where(r => r.State == ReviewState.Open);
        var waiting = await db.Reviews.CountAsync(r => r.State == ReviewState.MoreRequested, cancellationToken);
        return new ReviewCounts(
            await open.CountAsync(cancellationToken),
            await Matching(db, actor, new ReviewFilter { State = ReviewState.Open, Mine = false }).CountAsync(cancellationToken),
            await Matching(db, actor, new ReviewFilter { Mine = true }).CountAsync(cancellationToken), waiting,
            await open.MinAsync(r => (DateTimeOffset?)r.OpenedAt, cancellationToken));
    }

    private IQueryable<Review> Matching(ExchangeDbContext db, Actor actor, ReviewFilter filter)
    {
        var now = _time.GetUtcNow();
        var me = actor.Member.Value;
        var found = db.Reviews.AsNoTracking();
        var (items, profiles, members, companies) = (db.ReviewItems, db.Profiles, db.Members, db.Companies);
        if (filter.State is { } state) found = found.Where(r => r.State == state);
        else if (!filter.WithClosed) found = found.Where(r => r.State != ReviewState.Closed);
        if (filter.IsCompany is { } isCompany) found = found.Where(r => companies.Any(c => c.MemberId == r.MemberId) == isCompany);
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
                   review.ClaimedUntil > now ? review.ClaimedUntil : null,
                   items.Count(i => i.ReviewId == review.Id
                       && (i.State == ReviewItemState.Pending || i.State == ReviewItemState.ApprovedOnce)),
                   companies.Any(c => c.MemberId == member.Id));
    }

    private async Task<bool> MayAsync(Actor actor, string target, CancellationToken cancellationToken) =>
        await _permissions.CheckAsync(actor, Permission.KycReview, target, cancellationToken) == PermissionVerdict.Granted;
}
