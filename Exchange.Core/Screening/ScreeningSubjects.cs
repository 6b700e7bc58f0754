using System.Text.Json;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Screening;

/// <summary>What of a member is compared, as of one moment.</summary>
/// <param name="Subjects">Persons and companies.</param>
/// <param name="ProfileAt">When the profile was changed, or null.</param>
/// <param name="CompanyAt">When the company was changed, or null.</param>
internal sealed record MemberSubjects(IReadOnlyList<ScreeningSubject> Subjects, DateTimeOffset? ProfileAt, DateTimeOffset? CompanyAt);

/// <summary>Reads what members have said of themselves and of their companies. Drafts are not compared: they are not said yet.</summary>
internal sealed class ScreeningSubjects(FieldCipher cipher)
{
    private const string IndexColumn = "screening/subjects";

    public async Task<MemberSubjects> OfAsync(ExchangeDbContext db, long member, CancellationToken cancellationToken)
    {
        List<ScreeningSubject> subjects = [];
        var profile = await db.Profiles.AsNoTracking()
            .SingleOrDefaultAsync(p => p.MemberId == member && p.State != ProfileState.Drafted, cancellationToken);
        var company = await db.Companies.AsNoTracking()
            .SingleOrDefaultAsync(c => c.MemberId == member && c.State != ProfileState.Drafted, cancellationToken);
        if (profile is not null)
        {
            var fields = await ReadAsync<ProfileFields>(Profiles.PlaceOf(profile), profile.Fields, cancellationToken);
            subjects.Add(new(SubjectRole.Holder, $"{fields.FirstName} {fields.LastName}", fields.Born, profile.Country));
        }

        if (company is not null)
            subjects.AddRange(Of(await ReadAsync<CompanyFields>(Companies.PlaceOf(company), company.Fields, cancellationToken)));
        return new MemberSubjects(subjects, profile?.UpdatedAt, company?.UpdatedAt);
    }

    /// <summary>A text that is another one when a name, day of birth or country is.</summary>
    public ValueTask<string> DigestAsync(MemberSubjects subjects, CancellationToken cancellationToken) =>
        cipher.BlindIndexAsync(IndexColumn, JsonSerializer.Serialize(subjects.Subjects), cancellationToken);

    private static IEnumerable<ScreeningSubject> Of(CompanyFields fields)
    {
        yield return new(SubjectRole.Company, fields.Name ?? "", null, fields.Country);
        yield return new(SubjectRole.Representative, fields.Representative ?? "", null, null);
        foreach (var owner in fields.Shareholders) yield return new(SubjectRole.Shareholder, owner.Name, null, null);
    }

    private async Task<T> ReadAsync<T>(FieldPlace place, string text, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<T>(await cipher.RevealAsync(place, text, cancellationToken))!;
}
