using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Screening;
using Exchange.Tests.Compliance;
using Exchange.Tests.Support;

namespace Exchange.Tests.Screening;

/// <summary>How often a provider is asked that does not answer, or refuses.</summary>
[Trait("Category", "Integration")]
public sealed class ProviderRetryTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string None = """{"hits":[]}""";

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(11, 1024)]
    [InlineData(12, 1440)]
    [InlineData(int.MaxValue, 1440)]
    public void Each_wait_is_twice_the_one_before_up_to_a_day(int tries, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), ProviderScreening.WaitAfter(tries));

    [Fact]
    public async Task Who_got_no_answer_is_asked_about_again_later_and_later_and_stays_outstanding()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await ScreeningWorld.CreateAsync(database, provider: provider);
        var (member, row) = await ConsentingAsync(world);
        provider.Hits = "away";
        var start = world.Time.GetUtcNow();
        List<int> asked = [];
        for (var minute = 0; minute <= 40; minute++)
        {
            var before = provider.Calls.Count;
            try
            {
                await world.ScreenAsync();
            }
            catch (InvalidOperationException)
            {
                // The job says so when it asked in vain.
            }

            if (provider.Calls.Count > before) asked.Add(minute);
            world.Time.Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([0, 1, 3, 7, 15, 31], asked);
        var risk = (await RiskAsync(world, row))!;
        Assert.Equal(new ProviderTrouble(6, start.AddMinutes(31 + 32)), risk.Provider);
        Assert.Equal(ScreeningStanding.Outstanding, await StandingAsync(world, member));

        provider.Hits = None;
        world.Time.Pass(TimeSpan.FromHours(1));
        Assert.Equal((1, 0), (await world.ScreenAsync(), await world.ScreenAsync()));
        Assert.Equal(ScreeningStanding.Clear, await StandingAsync(world, member));
        Assert.Null((await RiskAsync(world, row))!.Provider);
    }

    [Fact]
    public async Task Who_is_refused_is_asked_about_again_only_when_they_say_something_else_or_an_officer_wants_it()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await ScreeningWorld.CreateAsync(database, provider: provider);
        var (member, row) = await ConsentingAsync(world);
        provider.NamesStatus = 422;
        await Assert.ThrowsAsync<InvalidOperationException>(world.ScreenAsync);
        world.Time.Pass(TimeSpan.FromDays(9));
        Assert.Equal((0, 1), (await world.ScreenAsync(), provider.Calls.Count));
        // Lists of ours do not wait for it, and do not have it asked.
        var officer = await world.PersonAsync(Roles.Compliance);
        var list = SampleLists.OfacOf(ScreeningWorld.Monday, ("36", "PETROV, Ivan", null));
        Assert.Equal(1, (await world.LoadAsync(list, actor: officer)).Entries);
        Assert.Equal((1, 1), (await world.ScreenAsync(), provider.Calls.Count));
        Assert.Equal(new ProviderTrouble(1, null), (await RiskAsync(world, row))!.Provider);
        Assert.Equal(ScreeningStanding.Outstanding, await StandingAsync(world, member));

        Assert.Equal(StaffOutcome.Done, await AgainAsync(world, officer, row.Uid));
        await Assert.ThrowsAsync<InvalidOperationException>(world.ScreenAsync);
        Assert.Equal((0, 2), (await world.ScreenAsync(), provider.Calls.Count));
        Assert.Equal("asked again", Assert.Single(await world.AuditAsync(AskProviderAgain.ActionName)).After);

        await RenamedAsync(world, officer, member);
        provider.NamesStatus = 200;
        Assert.Equal((1, 0), (await world.ScreenAsync(), await world.ScreenAsync()));
        Assert.Equal(StaffRejectReason.Unchanged, (await AgainAsync(world, officer, row.Uid)).Reason);
    }

    [Fact]
    public async Task Who_may_not_see_risks_has_nothing_asked()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        var (_, uid) = await world.MemberAsync("Ada", "Lovelace");
        var outcome = await AgainAsync(world, await world.PersonAsync(Roles.Support), uid);
        Assert.Equal(StaffRejectReason.NotPermitted, outcome.Reason);
        Assert.Equal(StaffRejectReason.Unchanged, (await AgainAsync(world, world.Officer, uid)).Reason);
        Assert.Equal(StaffRejectReason.NotFound, (await AgainAsync(world, world.Officer, "ID0")).Reason);
    }

    private static Task<StaffOutcome> AgainAsync(ScreeningWorld world, Actor actor, string uid) =>
        world.Get<AskProviderAgain>().ExecuteAsync(actor, uid, "they have an answer now", default);

    private static async Task<(MemberId Id, MemberRow Row)> ConsentingAsync(ScreeningWorld world)
    {
        var (member, uid) = await world.MemberAsync("Ada", "Lovelace");
        await world.Compliance.ConsentAsync(member);
        return (member, (await world.Get<MemberDirectory>().FindAsync(world.Officer, uid, default)).Value!);
    }

    /// <summary>As somebody sees it whose session is new: much time passes here.</summary>
    private static async Task<MemberRiskView?> RiskAsync(ScreeningWorld world, MemberRow row) =>
        (await world.Get<RiskQueries>().FindAsync(await world.PersonAsync(Roles.Compliance), row, default)).Value;

    private static async Task<ScreeningStanding> StandingAsync(ScreeningWorld world, MemberId member)
    {
        await using var db = world.Context();
        return await world.Get<IScreeningStanding>().OfAsync(db, member, default);
    }

    private static async Task RenamedAsync(ScreeningWorld world, Actor officer, MemberId member)
    {
        var (review, items) = await world.Compliance.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(officer, review.Id, default);
        await world.Get<RejectItem>().ExecuteAsync(officer, items[0].Id, "The name differs.", default);
        await world.Get<SubmitProfile>().UpdateAsync(member, new ProfileFields { FirstName = "Augusta" }, confirm: true, default);
    }
}
