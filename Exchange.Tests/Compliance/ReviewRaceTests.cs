using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Compliance;

/// <summary>Two reviewers, and a member who does not wait for them: nothing is done twice, and everyone learns why not.</summary>
[Trait("Category", "Integration")]
public sealed class ReviewRaceTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Why = "Agrees";

    [Fact]
    public async Task An_item_that_the_member_replaced_is_not_decided_and_the_new_one_waits()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (member, reviewer) = await ReviewTests.SubmittedAsync(world, "replaced");
        var (review, items) = await world.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default);
        Assert.Equal(UploadRejectReason.None, (await world.UploadAsync(member)).Reason);
        var before = await StateAsync(world);

        Assert.Equal(ReviewRejectReason.Replaced, await world.Get<ApproveItem>().ExecuteAsync(reviewer, items[1].Id, Why, default));
        Assert.Equal(ReviewRejectReason.Replaced, await world.Get<RejectItem>().ExecuteAsync(reviewer, items[1].Id, "Blurred", default));

        Assert.Equal(before, await StateAsync(world));
        var (_, now) = await world.ReviewAsync(member);
        var waiting = Assert.Single(now, i => i.State == ReviewItemState.Pending && !items.Select(o => o.Id).Contains(i.Id));
        Assert.Equal(ReviewRejectReason.None, await world.Get<ApproveItem>().ExecuteAsync(reviewer, waiting.Id, Why, default));
    }

    [Fact]
    public async Task An_upload_and_a_decision_at_once_leave_one_truth()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (member, reviewer) = await ReviewTests.SubmittedAsync(world, "atonce");
        var (review, items) = await world.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default);

        var upload = world.UploadAsync(member);
        var reason = await world.Get<ApproveItem>().ExecuteAsync(reviewer, items[1].Id, Why, default);
        await upload;

        await using var db = world.Context();
        var old = await db.Set<Document>().SingleAsync(d => d.Id == items[1].SubjectId);
        var item = await db.Set<ReviewItem>().SingleAsync(i => i.Id == items[1].Id);
        var expected = reason == ReviewRejectReason.None
            ? (DocumentState.Verified, ReviewItemState.Approved)
            : (DocumentState.Replaced, ReviewItemState.Replaced);
        Assert.Equal(expected, (old.State, item.State));
    }

    [Fact]
    public async Task Who_comes_back_after_the_claim_has_run_out_changes_nothing_of_what_the_other_does()
    {
        await using var world = await ComplianceWorld.CreateAsync(database, options => options.ClaimTime = TimeSpan.FromMinutes(10));
        var (member, first) = await ReviewTests.SubmittedAsync(world, "stale");
        var second = await world.ReviewerAsync();
        var (review, items) = await world.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(first, review.Id, default);
        world.Time.Pass(TimeSpan.FromMinutes(11));
        await world.Get<ClaimReview>().ExecuteAsync(second, review.Id, default);
        Assert.Equal(ReviewRejectReason.None, await world.Get<RejectItem>().ExecuteAsync(second, items[0].Id, "Not your name", default));
        var before = await StateAsync(world);

        Assert.Equal(ReviewRejectReason.ClaimedByOther, await world.Get<ApproveItem>().ExecuteAsync(first, items[0].Id, Why, default));
        Assert.Equal(ReviewRejectReason.ClaimedByOther, await world.Get<RequestMore>().ExecuteAsync(first, review.Id, "A bill", default));
        Assert.Equal(ReviewRejectReason.ClaimedByOther, await world.Get<ClaimReview>().ReleaseAsync(first, review.Id, default));
        Assert.Equal(ReviewRejectReason.AlreadyDecided, await world.Get<ApproveItem>().ExecuteAsync(second, items[0].Id, Why, default));
        Assert.Equal(before, await StateAsync(world));
    }

    [Fact]
    public async Task Two_who_take_the_next_at_once_get_two_and_nobody_their_own()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (one, _) = await ReviewTests.SubmittedAsync(world, "nextone");
        var (two, _) = await ReviewTests.SubmittedAsync(world, "nexttwo");
        Actor[] reviewers = [await world.ReviewerAsync(), await world.ReviewerAsync()];

        var taken = await Task.WhenAll(reviewers.Select(r => world.Get<ClaimReview>().NextAsync(r, default)));

        Assert.Equal(
            new long?[] { (await world.ReviewAsync(one)).Review.Id, (await world.ReviewAsync(two)).Review.Id },
            taken.Select(t => t.Review).Order());
        var own = await world.ReviewerAsync();
        await world.SubmitProfileAsync(own.Member);
        Assert.Equal((ReviewRejectReason.None, null), await world.Get<ClaimReview>().NextAsync(own, default));
        var support = await world.ReviewerAsync(Roles.Support);
        Assert.Equal((ReviewRejectReason.NotPermitted, null), await world.Get<ClaimReview>().NextAsync(support, default));
    }

    [Fact]
    public async Task Acceptance_takes_a_reason_and_the_log_says_what_became_of_which_item()
    {
        await using var world = await ComplianceWorld.CreateAsync(database, options => options.TwoPersons = true);
        var (member, first) = await ReviewTests.SubmittedAsync(world, "logged");
        var second = await world.ReviewerAsync();
        var (review, items) = await world.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(first, review.Id, default);
        Assert.Equal(ReviewRejectReason.ReasonInvalid, await world.Get<ApproveItem>().ExecuteAsync(first, items[1].Id, " ", default));
        await world.Get<ApproveItem>().ExecuteAsync(first, items[1].Id, Why, default);
        await world.Get<ClaimReview>().ReleaseAsync(first, review.Id, default);
        await world.Get<ClaimReview>().ExecuteAsync(second, review.Id, default);
        await world.Get<ApproveItem>().ExecuteAsync(second, items[1].Id, "Looked twice", default);

        await using var db = world.Context();
        var entries = await db.Set<AuditEntry>().Where(e => e.Action == "review.approve").OrderBy(e => e.Id).ToListAsync();
        var what = $"review {review.Id}, Passport front_side: ";
        Assert.Equal(
            [(what + "Pending", what + "ApprovedOnce", Why), (what + "ApprovedOnce", what + "Approved", "Looked twice")],
            entries.Select(e => (e.Before!, e.After!, e.Reason!)));
        var seen = (await world.Get<ReviewQueue>().FindAsync(second, review.Id, default))!.Items.Single(i => i.Item.Id == items[1].Id);
        Assert.Equal((await UidAsync(world, first), await UidAsync(world, second)), (seen.FirstBy, seen.DecidedBy));
    }

    [Fact]
    public async Task The_member_is_told_what_to_send_again_what_more_and_the_level_and_nothing_when_it_was_refused()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (member, reviewer) = await ReviewTests.SubmittedAsync(world, "told");
        var (review, items) = await world.ReviewAsync(member);
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default);
        await world.Get<RejectItem>().ExecuteAsync(reviewer, items[0].Id, "", default);
        Assert.Empty(await NoticesAsync(world, member));
        await world.Get<RejectItem>().ExecuteAsync(reviewer, items[1].Id, "The face is cut off.", default);
        await world.Get<RequestMore>().ExecuteAsync(reviewer, review.Id, "Please send a bill.", default);
        await world.UploadAsync(member);
        await ReviewTests.ApproveAllAsync(world, member, reviewer);

        Assert.Equal(
            [
                ("Please send something again", "Not accepted: The face is cut off."),
                ("We need something more to verify your account", "We need something more: Please send a bill."),
                ("Your account is now at level 3", "Your account is verified up to level 3."),
            ],
            await NoticesAsync(world, member));
    }

    [Fact]
    public async Task The_history_of_a_member_goes_over_all_reviews_and_is_masked()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (member, reviewer) = await ReviewTests.SubmittedAsync(world, "history");
        await ReviewTests.ApproveAllAsync(world, member, reviewer);
        await world.UploadAsync(member, "Utility Bill");
        var (review, _) = await world.ReviewAsync(member);

        var details = (await world.Get<ReviewQueue>().FindAsync(reviewer, review.Id, default))!;
        Assert.Equal((1, 3), (details.Items.Count, details.Earlier.Count));
        var dossier = (await world.Get<ReviewQueue>().OfMemberAsync(reviewer, member, default))!;
        Assert.Equal((4, "L*******"), (dossier.Items.Count, dossier.Profile!.Fields.LastName));
        var support = await world.ReviewerAsync(Roles.Support);
        Assert.Null(await world.Get<ReviewQueue>().OfMemberAsync(support, member, default));
        Assert.Null(await world.Get<ReviewQueue>().CountAsync(support, default));
        var closed = new ReviewFilter { Uid = details.Row.Uid, WithClosed = true };
        Assert.Equal(2, (await world.Get<ReviewQueue>().ListAsync(reviewer, closed, 1, 50, default))!.Total);
        var counts = (await world.Get<ReviewQueue>().CountAsync(reviewer, default))!;
        Assert.Equal((1, 1, 0, 0), (counts.Open, counts.Unclaimed, counts.Mine, counts.MoreRequested));
    }

    /// <summary>All that a refused act must leave alone.</summary>
    private static async Task<string> StateAsync(ComplianceWorld world)
    {
        await using var db = world.Context();
        var items = await db.Set<ReviewItem>().OrderBy(i => i.Id).Select(i => $"{i.Id} {i.State} {i.Reason} {i.DecidedBy}").ToListAsync();
        var documents = await db.Set<Document>().OrderBy(d => d.Id).Select(d => $"{d.Id} {d.State}").ToListAsync();
        var reviews = await db.Set<Review>().OrderBy(r => r.Id)
            .Select(r => $"{r.Id} {r.State} {r.ClaimedBy} {r.ClaimedUntil} {r.Request}").ToListAsync();
        var audit = await db.Set<AuditEntry>().CountAsync();
        var notices = await db.Set<Notification>().CountAsync();
        return string.Join('\n', [.. items, .. documents, .. reviews, $"{audit} entries, {notices} notices"]);
    }

    private static async Task<IReadOnlyList<(string Title, string Text)>> NoticesAsync(ComplianceWorld world, MemberId member)
    {
        await using var db = world.Context();
        var rows = await db.Set<Notification>().Where(n => n.MemberId == member.Value && n.Topic == NotificationTopic.Verification)
            .OrderBy(n => n.Id).ToListAsync();
        return [.. rows.Select(n => (n.Title, n.Text))];
    }

    private static async Task<string> UidAsync(ComplianceWorld world, Actor actor)
    {
        await using var db = world.Context();
        return await db.Set<Member>().Where(m => m.Id == actor.Member.Value).Select(m => m.Uid).SingleAsync();
    }
}
