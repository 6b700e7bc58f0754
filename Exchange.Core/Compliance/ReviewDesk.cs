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

    /// <summary>It is decided already, or the member sent another in its place.</summary>
    AlreadyDecided,

    /// <summary>The second person must be another than the first.</summary>
    SecondPersonNeeded,

    /// <summary>A reason of at most <see cref="ReviewItem.MaxReasonLength"/> characters is needed: the member reads it.</summary>
    ReasonInvalid,
}

/// <summary>What all acts of a review share: who may, whose turn it is, the locks, and the line in the audit log.</summary>
internal sealed class ReviewDesk(
    IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks permissions, Submissions submissions, MemberAccess access,
    IAuditLog audit, IOptions<ComplianceOptions> options, TimeProvider time)
{
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
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await submissions.LockAsync(db, new MemberId(owner.Value), cancellationToken);
        var review = await db.Reviews.SingleAsync(r => r.Id == reviewId, cancellationToken);
        var reason = TurnOf(actor, review, act);
        if (reason == ReviewRejectReason.None) reason = await apply(db, review);
        if (reason != ReviewRejectReason.None) return reason;
        await CloseWhenDoneAsync(db, review, act.IsDecision, cancellationToken);
        var record = new AuditRecord(actor.Member.Value, act.Name, target)
        {
            After = act.What ?? $"review {reviewId}",
            Reason = act.Reason,
            Address = actor.Origin.Address,
        };
        await audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        access.Invalidate(new MemberId(owner.Value));
        return ReviewRejectReason.None;
    }

    /// <summary>The review of an item, or 0.</summary>
    public async Task<long> ReviewOfAsync(Guid item, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ReviewItems.Where(i => i.Id == item).Select(i => i.ReviewId).SingleOrDefaultAsync(cancellationToken);
    }

    private ReviewRejectReason TurnOf(Actor actor, Review review, ReviewAct act)
    {
        var now = time.GetUtcNow();
        var isClaimed = review.ClaimedUntil > now;
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
/// <param name="Name">What was done.</param>
/// <param name="NeedsClaim">Whether the person must have claimed the review.</param>
internal sealed record ReviewAct(string Name, bool NeedsClaim = true)
{
    /// <summary>Whether an item was decided.</summary>
    public bool IsDecision => What is not null;

    /// <summary>To what, or null for the review itself.</summary>
    public string? What { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}
