using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Compliance;

/// <summary>What the provider says, and what follows from it.</summary>
[Trait("Category", "Integration")]
public sealed class ProviderVerdictTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_verdict_is_evidence_for_reviewers_and_changes_no_item_unless_the_operator_wants_it()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database);
        var (member, applicant) = await CheckedAsync(world, "evidence");
        var (review, items) = await world.ReviewAsync(member);
        var more = ""","level":3,"role":"superadmin","score":93,"reasons":["All agrees"]""" + Items((items[1].Id, "Blurred"));
        Assert.Equal(VerdictReception.Taken, await world.TellAsync(Verdict(world, applicant, "approved", more)));
        Assert.Equal(2, await world.LevelAsync(member));
        Assert.All((await world.ReviewAsync(member)).Items, i => Assert.Equal(ReviewItemState.Pending, i.State));
        var view = Assert.Single(await world.Get<ProviderQueries>().OfReviewAsync(await world.ReviewerAsync(), review.Id, default));
        Assert.Equal((ProviderCheckStep.Found, ProviderVerdict.Approved, 93), (view.Step, view.Check.Verdict, view.Findings!.Score));
        Assert.Equal("Blurred", view.Findings.Of(items[1].Id)!.Reasons.Single());
        Assert.DoesNotContain("Blurred", view.Check.Findings);
        await using var db = world.Context();
        var record = await db.Set<AuditEntry>().SingleAsync(e => e.Action == ReceiveVerdict.Action);
        Assert.Equal((0L, $"member {member.Value}", $"review-{review.Id}-1: Approved"), (record.ActorId, record.Target, record.After));
    }

    [Fact]
    public async Task A_message_counts_once_however_often_and_in_whatever_order_it_comes()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database);
        var (_, applicant) = await CheckedAsync(world, "order");
        var (now, later) = (world.Time.GetUtcNow(), world.Time.GetUtcNow().AddSeconds(20));
        var rejected = FakeProvider.Verdict(applicant, "rejected", later);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.TellAsync(rejected, "msg_a")));
        Assert.Single(answers, VerdictReception.Taken);
        Assert.Equal(5, answers.Count(a => a == VerdictReception.Stale));
        // An older word under a new name, and the same name with another body.
        Assert.Equal(VerdictReception.Stale, await world.TellAsync(FakeProvider.Verdict(applicant, "approved", now), "msg_b"));
        Assert.Equal(
            VerdictReception.Stale, await world.TellAsync(FakeProvider.Verdict(applicant, "approved", later.AddSeconds(9)), "msg_a"));
        Assert.Equal(ProviderVerdict.Rejected, await VerdictOfAsync(world));
        Assert.Equal(
            VerdictReception.Taken, await world.TellAsync(FakeProvider.Verdict(applicant, "approved", later.AddSeconds(9)), "msg_c"));
        Assert.Equal(ProviderVerdict.Approved, await VerdictOfAsync(world));
        await using var db = world.Context();
        Assert.Equal(2, await db.Set<AuditEntry>().CountAsync(e => e.Action == ReceiveVerdict.Action));
    }

    [Fact]
    public async Task What_comes_before_the_check_is_known_changes_nothing_and_counts_when_it_comes_again()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database);
        var member = await world.SentAsync("early");
        var (review, _) = await world.ReviewAsync(member);
        var message = Verdict(world, $"app-review-{review.Id}-1", "approved");
        Assert.Equal(VerdictReception.Unknown, await world.TellAsync(message));
        await using (var db = world.Context()) Assert.Empty(await db.Set<ProviderMessage>().ToListAsync());
        await world.SendAsync();
        Assert.Equal(VerdictReception.Taken, await world.TellAsync(message));
    }

    public static TheoryData<string> Malformed =>
    [
        "", "null", "[]", "{", "not json", "{}", """{"type":"verification.decided"}""",
        Good("\"verdict\":\"approved\"", "\"verdict\":\"Approved\""), Good("\"verdict\":\"approved\"", "\"verdict\":3"),
        Good("\"verdict\":\"approved\"", "\"verdict\":\"rejected\",\"verdict\":\"approved\""),
        Good("\"verdict\":\"approved\"", "\"verdict\":\"approved\",\"score\":101"),
        Good("\"verdict\":\"approved\"", "\"verdict\":\"approved\",\"items\":[null]"),
        Good("\"verdict\":\"approved\"", "\"verdict\":\"approved\",\"items\":[{\"id\":\"1\",\"verdict\":\"approved\"}]"),
        Good("\"verdict\":\"approved\"", "\"verdict\":\"approved\",\"reasons\":[\"<b>bold</b>\"]"),
        Good("\"verdict\":\"approved\"", "\"verdict\":\"approved\",\"reasons\":[\"\\ud800 broken\"]"),
        Good("\"verdict\":\"approved\"", "\"verdict\":\"approved\",\"reasons\":[null]"),
        Good("\"verdict\":\"approved\"", $"\"verdict\":\"approved\",\"reasons\":[\"{new string('x', 301)}\"]"),
        Good("verification.decided", "verification.started"), Good("2020-03-18T09:33:25Z", "2020-03-18T10:33:25Z"),
        Good("2020-03-18T09:33:25Z", "yesterday"), Good("app-review-1-1", "../1"), Good("\"app-review-1-1\"", "null"),
        Good("\"verdict\":\"approved\"", $"\"verdict\":\"approved\",\"x\":{new string('[', 100)}{new string(']', 100)}"),
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_is_not_as_agreed_is_refused_and_changes_nothing(string message)
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database, options => options.AutoApprove = true);
        await CheckedAsync(world, "malformed");
        Assert.Equal(VerdictReception.Malformed, await world.TellAsync(message));
        Assert.Equal(ProviderVerdict.None, await VerdictOfAsync(world));
        Assert.Equal(VerdictReception.Taken, await world.TellAsync(Good("", "")));
    }

    [Fact]
    public async Task What_nobody_with_our_secret_signed_now_is_refused_and_either_of_two_secrets_will_do()
    {
        const string other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database, options => options.Secrets.Add(other));
        var (_, applicant) = await CheckedAsync(world, "forged");
        var message = Verdict(world, applicant, "approved");
        Assert.Equal(
            VerdictReception.NotGenuine, await world.TellAsync(message, secret: "whsec_" + Convert.ToBase64String(new byte[32])));
        var (headers, body) = FakeProvider.Sign(message, world.Time.GetUtcNow());
        world.Time.Pass(StandardWebhook.Tolerance + TimeSpan.FromSeconds(1));
        Assert.Equal(VerdictReception.NotGenuine, await world.Get<ReceiveVerdict>().ExecuteAsync(headers, body, default));
        Assert.Equal(ProviderVerdict.None, await VerdictOfAsync(world));
        Assert.Equal(VerdictReception.Taken, await world.TellAsync(message, secret: other));
    }

    [Fact]
    public async Task Where_the_operator_wants_it_an_approval_accepts_what_was_sent_and_nothing_that_came_later()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database, options => options.AutoApprove = true);
        var (member, applicant) = await CheckedAsync(world, "automatic");
        await world.UploadAsync(member, "Utility Bill");
        Assert.Equal(VerdictReception.Taken, await world.TellAsync(Verdict(world, applicant, "approved")));
        Assert.Equal(3, await world.LevelAsync(member));
        var (review, items) = await world.ReviewAsync(member);
        Assert.Equal(
            [ReviewItemState.Approved, ReviewItemState.Approved, ReviewItemState.Approved, ReviewItemState.Pending],
            items.Select(i => i.State));
        Assert.Equal(ReviewState.Open, review.State);
        await using var db = world.Context();
        var acts = await db.Set<AuditEntry>().Where(e => e.Action == "review.approve").ToListAsync();
        Assert.Equal(3, acts.Count);
        Assert.All(acts, e => Assert.Equal((0L, $"{FakeProvider.Name}: review-{review.Id}-1 is approved"), (e.ActorId, e.Reason)));
    }

    [Fact]
    public async Task What_is_said_of_a_check_that_was_sent_again_since_is_evidence_only()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database, options => options.AutoApprove = true);
        var (member, applicant) = await CheckedAsync(world, "twice");
        var (reviewer, (review, _)) = (await world.ReviewerAsync(), await world.ReviewAsync(member));
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default);
        Assert.Equal(
            ReviewRejectReason.None, await world.Get<SendToProvider>().ExecuteAsync(reviewer, review.Id, "Not answered", default));
        await world.Get<ClaimReview>().ReleaseAsync(reviewer, review.Id, default);
        await world.SendAsync();
        Assert.Equal(VerdictReception.Taken, await world.TellAsync(Verdict(world, applicant, "approved")));
        Assert.Equal(2, await world.LevelAsync(member));
        Assert.Equal(VerdictReception.Taken, await world.TellAsync(Verdict(world, $"app-review-{review.Id}-2", "approved"), "msg_2"));
        Assert.Equal(3, await world.LevelAsync(member));
    }

    [Fact]
    public async Task A_rejection_rejects_the_items_that_have_a_reason_and_the_member_reads_it()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(
            database, options => (options.AutoApprove, options.AutoReject) = (true, true));
        var (member, applicant) = await CheckedAsync(world, "rejected");
        var (_, items) = await world.ReviewAsync(member);
        var stranger = Guid.NewGuid();
        var more = Items((items[1].Id, "The picture is blurred.\",\"A corner is missing."), (stranger, "Not theirs."));
        Assert.Equal(VerdictReception.Taken, await world.TellAsync(Verdict(world, applicant, "rejected", more)));
        (_, items) = await world.ReviewAsync(member);
        Assert.Equal([ReviewItemState.Pending, ReviewItemState.Rejected, ReviewItemState.Pending], items.Select(i => i.State));
        var own = await world.Get<DocumentQueries>().OfAsync(member, default);
        Assert.Equal(
            "The picture is blurred. A corner is missing.", own.Documents.Single(d => d.Document.State == DocumentState.Rejected).Reason);
    }

    [Fact]
    public async Task What_a_person_is_at_is_left_to_them_and_of_two_who_must_accept_one_is_a_person()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(
            database, options => options.AutoApprove = true, compliance: options => options.TwoPersons = true);
        var reviewer = await world.ReviewerAsync();
        var (member, applicant) = await CheckedAsync(world, "claimed");
        var (review, items) = await world.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default);
        await world.TellAsync(Verdict(world, applicant, "approved"));
        Assert.All((await world.ReviewAsync(member)).Items, i => Assert.Equal(ReviewItemState.Pending, i.State));
        await world.Get<ClaimReview>().ReleaseAsync(reviewer, review.Id, default);
        world.Time.Pass(TimeSpan.FromSeconds(1));
        await world.TellAsync(Verdict(world, applicant, "approved"), "msg_2");
        world.Time.Pass(TimeSpan.FromSeconds(1));
        await world.TellAsync(Verdict(world, applicant, "approved"), "msg_3");
        Assert.All((await world.ReviewAsync(member)).Items, i => Assert.Equal(ReviewItemState.ApprovedOnce, i.State));
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default);
        foreach (var item in items)
            Assert.Equal(ReviewRejectReason.None, await world.Get<ApproveItem>().ExecuteAsync(reviewer, item.Id, "Agrees", default));
        Assert.Equal(3, await world.LevelAsync(member));
    }

    [Fact]
    public async Task What_one_person_has_accepted_waits_for_another_person_and_not_for_the_provider()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(
            database, options => options.AutoApprove = true, compliance: options => options.TwoPersons = true);
        var (reviewer, (member, applicant)) = (await world.ReviewerAsync(), await CheckedAsync(world, "person"));
        var (review, items) = await world.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default);
        foreach (var item in items) await world.Get<ApproveItem>().ExecuteAsync(reviewer, item.Id, "Agrees", default);
        Assert.Equal(VerdictReception.Taken, await world.TellAsync(Verdict(world, applicant, "approved")));
        Assert.All((await world.ReviewAsync(member)).Items, i => Assert.Equal(ReviewItemState.ApprovedOnce, i.State));
    }

    [Theory]
    [InlineData(ScreeningStanding.CaseOpen, ReviewRejectReason.ScreeningCaseOpen)]
    [InlineData(ScreeningStanding.Outstanding, ReviewRejectReason.ScreeningOutstanding)]
    public async Task While_screening_stands_in_the_way_neither_provider_nor_reviewer_accepts_anything(
        ScreeningStanding standing, ReviewRejectReason refusal)
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(
            database, options => options.AutoApprove = true,
            services => services.AddSingleton<IScreeningStanding>(new Standing(standing)));
        var (member, applicant) = await CheckedAsync(world, "screened");
        Assert.Equal(VerdictReception.Taken, await world.TellAsync(Verdict(world, applicant, "approved")));
        Assert.Equal(2, await world.LevelAsync(member));
        var (officer, admin) = (await world.ReviewerAsync(), await world.ReviewerAsync(Roles.Admin));
        var (review, items) = await world.ReviewAsync(member);
        var approvals = world.Get<ApproveItem>();
        await world.Get<ClaimReview>().ExecuteAsync(officer, review.Id, default);
        Assert.Equal(refusal, await approvals.ExecuteAsync(officer, items[0].Id, "Agrees", default));
        Assert.Equal(ReviewRejectReason.NotPermitted, await approvals.ExecuteAsync(officer, items[0].Id, "Agrees", true, default));
        await world.Get<ClaimReview>().ReleaseAsync(officer, review.Id, default);
        await world.Get<ClaimReview>().ExecuteAsync(admin, review.Id, default);
        Assert.Equal(refusal, await approvals.ExecuteAsync(admin, items[0].Id, "Agrees", default));
        Assert.Equal(ReviewRejectReason.ReasonInvalid, await approvals.ExecuteAsync(admin, items[0].Id, "", true, default));
        Assert.Equal(ReviewRejectReason.None, await approvals.ExecuteAsync(admin, items[0].Id, "The board has agreed", true, default));
        await using var db = world.Context();
        var record = await db.Set<AuditEntry>().SingleAsync(e => e.Action == "review.approve");
        Assert.EndsWith($"Approved, in spite of {refusal}", record.After);
    }

    private static string Good(string part, string instead)
    {
        const string good = """
            {"type":"verification.decided","timestamp":"2020-03-18T09:33:25Z",
            "data":{"applicant_id":"app-review-1-1","verdict":"approved"}}
            """;
        Assert.Contains(part, good);
        return part.Length == 0 ? good : good.Replace(part, instead, StringComparison.Ordinal);
    }

    private static string Items(params (Guid Id, string Reason)[] items) =>
        ",\"items\":["
        + string.Join(',', items.Select(i => $$"""{"id":"{{i.Id}}","verdict":"rejected","reasons":["{{i.Reason}}"]}""")) + "]";

    private static string Verdict(ComplianceWorld world, string applicant, string verdict, string more = "") =>
        FakeProvider.Verdict(applicant, verdict, world.Time.GetUtcNow(), more);

    private static async Task<(MemberId Member, string Applicant)> CheckedAsync(ComplianceWorld world, string name)
    {
        // Level 2 is there before the review.
        var member = await world.SentAsync(name);
        await world.Get<Labels>().SetAsync(member, LabelChange.Verified(LabelKeys.Email), default);
        await world.Get<Labels>().SetAsync(member, LabelChange.Verified(LabelKeys.Phone), default);
        await world.SendAsync();
        var (review, _) = await world.ReviewAsync(member);
        return (member, $"app-review-{review.Id}-1");
    }

    private static async Task<ProviderVerdict> VerdictOfAsync(ComplianceWorld world)
    {
        await using var db = world.Context();
        return await db.Set<ProviderCheck>().Select(c => c.Verdict).SingleAsync();
    }

    private sealed class Standing(ScreeningStanding standing) : IScreeningStanding
    {
        public Task RefreshAsync(MemberId member, bool asksAgain, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<ScreeningStanding> OfAsync(ExchangeDbContext db, MemberId member, CancellationToken cancellationToken) =>
            Task.FromResult(standing);
    }
}
