using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>A document as its member sees it; the file is not shown again.</summary>
/// <param name="Document">The document.</param>
/// <param name="Facts">What they said of it.</param>
/// <param name="Reason">Why it was rejected, or null.</param>
public sealed record OwnDocument(Document Document, DocumentFacts Facts, string? Reason);

/// <summary>What became of what a member sent.</summary>
/// <param name="Documents">Those that were not replaced, the oldest first.</param>
/// <param name="ProfileReason">Why the profile was rejected, or null.</param>
/// <param name="CompanyReason">Why the company was rejected, or null.</param>
/// <param name="Request">What a reviewer asked for, while the review waits for the member; or null.</param>
public sealed record OwnReview(IReadOnlyList<OwnDocument> Documents, string? ProfileReason, string? CompanyReason, string? Request);

/// <summary>What members see of their own documents and review.</summary>
public sealed class DocumentQueries
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly ReviewSubjects _subjects;

    internal DocumentQueries(IDbContextFactory<ExchangeDbContext> contexts, ReviewSubjects subjects) =>
        (_contexts, _subjects) = (contexts, subjects);

    /// <summary>A member's documents and what was said to them.</summary>
    public async Task<OwnReview> OfAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var rejected = await (from item in db.ReviewItems
                              join review in db.Reviews on item.ReviewId equals review.Id
                              where review.MemberId == member.Value && item.State == ReviewItemState.Rejected
                              orderby item.DecidedAt
                              select item).AsNoTracking().ToListAsync(cancellationToken);
        var rows = await db.Documents.AsNoTracking()
            .Where(d => d.MemberId == member.Value && d.State != DocumentState.Replaced).OrderBy(d => d.CreatedAt)
            .ToListAsync(cancellationToken);
        List<OwnDocument> documents = [];
        foreach (var row in rows)
            documents.Add(new(row, await _subjects.FactsAsync(row, cancellationToken), ReasonOf(i => i.SubjectId == row.Id)));
        var request = await db.Reviews.Where(r => r.OpenMemberId == member.Value && r.State == ReviewState.MoreRequested)
            .Select(r => r.Request).SingleOrDefaultAsync(cancellationToken);
        return new OwnReview(
            documents, ReasonOf(i => i.Kind == ReviewItemKind.Profile), ReasonOf(i => i.Kind == ReviewItemKind.Company), request);

        string? ReasonOf(Func<ReviewItem, bool> isIt) => rejected.LastOrDefault(isIt)?.Reason;
    }
}
