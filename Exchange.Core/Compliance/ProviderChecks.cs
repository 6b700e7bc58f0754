using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Compliance;

/// <summary>
/// Says when a review goes to the provider, and puts it into the outbox: in the transaction that submits, so that no crash loses it.
/// </summary>
internal sealed class ProviderChecks(Outbox outbox, IOptions<KycProviderOptions> options, TimeProvider time)
{
    /// <summary>How often a review goes to the provider by itself; a member who sends picture after picture costs no more.</summary>
    public const int MaxByItself = 5;

    /// <summary>The name under which the message finds its check.</summary>
    public const string CheckName = "check";

    private const string Template = "provider-check";

    public KycProviderOptions Options => options.Value;

    /// <summary>Sends a review, when all is there and something of it is new to the provider. Under the member's lock.</summary>
    public async Task AddWhenReadyAsync(ExchangeDbContext db, Review review, CancellationToken cancellationToken)
    {
        if (!Options.IsOn || await FindAsync(db, review, cancellationToken) is not { IsComplete: true } found) return;
        var known = await db.ProviderChecks.AsNoTracking().Where(c => c.ReviewId == review.Id).ToListAsync(cancellationToken);
        if (known.Count >= MaxByItself || found.Identity.All(i => known.Exists(c => c.Items.Contains(i)))) return;
        await AddAsync(db, review, found, cancellationToken);
    }

    /// <summary>Sends a review because somebody wants it.</summary>
    public async Task<ReviewRejectReason> AddAgainAsync(ExchangeDbContext db, Review review, CancellationToken cancellationToken)
    {
        if (!Options.IsOn) return ReviewRejectReason.NotComplete;
        if (!await HasConsentAsync(db, review.MemberId, cancellationToken)) return ReviewRejectReason.NoConsent;
        if (await FindAsync(db, review, cancellationToken) is not { IsComplete: true } found) return ReviewRejectReason.NotComplete;
        await AddAsync(db, review, found, cancellationToken);
        return ReviewRejectReason.None;
    }

    /// <summary>Whether the member lets us send their data to the provider that is configured.</summary>
    public Task<bool> HasConsentAsync(ExchangeDbContext db, long member, CancellationToken cancellationToken) =>
        db.ProviderConsents.AnyAsync(c => c.MemberId == member && c.Provider == Options.Name, cancellationToken);

    private async Task AddAsync(ExchangeDbContext db, Review review, Sendable found, CancellationToken cancellationToken)
    {
        var last = await db.ProviderChecks.Where(c => c.ReviewId == review.Id).MaxAsync(c => (int?)c.Attempt, cancellationToken) ?? 0;
        var id = Guid.CreateVersion7();
        // Each review waits for itself alone: one that fails holds up no other.
        var recipient = string.Create(CultureInfo.InvariantCulture, $"review {review.Id}");
        var message = outbox.Add(
            db, OutboxChannel.Provider, review.MemberId, recipient, Template, Languages.Default,
            new Dictionary<string, string> { [CheckName] = id.ToString("N") });
        db.ProviderChecks.Add(new ProviderCheck
        {
            Id = id,
            ReviewId = review.Id,
            MemberId = review.MemberId,
            Attempt = last + 1,
            Provider = Options.Name,
            MessageId = message,
            Items = found.Items,
            CreatedAt = time.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>What of a review can go to the provider; null without the member's consent.</summary>
    private async Task<Sendable?> FindAsync(ExchangeDbContext db, Review review, CancellationToken cancellationToken)
    {
        if (!await HasConsentAsync(db, review.MemberId, cancellationToken)) return null;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var documents = await db.Documents.AsNoTracking()
            .Where(d => d.MemberId == review.MemberId && d.State != DocumentState.Replaced).ToListAsync(cancellationToken);
        var waiting = await db.ReviewItems.AsNoTracking()
            .Where(i => i.ReviewId == review.Id && (i.State == ReviewItemState.Pending || i.State == ReviewItemState.ApprovedOnce))
            .ToListAsync(cancellationToken);
        var isTold = await db.Profiles.AnyAsync(
            p => p.MemberId == review.MemberId && (p.State == ProfileState.Submitted || p.State == ProfileState.Verified),
            cancellationToken);
        var isShown = !Options.SendsDocuments || DocumentType.All.Any(
            t => t.Purpose == DocumentPurpose.Identity && !DocumentStanding.MissingSides(documents, t, today).Any());
        var purposes = documents.ToDictionary(d => d.Id, d => DocumentType.Find(d.Type)?.Purpose);
        bool IsOf(ReviewItem item, DocumentPurpose purpose) => purposes.GetValueOrDefault(item.SubjectId) == purpose;
        Guid[] identity =
        [
            .. waiting.Where(i => i.Kind == ReviewItemKind.Profile || IsOf(i, DocumentPurpose.Identity)).Select(i => i.Id),
        ];
        var isComplete = isTold && isShown && identity.Length > 0;
        return new Sendable(isComplete, identity, [.. identity, .. waiting.Where(i => IsOf(i, DocumentPurpose.Address)).Select(i => i.Id)]);
    }

    /// <summary>What can be sent.</summary>
    /// <param name="IsComplete">Whether it is enough for a check.</param>
    /// <param name="Identity">The items by which the provider knows who it is.</param>
    /// <param name="Items">These and proofs of the address. Companies are not checked by it.</param>
    private sealed record Sendable(bool IsComplete, Guid[] Identity, Guid[] Items);
}
