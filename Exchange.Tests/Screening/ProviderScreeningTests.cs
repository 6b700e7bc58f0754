using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Screening;
using Exchange.Tests.Compliance;
using Exchange.Tests.Support;

namespace Exchange.Tests.Screening;

/// <summary>Names that a provider compares, what stands in the way of an acceptance, and two persons for a case.</summary>
[Trait("Category", "Integration")]
public sealed class ProviderScreeningTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Sanctioned =
        """{"hits":[{"subject":0,"list":"sanctions","id":"s-1","name":"PETROV, Ivan","score":91,"grounds":"Programme 7"}]}""";

    private static readonly (string Uid, string Name, string? Born) Ivan = ("36", "PETROV, Ivan", "10 Dec 1961");

    [Fact]
    public async Task The_provider_is_asked_once_for_who_lets_us_and_its_hits_are_cases()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await ScreeningWorld.CreateAsync(database, provider: provider);
        provider.Hits = Sanctioned;
        var (member, _) = await world.MemberAsync("Ivan", "Petrov");
        Assert.Equal(1, await world.ScreenAsync());
        Assert.Empty(provider.Calls);
        await world.Compliance.ConsentAsync(member);
        Assert.Equal((1, 0), (await world.ScreenAsync(), await world.ScreenAsync()));
        var asked = Assert.Single(provider.Calls).Json.GetProperty("subjects")[0];
        Assert.Equal(("Ivan Petrov", "1961-12-10", "holder"),
            (asked.GetProperty("name").GetString(), asked.GetProperty("born").GetString(), asked.GetProperty("role").GetString()));
        var found = Assert.Single(await world.CasesAsync(member));
        Assert.Equal((ListSource.Provider, "provider:s-1", 91), (found.Source, found.Reference, found.Score));
        var details = (await world.Get<CaseQueue>().FindAsync(world.Officer, found.Id, default)).Value!;
        Assert.Equal((true, "Programme 7"), (details.IsListed, details.Entry.Grounds));

        await world.DecideAsync(found, CaseState.FalsePositive);
        world.Time.Pass(TimeSpan.FromDays(31));
        Assert.Equal(1, await world.ScreenAsync());
        Assert.Equal(2, provider.Calls.Count);
        Assert.Single(await world.CasesAsync(member));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"hits":[null]}""")]
    [InlineData("""{"hits":[{"subject":1,"list":"sanctions","id":"s-1","name":"A","score":91}]}""")]
    [InlineData("""{"hits":[{"subject":0,"list":"ofac","id":"s-1","name":"A","score":91}]}""")]
    [InlineData("""{"hits":[{"subject":0,"list":"pep","id":"s-1","name":"A","score":101}]}""")]
    [InlineData("""{"hits":[{"subject":0,"list":"pep","id":"s 1","name":"A","score":1}]}""")]
    [InlineData("""{"hits":[{"subject":0,"list":"pep","id":"s-1","name":" ","score":1}]}""")]
    public async Task Without_a_good_answer_our_lists_are_compared_all_the_same_and_the_member_stays_due(string answer)
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await ScreeningWorld.CreateAsync(database, provider: provider);
        await world.LoadedAsync(ScreeningWorld.Monday, Ivan);
        provider.Hits = answer;
        var (member, _) = await world.MemberAsync("Ivan", "Petrov");
        await world.Compliance.ConsentAsync(member);
        await Assert.ThrowsAsync<InvalidOperationException>(world.ScreenAsync);
        Assert.Equal(ListSource.Ofac, Assert.Single(await world.CasesAsync(member)).Source);
        world.Time.Pass(ProviderScreening.FirstWait);
        await Assert.ThrowsAsync<InvalidOperationException>(world.ScreenAsync);
        world.Time.Pass(ProviderScreening.WaitAfter(2));
        provider.Hits = """{"hits":[{"subject":0,"list":"pep","id":"p-1","name":"Petrov","score":70}]}""";
        Assert.Equal((1, 0), (await world.ScreenAsync(), await world.ScreenAsync()));
        Assert.Equal([ListSource.Ofac, ListSource.Pep], (await world.CasesAsync(member)).Select(c => c.Source));
    }

    [Fact]
    public async Task A_provider_that_is_away_is_left_alone_after_three_tries_of_a_run()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await ScreeningWorld.CreateAsync(database, provider: provider);
        provider.Hits = "away";
        for (var i = 0; i < 6; i++) await world.Compliance.ConsentAsync((await world.MemberAsync("Ada", "Lovelace")).Id);
        await Assert.ThrowsAsync<InvalidOperationException>(world.ScreenAsync);
        Assert.Equal(3, provider.Calls.Count);
    }

    [Fact]
    public async Task Who_says_something_else_is_asked_about_again_also_when_the_provider_failed_meanwhile()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await ScreeningWorld.CreateAsync(database, provider: provider);
        var (member, _) = await world.MemberAsync("Ada", "Lovelace");
        await world.Compliance.ConsentAsync(member);
        await world.ScreenAsync();
        var (review, items) = await world.Compliance.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(world.Officer, review.Id, default);
        await world.Get<RejectItem>().ExecuteAsync(world.Officer, items[0].Id, "The name differs.", default);
        world.Time.Pass(TimeSpan.FromMinutes(1));
        await world.Get<SubmitProfile>().UpdateAsync(member, new ProfileFields { FirstName = "Augusta" }, confirm: true, default);
        provider.Hits = "away";
        await Assert.ThrowsAsync<InvalidOperationException>(world.ScreenAsync);
        provider.Hits = """{"hits":[]}""";
        world.Time.Pass(ProviderScreening.FirstWait);
        Assert.Equal((1, 0), (await world.ScreenAsync(), await world.ScreenAsync()));
        Assert.Equal("Augusta Lovelace", provider.Calls[^1].Json.GetProperty("subjects")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_acceptance_compares_who_is_due_first_and_waits_for_the_case_that_comes_of_it()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        await world.LoadedAsync(ScreeningWorld.Monday, Ivan);
        var (member, _) = await world.MemberAsync("Ivan", "Petrov");
        var (review, items) = await world.Compliance.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(world.Officer, review.Id, default);
        Task<ReviewRejectReason> ApproveAsync() => world.Get<ApproveItem>().ExecuteAsync(world.Officer, items[0].Id, "Agrees", default);
        Assert.Equal(ReviewRejectReason.ScreeningCaseOpen, await ApproveAsync());
        await world.DecideAsync(Assert.Single(await world.CasesAsync(member)), CaseState.FalsePositive);
        Assert.Equal(ReviewRejectReason.None, await ApproveAsync());
    }

    [Fact]
    public async Task While_the_provider_does_not_answer_nothing_is_accepted()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await ScreeningWorld.CreateAsync(database, provider: provider);
        provider.Hits = "away";
        var (member, _) = await world.MemberAsync("Ada", "Lovelace");
        await world.Compliance.ConsentAsync(member);
        var (review, items) = await world.Compliance.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(world.Officer, review.Id, default);
        Task<ReviewRejectReason> ApproveAsync() => world.Get<ApproveItem>().ExecuteAsync(world.Officer, items[0].Id, "Agrees", default);
        Assert.Equal(ReviewRejectReason.ScreeningOutstanding, await ApproveAsync());
        provider.Hits = """{"hits":[]}""";
        Assert.Equal(ReviewRejectReason.None, await ApproveAsync());
    }

    [Fact]
    public async Task Where_two_must_two_say_that_it_is_somebody_else_and_one_that_it_is_them()
    {
        await using var world = await ScreeningWorld.CreateAsync(database, options => options.TwoPersons = true);
        await world.LoadedAsync(ScreeningWorld.Monday, Ivan);
        var (member, _) = await world.MemberAsync("Ivan", "Petrov");
        await world.ScreenAsync();
        async Task<ScreeningCase> CaseAsync() => (await world.CasesAsync(member))[^1];
        var second = await world.PersonAsync(Roles.Compliance);
        Assert.Equal(StaffOutcome.Done, await world.DecideAsync(await CaseAsync(), CaseState.FalsePositive));
        Assert.Equal((CaseState.Open, world.Officer.Member.Value), ((await CaseAsync()).State, (await CaseAsync()).ClearedOnceBy));
        Assert.Equal(
            StaffRejectReason.SecondPersonNeeded, (await world.DecideAsync(await CaseAsync(), CaseState.FalsePositive)).Reason);
        // The list says something else: what was said of it before does not count.
        await world.LoadedAsync(ScreeningWorld.Monday.AddDays(7), Ivan with { Born = "11 Dec 1961" });
        await world.ScreenAsync();
        Assert.Null((await CaseAsync()).ClearedOnceBy);
        Assert.Equal(StaffOutcome.Done, await world.DecideAsync(await CaseAsync(), CaseState.FalsePositive, second));
        Assert.Equal(CaseState.Open, (await CaseAsync()).State);
        Assert.Equal(StaffOutcome.Done, await world.DecideAsync(await CaseAsync(), CaseState.FalsePositive));
        Assert.Equal((CaseState.FalsePositive, world.Officer.Member.Value), ((await CaseAsync()).State, (await CaseAsync()).DecidedBy));

        await world.LoadedAsync(ScreeningWorld.Monday.AddDays(14), Ivan with { Born = "12 Dec 1961" });
        await world.ScreenAsync();
        Assert.Equal(StaffOutcome.Done, await world.DecideAsync(await CaseAsync(), CaseState.TrueMatch));
        Assert.Equal(MemberState.Locked, await world.StateAsync(member));
    }
}
