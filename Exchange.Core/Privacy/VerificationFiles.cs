using System.Runtime.CompilerServices;
using Exchange.Core.Compliance;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Privacy;

/// <summary>What a member sent to show who they are, and what became of it, as files of an export.</summary>
internal sealed class VerificationFiles(
    IDbContextFactory<ExchangeDbContext> contexts, Companies companies, ReviewSubjects subjects, DocumentVault vault)
{
    public async Task<IReadOnlyList<ExportFile>> OfAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var documents = await db.Documents.AsNoTracking().Where(d => d.MemberId == member.Value).OrderBy(d => d.CreatedAt)
            .ToListAsync(cancellationToken);
        return
        [
            ExportFile.One("company.json", "What you said of your company.", c => CompanyAsync(member, c)),
            ExportFile.Many("documents.json", "What you said of your documents.", c => FactsAsync(documents, c)),
            ExportFile.Many("reviews.json", "What was decided about what you sent, and why.", c => ReviewsAsync(member, c)),
            ExportFile.Many("provider-checks.json", "Checks by a provider, and your consent to them.", c => ChecksAsync(member, c)),
            .. documents.Select(document => new ExportFile(
                NameOf(document), $"{document.Type}, {document.Side}.",
                async (stream, c) => await stream.WriteAsync(await vault.ReadAsync(document.Id, c) ?? [], c))),
        ];
    }

    private async Task<object?> CompanyAsync(MemberId member, CancellationToken cancellationToken) =>
        await companies.FindAsync(member, cancellationToken) is { } company
            ? new
            {
                company.State,
                company.Fields.Name,
                company.Fields.RegistrationNumber,
                company.Fields.Country,
                company.Fields.Address,
                company.Fields.Representative,
                company.Fields.Shareholders,
            }
            : null;

    private async IAsyncEnumerable<object> FactsAsync(
        IReadOnlyList<Document> documents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var document in documents)
        {
            var facts = await subjects.FactsAsync(document, cancellationToken);
            yield return new
            {
                File = NameOf(document),
                document.Type,
                document.Side,
                document.State,
                facts.Number,
                facts.Identificator,
                facts.Metadata,
                document.ExpiresOn,
                document.Size,
                document.CreatedAt,
                document.UpdatedAt,
            };
        }
    }

    private async IAsyncEnumerable<object> ReviewsAsync(MemberId member, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var items = from item in db.ReviewItems.AsNoTracking()
                    join review in db.Reviews on item.ReviewId equals review.Id
                    where review.MemberId == member.Value
                    orderby item.SubmittedAt
                    select new { item.Kind, item.State, item.SubmittedAt, item.DecidedAt, item.Reason, review.Request };
        await foreach (var item in items.AsAsyncEnumerable().WithCancellation(cancellationToken)) yield return item;
    }

    private async IAsyncEnumerable<object> ChecksAsync(MemberId member, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var consents = db.ProviderConsents.AsNoTracking().Where(c => c.MemberId == member.Value);
        foreach (var consent in await consents.ToListAsync(cancellationToken))
            yield return new { consent.Provider, ConsentAt = consent.GivenAt };
        var checks = db.ProviderChecks.AsNoTracking().Where(c => c.MemberId == member.Value).OrderBy(c => c.CreatedAt)
            .Select(c => new { c.Provider, c.CreatedAt, c.SentAt, c.ApplicantId, c.Verdict, c.FoundAt });
        await foreach (var check in checks.AsAsyncEnumerable().WithCancellation(cancellationToken)) yield return check;
    }

    private static string NameOf(Document document) => $"documents/{document.Id:N}" + document.ContentType switch
    {
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "application/pdf" => ".pdf",
        _ => "",
    };
}
