using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Compliance;

/// <summary>From what a member sends to the level that they get.</summary>
[Trait("Category", "Integration")]
public sealed class ReviewTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Why = "Agrees";

    [Fact]
    public async Task A_member_sends_profile_and_papers_a_reviewer_accepts_them_and_the_member_may_trade()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (member, reviewer) = await SubmittedAsync(world, "whole");
        Assert.Equal(("submitted", "pending"), (await world.LabelAsync(member, "profile"), await world.LabelAsync(member, "document")));
        var (review, items) = await world.ReviewAsync(member);
        Assert.Equal(3, items.Count);
        Assert.Equal(ReviewRejectReason.None, await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default));
        foreach (var item in items)
        {
            Assert.Equal(2, await world.LevelAsync(member));
            Assert.Equal(ReviewRejectReason.None, await world.Get<ApproveItem>().ExecuteAsync(reviewer, item.Id, Why, default));
        }

        Assert.Equal(3, await world.LevelAsync(member));
        Assert.Equal(CapabilityVerdict.Allowed, await world.Get<IMemberAccess>().MayAsync(member, Capability.Trade, default));
        var (closed, _) = await world.ReviewAsync(member);
        Assert.Equal((ReviewState.Closed, (long?)null, (long?)null), (closed.State, closed.OpenMemberId, closed.ClaimedBy));
    }

    [Fact]
    public async Task A_rejected_item_is_redone_alone_and_its_reason_is_read_by_the_member()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (member, reviewer) = await SubmittedAsync(world, "again");
        var (review, items) = await world.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default);
        var selfie = items[^1];
        foreach (var item in items.SkipLast(1)) await world.Get<ApproveItem>().ExecuteAsync(reviewer, item.Id, Why, default);
        Assert.Equal(ReviewRejectReason.ReasonInvalid, await world.Get<RejectItem>().ExecuteAsync(reviewer, selfie.Id, "  ", default));
        Assert.Equal(
            ReviewRejectReason.None, await world.Get<RejectItem>().ExecuteAsync(reviewer, selfie.Id, "The face is cut off.", default));
        Assert.Equal(("verified", "rejected"), (await world.LabelAsync(member, "profile"), await world.LabelAsync(member, "document")));
        var own = await world.Get<DocumentQueries>().OfAsync(member, default);
        Assert.Equal("The face is cut off.", Assert.Single(own.Documents, d => d.Document.State == DocumentState.Rejected).Reason);

        Assert.Equal(UploadRejectReason.None, (await world.UploadAsync(member, side: DocumentSide.Selfie)).Reason);
        var (second, redone) = await world.ReviewAsync(member);
        Assert.NotEqual(review.Id, second.Id);
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, second.Id, default);
        await world.Get<ApproveItem>().ExecuteAsync(reviewer, Assert.Single(redone).Id, Why, default);
        Assert.Equal(3, await world.LevelAsync(member));
    }

    [Fact]
    public async Task Who_has_not_claimed_may_not_decide_and_two_at_once_claim_once()
    {
        await using var world = await ComplianceWorld.CreateAsync(database, options => options.ClaimTime = TimeSpan.FromMinutes(10));
        var (member, first) = await SubmittedAsync(world, "claimed");
        var second = await world.ReviewerAsync();
        var (review, items) = await world.ReviewAsync(member);
        Assert.Equal(ReviewRejectReason.NotClaimed, await world.Get<ApproveItem>().ExecuteAsync(first, items[0].Id, Why, default));
        var claims = await Task.WhenAll(new[] { first, second }.Select(a => world.Get<ClaimReview>().ExecuteAsync(a, review.Id, default)));
        Assert.Equal([ReviewRejectReason.None, ReviewRejectReason.ClaimedByOther], claims.Order());
        var loser = claims[0] == ReviewRejectReason.None ? second : first;
        Assert.Equal(ReviewRejectReason.ClaimedByOther, await world.Get<ApproveItem>().ExecuteAsync(loser, items[0].Id, Why, default));
        world.Time.Pass(TimeSpan.FromMinutes(11));
        Assert.Equal(ReviewRejectReason.NotClaimed, await world.Get<ApproveItem>().ExecuteAsync(loser, items[0].Id, Why, default));
        Assert.Equal(ReviewRejectReason.None, await world.Get<ClaimReview>().ExecuteAsync(loser, review.Id, default));
    }

    [Fact]
    public async Task An_item_is_decided_once_also_when_the_answers_come_together()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (member, reviewer) = await SubmittedAsync(world, "once");
        var (review, items) = await world.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => i % 2 == 0
            ? world.Get<ApproveItem>().ExecuteAsync(reviewer, items[1].Id, Why, default)
            : world.Get<RejectItem>().ExecuteAsync(reviewer, items[1].Id, "No good.", default)));
        Assert.Single(answers, ReviewRejectReason.None);
        Assert.Equal(5, answers.Count(a => a == ReviewRejectReason.AlreadyDecided));
    }

    [Fact]
    public async Task Where_two_persons_must_accept_one_person_is_not_two()
    {
        await using var world = await ComplianceWorld.CreateAsync(database, options => options.TwoPersons = true);
        var (member, first) = await SubmittedAsync(world, "two");
        var second = await world.ReviewerAsync();
        var (review, items) = await world.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(first, review.Id, default);
        foreach (var item in items)
            Assert.Equal(ReviewRejectReason.None, await world.Get<ApproveItem>().ExecuteAsync(first, item.Id, Why, default));
        Assert.Equal(2, await world.LevelAsync(member));
        await world.Get<ClaimReview>().ExecuteAsync(first, review.Id, default);
        Assert.Equal(ReviewRejectReason.SecondPersonNeeded, await world.Get<ApproveItem>().ExecuteAsync(first, items[0].Id, Why, default));
        await world.Get<ClaimReview>().ReleaseAsync(first, review.Id, default);
        Assert.Equal(ReviewRejectReason.None, await world.Get<ClaimReview>().ExecuteAsync(second, review.Id, default));
        foreach (var item in items) await world.Get<ApproveItem>().ExecuteAsync(second, item.Id, Why, default);
        Assert.Equal(3, await world.LevelAsync(member));
    }

    [Fact]
    public async Task B154_Without_the_permission_nothing_is_seen_or_decided_and_the_refusal_is_written_down()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (member, _) = await SubmittedAsync(world, "refused");
        var support = await world.ReviewerAsync(Roles.Support);
        var (review, items) = await world.ReviewAsync(member);
        var document = items[1].SubjectId;
        Assert.Null(await world.Get<ReviewQueue>().ListAsync(support, new ReviewFilter(), 1, 50, default));
        Assert.Null(await world.Get<ReviewQueue>().FindAsync(support, review.Id, default));
        Assert.Null(await world.Get<ReadDocument>().ExecuteAsync(support, document, default));
        Assert.Equal(ReviewRejectReason.NotPermitted, await world.Get<ClaimReview>().ExecuteAsync(support, review.Id, default));
        Assert.Equal(ReviewRejectReason.NotPermitted, await world.Get<ApproveItem>().ExecuteAsync(support, items[0].Id, Why, default));
        Assert.Equal(ReviewRejectReason.NotPermitted, await world.Get<RejectItem>().ExecuteAsync(support, items[0].Id, "No.", default));
        Assert.Equal(ReviewRejectReason.NotPermitted, await world.Get<RequestMore>().ExecuteAsync(support, review.Id, "More.", default));
        Assert.Equal(
            ReviewRejectReason.NotPermitted, (await world.Get<RevealProfile>().ExecuteAsync(support, member, "A reason.", default)).Reason);
        await using var db = world.Context();
        Assert.Equal(8, await db.Set<AuditEntry>().CountAsync(
            e => e.ActorId == support.Member.Value && e.Action == PermissionChecks.RefusedAction));
    }

    [Fact]
    public async Task Nobody_reviews_themselves()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var reviewer = await world.ReviewerAsync();
        await world.SubmitProfileAsync(reviewer.Member);
        var (review, items) = await world.ReviewAsync(reviewer.Member);
        Assert.Equal(ReviewRejectReason.OwnReview, await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default));
        Assert.Equal(ReviewRejectReason.OwnReview, await world.Get<ApproveItem>().ExecuteAsync(reviewer, items[0].Id, Why, default));
    }

    [Fact]
    public async Task What_a_reviewer_asks_for_waits_for_the_member_and_goes_on_when_they_send_it()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (member, reviewer) = await SubmittedAsync(world, "more");
        var (review, _) = await world.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default);
        Assert.Equal(
            ReviewRejectReason.None,
            await world.Get<RequestMore>().ExecuteAsync(reviewer, review.Id, "Please send a utility bill.", default));
        Assert.Equal("Please send a utility bill.", (await world.Get<DocumentQueries>().OfAsync(member, default)).Request);
        var waiting = new ReviewFilter { State = ReviewState.MoreRequested };
        Assert.Single((await world.Get<ReviewQueue>().ListAsync(reviewer, waiting, 1, 50, default))!.Rows, r => r.Id == review.Id);
        Assert.Equal(UploadRejectReason.None, (await world.UploadAsync(member, "Utility Bill")).Reason);
        Assert.Null((await world.Get<DocumentQueries>().OfAsync(member, default)).Request);
        Assert.Equal(ReviewState.Open, (await world.ReviewAsync(member)).Review.State);
    }

    [Fact]
    public async Task The_queue_is_filtered_by_kind_country_member_and_claim_and_shows_nothing_in_the_clear()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (member, reviewer) = await SubmittedAsync(world, "listed");
        var other = await world.SignUpAsync("otherlisted");
        await world.UploadAsync(other);
        var (review, items) = await world.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default);
        async Task<IEnumerable<long>> ListedAsync(ReviewFilter filter) =>
            (await world.Get<ReviewQueue>().ListAsync(reviewer, filter, 1, 50, default))!.Rows.Select(r => r.Member.Value);
        Assert.Equal([member.Value], await ListedAsync(new() { Kind = ReviewItemKind.Profile }));
        Assert.Equal([member.Value], await ListedAsync(new() { Country = "GB" }));
        Assert.Equal([member.Value], await ListedAsync(new() { Mine = true }));
        Assert.Equal([other.Value], await ListedAsync(new() { Mine = false }));
        Assert.Equal([other.Value, member.Value], await ListedAsync(new() { NewestFirst = true }));
        var details = await world.Get<ReviewQueue>().FindAsync(reviewer, review.Id, default);
        Assert.Equal(("L*******", "1990-12-**"), (details!.Dossier.Profile!.Fields.LastName, details.Dossier.Profile.Fields.DateOfBirth));
        Assert.Equal("C0*****47", details.Items[1].MaskedNumber);
        Assert.Equal(reviewer.Member.Value, items.Count > 0 ? (await world.ReviewAsync(member)).Review.ClaimedBy : 0);
    }

    [Fact]
    public async Task Unmasking_and_opening_a_file_are_in_the_audit_log_with_their_reason()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (member, reviewer) = await SubmittedAsync(world, "revealed");
        var (_, items) = await world.ReviewAsync(member);
        Assert.Equal(
            ReviewRejectReason.ReasonInvalid, (await world.Get<RevealProfile>().ExecuteAsync(reviewer, member, "", default)).Reason);
        var (_, revealed) = await world.Get<RevealProfile>().ExecuteAsync(reviewer, member, "To compare with the passport", default);
        Assert.Equal("Lovelace", revealed!.Profile!.Fields.LastName);
        Assert.Contains("C01X00T47", revealed.Numbers.Values);
        var file = await world.Get<ReadDocument>().ExecuteAsync(reviewer, items[1].SubjectId, default);
        Assert.Equal(FileInspection.Inspect(SampleFiles.Jpeg()).Bytes, file!.Bytes);
        await using var db = world.Context();
        var entries = await db.Set<AuditEntry>().Where(e => e.ActorId == reviewer.Member.Value).OrderBy(e => e.Id).ToListAsync();
        Assert.Equal(
            [("profile.reveal", "To compare with the passport"), ("document.read", null)], entries.Select(e => (e.Action, e.Reason)));
        Assert.DoesNotContain(entries, e => $"{e.Before}{e.After}".Contains("Lovelace", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_company_needs_its_own_papers_beside_those_of_its_representative()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (member, reviewer) = await SubmittedAsync(world, "company");
        var fields = new CompanyFields
        {
            Name = "Analytical Engines Ltd",
            RegistrationNumber = "00118360",
            Country = "GB",
            Address = "Dorset Street 1, London",
            Representative = "Ada Lovelace",
            Shareholders = [new("Charles Babbage", 60), new("Ada Lovelace", 40)],
        };
        Assert.Equal(CompanyRejectReason.None, (await world.Get<Companies>().SubmitAsync(member, fields, default)).Reason);
        await ApproveAllAsync(world, member, reviewer);
        Assert.Equal(("pending", 2), (await world.LabelAsync(member, "company"), await world.LevelAsync(member)));
        foreach (var type in DocumentType.NeededOfCompanies) await world.UploadAsync(member, type);
        await ApproveAllAsync(world, member, reviewer);
        Assert.Equal(("verified", 3), (await world.LabelAsync(member, "company"), await world.LevelAsync(member)));
        Assert.Equal(CompanyRejectReason.NotEditable, (await world.Get<Companies>().SubmitAsync(member, fields, default)).Reason);
        var bad = fields with { Shareholders = [new("A", 60), new("B", 41)], Name = "<b>" };
        var person = await world.SignUpAsync("badcompany");
        var refused = await world.Get<Companies>().SubmitAsync(person, bad, default);
        Assert.Equal([CompanyField.Name, CompanyField.Shareholders], refused.Wrong);
    }

    internal static async Task ApproveAllAsync(ComplianceWorld world, MemberId member, Actor reviewer)
    {
        var (review, items) = await world.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default);
        foreach (var item in items.Where(i => i.State == ReviewItemState.Pending))
            Assert.Equal(ReviewRejectReason.None, await world.Get<ApproveItem>().ExecuteAsync(reviewer, item.Id, Why, default));
    }

    /// <summary>A member with address and telephone, whose profile and passport are in review; and a reviewer.</summary>
    internal static async Task<(MemberId Member, Actor Reviewer)> SubmittedAsync(ComplianceWorld world, string name)
    {
        var member = await world.SignUpAsync(name);
        await world.Get<Labels>().SetAsync(member, LabelChange.Verified(LabelKeys.Email), default);
        await world.Get<Labels>().SetAsync(member, LabelChange.Verified(LabelKeys.Phone), default);
        await world.SubmitProfileAsync(member);
        foreach (var side in DocumentType.Find("Passport")!.Sides)
            Assert.Equal(UploadRejectReason.None, (await world.UploadAsync(member, side: side)).Reason);
        return (member, await world.ReviewerAsync());
    }
}
