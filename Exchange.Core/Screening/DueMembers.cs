using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Screening;

/// <summary>Says who was not compared yet as they are now. It follows from the rows: nothing has to be remembered.</summary>
internal sealed class DueMembers(IOptions<ScreeningOptions> options, ProviderScreening provider, TimeProvider time)
{
    /// <summary>A hash of the options that are in force, and of the provider.</summary>
    public string RulesStamp => provider.IsOn
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{options.Value.Stamp()}/{provider.Name}")))
        : options.Value.Stamp();

    /// <summary>The members who are due, when the newest version among the lists is this.</summary>
    public IQueryable<long> Find(ExchangeDbContext db, long stamp) => Find(db, stamp, null);

    /// <summary>Those of them about whom something can be done: of the others only the provider has to be asked, and later.</summary>
    public IQueryable<long> FindReady(ExchangeDbContext db, long stamp) => Find(db, stamp, time.GetUtcNow());

    private IQueryable<long> Find(ExchangeDbContext db, long stamp, DateTimeOffset? now)
    {
        var rules = RulesStamp;
        var (asks, name, oldest) = (provider.IsOn, provider.Name, provider.Oldest);
        var (profiles, companies, risks, consents) = (db.Profiles, db.Companies, db.MemberRisks, db.ProviderConsents);
        return
            from member in db.Members
            let profile = profiles.Where(p => p.MemberId == member.Id && p.State != ProfileState.Drafted)
                .Select(p => (DateTimeOffset?)p.UpdatedAt).FirstOrDefault()
            let company = companies.Where(c => c.MemberId == member.Id && c.State != ProfileState.Drafted)
                .Select(c => (DateTimeOffset?)c.UpdatedAt).FirstOrDefault()
            where profile != null || company != null
            let isAsked = asks && consents.Any(c => c.MemberId == member.Id && c.Provider == name)
            where !risks.Any(r => r.MemberId == member.Id && r.ListsStamp == stamp && r.RulesStamp == rules
                && r.ProfileAt == profile && r.CompanyAt == company && (!isAsked || r.ProviderAt >= oldest
                    || (now != null && r.ProviderTriedStamp != null && (r.ProviderNextAt == null || r.ProviderNextAt > now))))
            select member.Id;
    }

    /// <summary>Whether one is due, as the caller's transaction sees it.</summary>
    public async Task<bool> IsDueAsync(ExchangeDbContext db, long member, CancellationToken cancellationToken)
    {
        var stamp = await db.ListVersions.Where(v => v.IsCurrent).MaxAsync(v => (long?)v.Id, cancellationToken) ?? 0;
        return await Find(db, stamp).AnyAsync(id => id == member, cancellationToken);
    }
}
