using System.Text.Json;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Screening;

/// <summary>Computes a member's risk from countries, kind of account and cases.</summary>
internal sealed class RiskRules(IOptions<ScreeningOptions> options)
{
    public const int Prohibited = 60;
    public const int HighRisk = 30;
    public const int ConfirmedPep = 40;
    public const int PossiblePep = 20;
    public const int ConfirmedMatch = 100;
    public const int OpenCase = 40;
    public const int Corporate = 10;

    /// <summary>Computes it from what the caller's transaction sees, and writes it into a row.</summary>
    public async Task ApplyAsync(ExchangeDbContext db, MemberRisk risk, CancellationToken cancellationToken)
    {
        var profile = await db.Profiles.Where(p => p.MemberId == risk.MemberId && p.State != ProfileState.Drafted)
            .Select(p => p.Country).SingleOrDefaultAsync(cancellationToken);
        var company = await db.Companies.Where(c => c.MemberId == risk.MemberId).Select(c => c.Country)
            .SingleOrDefaultAsync(cancellationToken);
        var cases = await db.ScreeningCases.AsNoTracking().Where(c => c.MemberId == risk.MemberId && c.State != CaseState.FalsePositive)
            .Select(c => new { c.Source, c.State }).ToListAsync(cancellationToken);
        risk.Pep = cases.Where(c => c.Source == ListSource.Pep)
            .Select(c => c.State == CaseState.TrueMatch ? PepStanding.Confirmed : PepStanding.Possible).DefaultIfEmpty().Max();
        List<ScoreReason> reasons =
        [
            .. new[] { profile, company }.OfType<string>().Distinct().Select(OfCountry).OfType<ScoreReason>(),
            .. OfCases(cases.Count(c => c.Source != ListSource.Pep && c.State == CaseState.Open),
                cases.Count(c => c.Source != ListSource.Pep && c.State == CaseState.TrueMatch)),
        ];
        if (risk.Pep == PepStanding.Confirmed) reasons.Add(new("pep", ConfirmedPep, "Politically exposed"));
        if (risk.Pep == PepStanding.Possible) reasons.Add(new("pep", PossiblePep, "Perhaps politically exposed: a case is open"));
        if (company is not null) reasons.Add(new("corporate", Corporate, "An account of a company"));
        risk.Score = Math.Min(100, reasons.Sum(r => r.Points));
        risk.Reasons = JsonSerializer.Serialize(reasons);
    }

    private ScoreReason? OfCountry(string country)
    {
        if (options.Value.ProhibitedCountries.Contains(country)) return new("country", Prohibited, $"{country} is a prohibited country");
        return options.Value.HighRiskCountries.Contains(country) ? new("country", HighRisk, $"{country} is a country of high risk") : null;
    }

    private static IEnumerable<ScoreReason> OfCases(int open, int confirmed)
    {
        if (confirmed > 0) yield return new("sanctions", ConfirmedMatch, "On a list of sanctions");
        if (open > 0) yield return new("sanctions", OpenCase, "Perhaps on a list of sanctions: a case is open");
    }
}
