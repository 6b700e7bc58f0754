using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>
/// Puts what a member sends into their review, and computes the labels that follow from its items. Always under the lock of the member's
/// row, which is the first lock of every act of this room: so none waits for another in a circle.
/// </summary>
internal sealed class Submissions(Labels labels, ProviderChecks checks, TimeProvider time)
{
    /// <summary>Takes the lock.</summary>
    public async Task LockAsync(ExchangeDbContext db, MemberId member, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.Members.Where(m => m.Id == member.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.UpdatedAt, now), cancellationToken);
    }

    /// <summary>Adds an item to the member's open review, or opens one. Items of the same subjects step back.</summary>
    public async Task AddAsync(
        ExchangeDbContext db, MemberId member, ReviewItemKind kind, Guid subject, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var review = await db.Reviews.SingleOrDefaultAsync(r => r.OpenMemberId == member.Value, cancellationToken);
        if (review is null)
        {
            review = new Review { MemberId = member.Value, OpenMemberId = member.Value, OpenedAt = now };
            db.Reviews.Add(review);
        }

        (review.State, review.UpdatedAt) = (ReviewState.Open, now);
        await db.SaveChangesAsync(cancellationToken);
        await StepBackAsync(db, subject, cancellationToken);
        db.ReviewItems.Add(new ReviewItem { ReviewId = review.Id, Kind = kind, SubjectId = subject, SubmittedAt = now });
        await db.SaveChangesAsync(cancellationToken);
        await checks.AddWhenReadyAsync(db, review, cancellationToken);
    }

    /// <summary>What is not decided of a subject is replaced by what came after it.</summary>
    public static Task StepBackAsync(ExchangeDbContext db, Guid subject, CancellationToken cancellationToken) =>
        db.ReviewItems
            .Where(i => i.SubjectId == subject && (i.State == ReviewItemState.Pending || i.State == ReviewItemState.ApprovedOnce))
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ReviewItemState.Replaced), cancellationToken);

    /// <summary>Sets the labels that documents give.</summary>
    public async Task SetDocumentLabelsAsync(
        ExchangeDbContext db, MemberId member, LabelCause cause, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var documents = await db.Documents.AsNoTracking()
            .Where(d => d.MemberId == member.Value && d.State != DocumentState.Replaced).ToListAsync(cancellationToken);
        var company = await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.MemberId == member.Value, cancellationToken);
        foreach (var (key, value) in DocumentStanding.LabelsOf(documents, company?.State, today))
        {
            var change = new LabelChange(key, value) { Actor = cause.Actor, Reason = cause.Reason };
            await labels.SetAsync(db, member, change, cancellationToken);
        }
    }
}
