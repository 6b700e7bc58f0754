using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>
/// Carries checks, and word of erasures, from the outbox to the provider. What is sent is read when it is sent: the outbox holds no
/// personal data, and who has withdrawn their consent meanwhile is not sent.
/// </summary>
internal sealed class ProviderTransport(
    IDbContextFactory<ExchangeDbContext> contexts, IVerificationProvider provider, ProviderChecks checks, ProviderErasures erasures,
    Profiles profiles, ReviewSubjects subjects, DocumentVault vault, ProviderSecrets secrets, TimeProvider time) : IOutboxTransport
{
    public OutboxChannel Channel => OutboxChannel.Provider;

    public async Task DeliverAsync(
        OutboxMessage message, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        if (!checks.Options.IsOn) throw new DeliveryRefusedException("No provider is configured any more.");
        if (message.Template == OutboxMessage.ErasureTemplate)
        {
            await provider.EraseAsync(erasures.Read(message, values), cancellationToken);
            return;
        }

        var id = Guid.ParseExact(values[ProviderChecks.CheckName], "N");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var check = await db.ProviderChecks.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (check is null || !await IsWantedAsync(db, check, cancellationToken)) return;
        var answer = await provider.StartAsync(await RequestOfAsync(db, check, cancellationToken), cancellationToken);
        var url = answer.HostedUrl is { } link ? await secrets.ProtectUrlAsync(id, link, cancellationToken) : null;
        DateTimeOffset? now = time.GetUtcNow();
        try
        {
            // Not with the caller's token: what the provider has taken is written down, also when the program is asked to stop meanwhile.
            await db.ProviderChecks.Where(c => c.Id == id && c.ApplicantId == null).ExecuteUpdateAsync(
                set => set.SetProperty(c => c.ApplicantId, answer.ApplicantId).SetProperty(c => c.HostedUrl, url)
                    .SetProperty(c => c.SentAt, now),
                CancellationToken.None);
        }
        catch (Exception e) when (UniqueViolation.Is(e))
        {
            throw new DeliveryRefusedException("The provider's applicant_id belongs to another check.", e);
        }
    }

    /// <summary>Whether it still must be sent: not when it was, when a newer one takes its place, or when all is decided.</summary>
    private async Task<bool> IsWantedAsync(ExchangeDbContext db, ProviderCheck check, CancellationToken cancellationToken) =>
        check.ApplicantId is null && check.Provider == checks.Options.Name
        && await db.Reviews.AnyAsync(r => r.Id == check.ReviewId && r.State != ReviewState.Closed, cancellationToken)
        && !await db.ProviderChecks.AnyAsync(c => c.ReviewId == check.ReviewId && c.Attempt > check.Attempt, cancellationToken)
        && await checks.HasConsentAsync(db, check.MemberId, cancellationToken);

    private async Task<ProviderRequest> RequestOfAsync(ExchangeDbContext db, ProviderCheck check, CancellationToken cancellationToken)
    {
        var member = await db.Members.AsNoTracking().SingleAsync(m => m.Id == check.MemberId, cancellationToken);
        var profile = await profiles.FindAsync(new MemberId(check.MemberId), cancellationToken)
            ?? throw new DeliveryRefusedException("The member has no profile any more.");
        var items = await db.ReviewItems.AsNoTracking().Where(i => check.Items.Contains(i.Id)).ToListAsync(cancellationToken);
        List<ProviderDocument> documents = [];
        foreach (var item in items.Where(i => i.Kind == ReviewItemKind.Document))
        {
            var document = await db.Documents.AsNoTracking().SingleAsync(d => d.Id == item.SubjectId, cancellationToken);
            if (document.State == DocumentState.Replaced) continue;
            var file = checks.Options.SendsDocuments ? await vault.ReadAsync(document.Id, cancellationToken) : null;
            documents.Add(new(item.Id, document, await subjects.FactsAsync(document, cancellationToken), file));
        }

        var told = items.Find(i => i.Kind == ReviewItemKind.Profile)?.Id;
        return new ProviderRequest(check.Reference, member.Uid, told, profile.Fields, documents);
    }
}
