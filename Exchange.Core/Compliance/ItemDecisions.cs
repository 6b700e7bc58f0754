using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>Moves the subject of an item on when the item is decided, and the labels with it.</summary>
internal sealed class ItemDecisions(Profiles profiles)
{
    public async Task ApplyAsync(
        ReviewDesk desk, ExchangeDbContext db, Review review, ReviewItem item, bool isAccepted, LabelCause cause,
        CancellationToken cancellationToken)
    {
        (item.State, item.Reason) = (isAccepted ? ReviewItemState.Approved : ReviewItemState.Rejected, isAccepted ? null : cause.Reason);
        (item.DecidedBy, item.DecidedAt) = (cause.Actor, desk.Now);
        var state = isAccepted ? ProfileState.Verified : ProfileState.Rejected;
        switch (item.Kind)
        {
            case ReviewItemKind.Profile:
                var profile = await db.Profiles.SingleAsync(p => p.Id == item.SubjectId, cancellationToken);
                await profiles.SetStateAsync(db, profile, state, cause, cancellationToken);
                return;
            case ReviewItemKind.Company:
                var company = await db.Companies.SingleAsync(c => c.Id == item.SubjectId, cancellationToken);
                (company.State, company.UpdatedAt) = (state, desk.Now);
                break;
            case ReviewItemKind.Document:
                var document = await db.Documents.SingleAsync(d => d.Id == item.SubjectId, cancellationToken);
                (document.State, document.UpdatedAt) = (isAccepted ? DocumentState.Verified : DocumentState.Rejected, desk.Now);
                break;
        }

        await db.SaveChangesAsync(cancellationToken);
        await desk.Submissions.SetDocumentLabelsAsync(db, new MemberId(review.MemberId), cause, cancellationToken);
    }

    /// <summary>An item of a review that waits for a decision, or why not.</summary>
    public static async Task<(ReviewItem? Item, ReviewRejectReason Reason)> FindAsync(
        ExchangeDbContext db, Review review, Guid id, CancellationToken cancellationToken)
    {
        var item = await db.ReviewItems.SingleOrDefaultAsync(i => i.Id == id && i.ReviewId == review.Id, cancellationToken);
        if (item is null) return (null, ReviewRejectReason.Unknown);
        return item.State switch
        {
            ReviewItemState.Pending or ReviewItemState.ApprovedOnce => (item, ReviewRejectReason.None),
            ReviewItemState.Replaced => (null, ReviewRejectReason.Replaced),
            ReviewItemState.Approved or ReviewItemState.Rejected => (null, ReviewRejectReason.AlreadyDecided),
        };
    }

    /// <summary>What an item is, for the audit log.</summary>
    public static async Task<string> NameOfAsync(ExchangeDbContext db, ReviewItem item, CancellationToken cancellationToken)
    {
        if (item.Kind != ReviewItemKind.Document) return item.Kind.ToString();
        var document = await db.Documents.AsNoTracking().SingleAsync(d => d.Id == item.SubjectId, cancellationToken);
        return $"{document.Type} {document.Side}";
    }
}
