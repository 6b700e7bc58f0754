using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Compliance;

/// <summary>Why an act of a review was refused, in the order of the checks.</summary>
public enum ReviewRejectReason
{
    /// <summary>Done.</summary>
    None = 0,

    /// <summary>The person may not review; the refusal is in the audit log.</summary>
    NotPermitted,

    /// <summary>There is no such review or item.</summary>
    Unknown,

    /// <summary>Nobody reviews themselves.</summary>
    OwnReview,

    /// <summary>Someone else is at it.</summary>
    ClaimedByOther,

    /// <summary>The person has not claimed it, or the claim has run out.</summary>
    NotClaimed,

    /// <summary>It is decided already.</summary>
    AlreadyDecided,

    /// <summary>The member sent another in its place; that one waits now.</summary>
    Replaced,

    /// <summary>The second person must be another than the first.</summary>
    SecondPersonNeeded,

    /// <summary>A reason of 3 to <see cref="ReviewItem.MaxReasonLength"/> characters is needed.</summary>
    ReasonInvalid,

    /// <summary>The member, as they are now, was not compared with the lists yet.</summary>
    ScreeningOutstanding,

    /// <summary>A case of screening is open.</summary>
    ScreeningCaseOpen,

    /// <summary>The member has not agreed that their data go to the provider.</summary>
    NoConsent,

    /// <summary>There is nothing that could be sent, or something is missing for it.</summary>
    NotComplete,
}

/// <summary>What all acts of a review share: who may, whose turn it is, the locks, and the line in the audit log.</summary>
internal sealed class ReviewDesk(
    IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks permissions, Submissions submissions, MemberAccess access,
    ReviewNotices notices, IScreeningStanding screening, IAuditLog audit, IOptions<ComplianceOptions> options, TimeProvider time)
{
    /// <summary>Most reviews that are tried when the next one is asked for: others ask at the same time.</summary>
    private const int MaxCandidates = 20;

    public Submissions Submissions => submissions;

    public ComplianceOptions Options => options.Value;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Does an act on a review under its locks, when the person may and has claimed it.</summary>
    public async Task<ReviewRejectReason> ActAsync(
        Actor actor, long reviewId, ReviewAct act, Func<ExchangeDbContext, Review, Task<ReviewRejectReason>> apply,
        CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var owner = await db.Reviews.Where(r => r.Id == reviewId).Select(r => (long?)r.MemberId).SingleOrDefaultAsync(cancellationToken);
        var target = $"member {owner}";
        if (await permissions.CheckAsync(actor, Permission.KycReview, target, cancellationToken) != PermissionVerdict.Granted)
            return ReviewRejectReason.NotPermitted;
        if (owner is null) return ReviewRejectReason.Unknown;
        if (owner == actor.Member.Value) return ReviewRejectReason.OwnReview;
        if (act.NeedsScreening) await screening.RefreshAsync(new MemberId(owner.Value), asksAgain: true, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await submissions.LockAsync(db, new MemberId(owner.Value), cancellationToken);
        var review = await db.Reviews.SingleAsync(r => r.Id == reviewId, cancellationToken);
        var reason = await DoAsync(db, review, actor, act, () => apply(db, review), cancellationToken);
        if (reason != ReviewRejectReason.None) return reason;
        await transaction.CommitAsync(cancellationToken);
        access.Invalidate(new MemberId(owner.Value));
        return ReviewRejectReason.None;
    }

    /// <summary>
    /// Does an act in the caller's transaction, who holds the member's lock. Without an actor it is the program's own: it claims nothing,
    /// and leaves alone what a person is at.
    /// </summary>
    public async Task<ReviewRejectReason> DoAsync(
        ExchangeDbContext db, Review review, Actor? actor, ReviewAct act, Func<Task<ReviewRejectReason>> apply,
        CancellationToken cancellationToken)
    {
        var member = await db.Members.SingleAsync(m => m.Id == review.MemberId, cancellationToken);
        var level = member.Level;
        var reason = TurnOf(actor, review, act);
        if (reason == ReviewRejectReason.None) reason = await apply();
        if (reason != ReviewRejectReason.None) return reason;
        await CloseWhenDoneAsync(db, review, act.IsDecision, cancellationToken);
        await notices.AddAsync(db, member, act.Notice, act.Reason, cancellationToken);
        // Labels that follow from a decision may have raised the level; the copy was read anew then.
        if (member.Level > level) await notices.AddLevelAsync(db, member, cancellationToken);
        await RecordAsync(db, actor, review, act, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return ReviewRejectReason.None;
    }

    /// <summary>What of screening stands in the way of an acceptance, as the caller's transaction sees it.</summary>
    public async Task<ReviewRejectReason> ScreeningObstacleAsync(
        ExchangeDbContext db, Review review, CancellationToken cancellationToken) =>
        await screening.OfAsync(db, new MemberId(review.MemberId), cancellationToken) switch
        {
            ScreeningStanding.Clear => ReviewRejectReason.None,
            ScreeningStanding.Outstanding => ReviewRejectReason.ScreeningOutstanding,
            ScreeningStanding.CaseOpen => ReviewRejectReason.ScreeningCaseOpen,
        };

    /// <summary>The review of an item, or 0.</summary>
    public async Task<long> ReviewOfAsync(Guid item, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ReviewItems.Where(i => i.Id == item).Select(i => i.ReviewId).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Reviews that nobody is at and that someone could go on with, the one that has waited longest first.</summary>
    public async Task<IReadOnlyList<long>> WaitingForAsync(Actor actor, CancellationToken cancellationToken)
    {
        var (now, me) = (time.GetUtcNow(), actor.Member.Value);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var items = db.ReviewItems;
        return await db.Reviews
            .Where(r => r.State == ReviewState.Open && r.MemberId != me && (r.ClaimedUntil == null || r.ClaimedUntil <= now))
            .Where(r => items.Any(i => i.ReviewId == r.Id && i.FirstApprovedBy != me
                && (i.State == ReviewItemState.Pending || i.State == ReviewItemState.ApprovedOnce)))
            .OrderBy(r => r.Id).Select(r => r.Id).Take(MaxCandidates).ToListAsync(cancellationToken);
    }

    private ValueTask RecordAsync(
        ExchangeDbContext db, Actor? actor, Review review, ReviewAct act, CancellationToken cancellationToken)
    {
        var record = new AuditRecord(actor?.Member.Value ?? 0, act.Name, $"member {review.MemberId}")
        {
            Before = act.Before is null ? null : $"review {review.Id}, {act.Before}",
            After = act.After is null ? $"review {review.Id}" : $"review {review.Id}, {act.After}",
            Reason = act.Reason,
            Address = actor?.Origin.Address,
        };
        return audit.AppendAsync(db, record, cancellationToken);
    }

    private ReviewRejectReason TurnOf(Actor? actor, Review review, ReviewAct act)
    {
        var now = time.GetUtcNow();
        var isClaimed = review.ClaimedUntil > now;
        if (actor is null)
        {
            review.UpdatedAt = now;
            return isClaimed ? ReviewRejectReason.ClaimedByOther : ReviewRejectReason.None;
        }

        if (isClaimed && review.ClaimedBy != actor.Member.Value) return ReviewRejectReason.ClaimedByOther;
        if (!isClaimed && act.NeedsClaim) return ReviewRejectReason.NotClaimed;
        (review.ClaimedBy, review.ClaimedUntil, review.UpdatedAt) = (actor.Member.Value, now + options.Value.ClaimTime, now);
        return ReviewRejectReason.None;
    }

    /// <summary>A review ends when nothing of it waits. The member may open another by sending something anew.</summary>
    private static async Task CloseWhenDoneAsync(
        ExchangeDbContext db, Review review, bool isDecision, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        var waiting = await db.ReviewItems
            .Where(i => i.ReviewId == review.Id && (i.State == ReviewItemState.Pending || i.State == ReviewItemState.ApprovedOnce))
            .Select(i => i.FirstApprovedBy).ToListAsync(cancellationToken);
        // What one has accepted is for another: the first need not remember to give it back.
        if (isDecision && waiting.Count > 0 && waiting.TrueForAll(first => first == review.ClaimedBy))
            (review.ClaimedBy, review.ClaimedUntil) = (null, null);
        if (waiting.Count > 0 || review.State == ReviewState.MoreRequested) return;
        (review.State, review.OpenMemberId) = (ReviewState.Closed, null);
        (review.ClaimedBy, review.ClaimedUntil) = (null, null);
    }
}

/// <summary>An act of a review, as the audit log has it.</summary>
/// <param name="name">What was done.</param>
/// <param name="needsClaim">Whether the person must have claimed the review.</param>
internal sealed class ReviewAct(string name, bool needsClaim = true)
{
    public string Name => name;

    public bool NeedsClaim => needsClaim;

    /// <summary>Whether an item was decided.</summary>
    public bool IsDecision => After is not null;

    /// <summary>What it was, or null for the review itself.</summary>
    public string? Before { get; private set; }

    /// <summary>What it became, or null for the review itself.</summary>
    public string? After { get; private set; }

    /// <summary>Whether the member must have been compared with the lists before.</summary>
    public bool NeedsScreening { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>The template in which the member is told, with the reason; or null.</summary>
    public string? Notice { get; init; }

    /// <summary>Writes down what became of an item, and in spite of what.</summary>
    public void Changes(string what, ReviewItemState from, ReviewItemState to, string despite = "") =>
        (Before, After) = ($"{what}: {from}", $"{what}: {to}{despite}");
}
