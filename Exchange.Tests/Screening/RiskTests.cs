using System.Text.Json;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Screening;
using Exchange.Tests.Support;

namespace Exchange.Tests.Screening;

/// <summary>A member's risk, and what it is made of.</summary>
[Trait("Category", "Integration")]
public sealed class RiskTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_politically_exposed_person_is_marked_and_not_locked()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        await world.LoadAsync(SampleLists.Bytes(SampleLists.Pep), ListSource.Pep);
        var (member, _) = await world.MemberAsync("Petra", "Erfunden", "1970-02-03");
        await world.ScreenAsync();
        var risk = await world.RiskAsync(member);
        Assert.Equal((PepStanding.Possible, RiskRules.PossiblePep), (risk.Pep, risk.Score));
        await world.DecideAsync((await world.CasesAsync(member)).Single(), CaseState.TrueMatch);
        risk = await world.RiskAsync(member);
        Assert.Equal((PepStanding.Confirmed, RiskRules.ConfirmedPep), (risk.Pep, risk.Score));
        Assert.Equal(RiskBand.Medium, MemberRisk.BandOf(risk.Score));
        Assert.Equal(MemberState.Active, await world.StateAsync(member));
    }

    [Fact]
    public async Task A_false_positive_takes_its_points_back()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        await world.LoadAsync(SampleLists.Bytes(SampleLists.Pep), ListSource.Pep);
        var (member, _) = await world.MemberAsync("Petra", "Erfunden", "1970-02-03");
        await world.ScreenAsync();
        await world.DecideAsync((await world.CasesAsync(member)).Single(), CaseState.FalsePositive);
        var risk = await world.RiskAsync(member);
        Assert.Equal((PepStanding.No, 0, "[]"), (risk.Pep, risk.Score, risk.Reasons));
    }

    [Fact]
    public async Task Countries_by_option_and_companies_with_their_owners_add_to_it()
    {
        await using var world = await ScreeningWorld.CreateAsync(database, options =>
        {
            options.HighRiskCountries.Add("PA");
            options.ProhibitedCountries.Add("KP");
        });
        await world.LoadedAsync(ScreeningWorld.Monday, ("36", "PETROV, Ivan", null));
        var (member, _) = await world.MemberAsync("Ada", "Lovelace", country: "KP");
        var company = new CompanyFields
        {
            Name = "Analytical Engines Ltd",
            RegistrationNumber = "00118360",
            Country = "PA",
            Address = "Dorset Street 1",
            Representative = "Ada Lovelace",
            Shareholders = [new("Ivan Petrov", 60), new("Ada Lovelace", 40)],
        };
        Assert.Equal(CompanyRejectReason.None, (await world.Get<Companies>().SubmitAsync(member, company, default)).Reason);
        await world.ScreenAsync();
        Assert.Equal(SubjectRole.Shareholder, (await world.CasesAsync(member)).Single().Role);
        var risk = await world.RiskAsync(member);
        var reasons = JsonSerializer.Deserialize<List<ScoreReason>>(risk.Reasons)!;
        Assert.Equal(
            [
                ("country", RiskRules.Prohibited), ("country", RiskRules.HighRisk), ("sanctions", RiskRules.OpenCase),
                ("corporate", RiskRules.Corporate),
            ],
            reasons.Select(r => (r.Signal, r.Points)));
        Assert.Equal((100, RiskBand.High), (risk.Score, MemberRisk.BandOf(risk.Score)));
    }

    [Fact]
    public async Task Drafts_are_not_compared_and_who_never_submitted_has_no_risk()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        var (member, uid) = await world.MemberAsync("Ada", "Lovelace");
        await using (var db = world.Context())
        {
            var profile = db.Set<PersonalProfile>().Single();
            profile.State = ProfileState.Drafted;
            await db.SaveChangesAsync();
        }

        Assert.Equal(0, await world.ScreenAsync());
        var row = (await world.Get<MemberDirectory>().FindAsync(world.Officer, uid, default)).Value!;
        Assert.Equal((row.Id, null), (member, (await world.Get<RiskQueries>().FindAsync(world.Officer, row, default)).Value));
    }
}
