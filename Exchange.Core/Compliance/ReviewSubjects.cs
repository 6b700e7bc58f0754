using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>Puts beside the items of a review what they are about, masked.</summary>
internal sealed class ReviewSubjects(
    IDbContextFactory<ExchangeDbContext> contexts, Profiles profiles, Companies companies, LevelStatus levels, FieldCipher cipher)
{
    public async Task<ReviewDetails> DescribeAsync(
        ReviewRow row, string? request, IReadOnlyList<ReviewItem> items, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = items.Where(i => i.Kind == ReviewItemKind.Document).Select(i => i.SubjectId).ToList();
        var documents = await db.Documents.AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancellationToken);
        List<ReviewItemView> views = [];
        foreach (var item in items)
        {
            var document = documents.GetValueOrDefault(item.SubjectId);
            var number = document is null ? null : (await FactsAsync(document, cancellationToken)).MaskedNumber;
            views.Add(new ReviewItemView(item, document, number));
        }

        var profile = await profiles.FindAsync(row.Member, cancellationToken);
        var company = await companies.FindAsync(row.Member, cancellationToken);
        return new ReviewDetails(
            row, request, views, profile is null ? null : profile with { Fields = profile.Fields.Masked() }, company,
            await levels.OfAsync(row.Member, cancellationToken));
    }

    public async Task<DocumentFacts> FactsAsync(Document document, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<DocumentFacts>(await cipher.RevealAsync(PlaceOf(document), document.Facts, cancellationToken))!;

    public static FieldPlace PlaceOf(Document document) => new("documents", "facts", document.Id);
}
