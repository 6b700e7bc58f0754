using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>Puts beside the items of a review what they are about, masked.</summary>
internal sealed class ReviewSubjects(
    IDbContextFactory<ExchangeDbContext> contexts, Profiles profiles, Companies companies, LevelStatus levels, FieldCipher cipher)
{
    public async Task<MemberDossier> DescribeAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var items = await (from item in db.ReviewItems.AsNoTracking()
                           join review in db.Reviews on item.ReviewId equals review.Id
                           where review.MemberId == member.Value
                           orderby item.SubmittedAt, item.Id
                           select item).ToListAsync(cancellationToken);
        var documents = await db.Documents.AsNoTracking().Where(d => d.MemberId == member.Value)
            .ToDictionaryAsync(d => d.Id, cancellationToken);
        var names = await NamesAsync(db, items, cancellationToken);
        List<ReviewItemView> views = [];
        foreach (var item in items)
        {
            var document = documents.GetValueOrDefault(item.SubjectId);
            var number = document is null ? null : (await FactsAsync(document, cancellationToken)).MaskedNumber;
            views.Add(new(item, document, number, NameOf(item.FirstApprovedBy), NameOf(item.DecidedBy)));
        }

        var profile = await profiles.FindAsync(member, cancellationToken);
        var company = await companies.FindAsync(member, cancellationToken);
        return new MemberDossier(
            profile is null ? null : profile with { Fields = Masking.Profile(profile.Fields) },
            company is null ? null : company with { Fields = company.Fields.Masked() }, views,
            await levels.OfAsync(member, cancellationToken));

        string? NameOf(long? id) => id switch
        {
            null => null,
            0 => ReviewItemView.ByProvider,
            { } known => names.GetValueOrDefault(known),
        };
    }

    private static Task<Dictionary<long, string>> NamesAsync(
        ExchangeDbContext db, IEnumerable<ReviewItem> items, CancellationToken cancellationToken)
    {
        long[] ids = [.. items.SelectMany(i => new[] { i.FirstApprovedBy, i.DecidedBy }).OfType<long>().Distinct()];
        return db.Members.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Uid, cancellationToken);
    }

    public async Task<DocumentFacts> FactsAsync(Document document, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<DocumentFacts>(await cipher.RevealAsync(PlaceOf(document), document.Facts, cancellationToken))!;

    public static FieldPlace PlaceOf(Document document) => new("documents", "facts", document.Id);
}
