using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Notifications;
using Exchange.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Exchange.Tests.Compliance;

/// <summary>From a submission to a check at a provider that answers, fails, delays and lies.</summary>
[Trait("Category", "Integration")]
public sealed class ProviderSendTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_review_goes_to_the_provider_once_when_all_is_there_with_files_first_and_everything_signed()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database);
        var member = await world.SignUpAsync("sent");
        await world.ConsentAsync(member);
        await world.SubmitProfileAsync(member);
        await world.UploadAsync(member);
        await world.SendAsync();
        Assert.Empty(provider.Calls);
        await world.UploadAsync(member, side: DocumentSide.Selfie);
        await world.SendAsync();
        await world.SendAsync();
        Assert.Equal(["PUT", "PUT", "POST"], provider.Calls.Select(c => c.Method));
        foreach (var call in provider.Calls)
        {
            var headers = new WebhookHeaders(
                call.Headers["webhook-id"], call.Headers["webhook-timestamp"], call.Headers["webhook-signature"]);
            var key = StandardWebhook.SecretOf(FakeProvider.Secret)!;
            Assert.True(StandardWebhook.IsGenuine([key], headers, call.Body, world.Time.GetUtcNow()));
        }

        var (review, items) = await world.ReviewAsync(member);
        var asked = provider.Checks.Single();
        Assert.Equal($"review-{review.Id}-1", asked.Headers["idempotency-key"]);
        var profile = asked.Json.GetProperty("profile");
        Assert.Equal(("Lovelace", "GB", items[0].Id), (profile.GetProperty("last_name").GetString(),
            profile.GetProperty("country").GetString(), profile.GetProperty("item").GetGuid()));
        var documents = asked.Json.GetProperty("documents").EnumerateArray().ToDictionary(d => d.GetProperty("item").GetGuid());
        Assert.Equal(items.Skip(1).Select(i => i.Id).Order(), documents.Keys.Order());
        var files = provider.Calls.Where(c => c.Method == "PUT").ToDictionary(c => Guid.Parse(c.Path.Split('/')[^1]));
        foreach (var (item, said) in documents)
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(files[item].Body)), said.GetProperty("sha256").GetString());
        var check = Assert.Single(await ChecksAsync(world));
        Assert.Equal(($"app-review-{review.Id}-1", ProviderVerdict.None), (check.ApplicantId, check.Verdict));
        Assert.DoesNotContain("verify.example", check.HostedUrl);
        var standing = await world.Get<ProviderConsents>().OfAsync(member, default);
        Assert.Equal((true, $"https://verify.example/review-{review.Id}-1"), (standing!.IsChecking, standing.HostedUrl!.AbsoluteUri));
    }

    [Fact]
    public async Task Without_consent_nothing_leaves_and_what_was_withdrawn_meanwhile_is_not_sent()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database);
        var member = await world.SignUpAsync("silent");
        await world.SubmitProfileAsync(member);
        await world.UploadAsync(member);
        await world.UploadAsync(member, side: DocumentSide.Selfie);
        Assert.Empty(await ChecksAsync(world));
        await world.ConsentAsync(member);
        Assert.Single(await ChecksAsync(world));
        await world.Get<ProviderConsents>().WithdrawAsync(member, Members.MembersWorld.Origin, default);
        await world.SendAsync();
        Assert.Empty(provider.Calls);
        await using var db = world.Context();
        Assert.Equal(2, await db.Set<AuditEntry>().CountAsync(e => e.Action == ProviderConsents.Action));
    }

    [Fact]
    public async Task Who_sends_picture_after_picture_is_checked_five_times_by_itself()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database);
        var member = await world.SentAsync("many");
        for (var i = 0; i < ProviderChecks.MaxByItself; i++) await world.UploadAsync(member, side: DocumentSide.Selfie);
        Assert.Equal(ProviderChecks.MaxByItself, (await ChecksAsync(world)).Count);
        await world.SendAsync();
        Assert.Single(provider.Checks);
    }

    [Fact]
    public async Task Without_a_provider_nothing_is_made()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var member = await world.SentAsync("nobody");
        Assert.Empty(await ChecksAsync(world));
        Assert.Null(await world.Get<ProviderConsents>().OfAsync(member, default));
        Assert.Equal(VerdictReception.Off, await world.TellAsync("{}"));
    }

    public static TheoryData<string> Failures =>
        ["500", "302", "429", "404", "torn", "empty", "large", "no applicant", "javascript", "cut off"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_fails_is_tried_again_later_with_the_same_reference(string failure)
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Odd.Enqueue(Failing(failure));
        await using var world = await provider.WorldAsync(database);
        await world.SentAsync("again");
        await world.SendAsync();
        Assert.Null(Assert.Single(await ChecksAsync(world)).ApplicantId);
        await world.SendAsync();
        Assert.Single(provider.Checks);
        world.Time.Pass(OutboxQueue.PauseAfter(1));
        await world.SendAsync();
        Assert.NotNull(Assert.Single(await ChecksAsync(world)).ApplicantId);
        Assert.Single(provider.Checks.Select(c => c.Headers["idempotency-key"].ToString()).Distinct());
        Assert.Equal(2, provider.Checks.Count());
        Assert.DoesNotContain(provider.Calls, c => c.Path.Contains("elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_that_is_away_for_hours_gets_the_check_and_one_that_refuses_it_does_not()
    {
        await using var provider = await FakeProvider.StartAsync();
        for (var i = 0; i < OutboxQueue.MaxAttempts + 4; i++) provider.Odd.Enqueue(Failing("500"));
        await using var world = await provider.WorldAsync(database);
        await world.SentAsync("patient");
        for (var i = 0; i < OutboxQueue.MaxAttempts + 5; i++)
        {
            await world.SendAsync();
            world.Time.Pass(OutboxQueue.PauseAfter(i + 1));
        }

        Assert.NotNull(Assert.Single(await ChecksAsync(world)).ApplicantId);
        provider.Odd.Enqueue(Failing("422"));
        var refused = await world.SentAsync("refused");
        await world.SendAsync();
        var (review, _) = await world.ReviewAsync(refused);
        var view = Assert.Single(await world.Get<ProviderQueries>().OfReviewAsync(await world.ReviewerAsync(), review.Id, default));
        Assert.Equal((ProviderCheckStep.Failed, "HTTP 422: the provider will not take it."), (view.Step, view.Problem));
        Assert.Equal(new ProviderHealth(FakeProvider.Name, 0, 0, 1, 0), await world.Get<ProviderQueries>().HealthAsync(default));
    }

    [Fact]
    public async Task A_check_that_one_member_cannot_get_through_holds_up_no_other()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Odd.Enqueue(Failing("500"));
        await using var world = await provider.WorldAsync(database);
        await world.SentAsync("stuck");
        await world.SendAsync();
        await world.SentAsync("free");
        await world.SendAsync();
        Assert.Single(await ChecksAsync(world), c => c.ApplicantId is not null);
    }

    [Fact]
    public async Task Who_dies_between_sending_and_the_answer_sends_again_and_the_provider_knows_it()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var crash = new CancellationTokenSource();
        await using var world = await provider.WorldAsync(database, more: services =>
        {
            services.RemoveAll<IVerificationProvider>();
            services.AddSingleton<HttpVerificationProvider>();
            services.AddSingleton<IVerificationProvider>(p => new Dying(p.GetRequiredService<HttpVerificationProvider>(), crash));
        });
        await world.SentAsync("crash");
        await Assert.ThrowsAsync<OperationCanceledException>(() => world.Get<OutboxSender>().SendDueAsync(crash.Token));
        Assert.Null(Assert.Single(await ChecksAsync(world)).ApplicantId);
        await world.SendAsync();
        Assert.Single(provider.Checks);
        world.Time.Pass(OutboxQueue.ClaimTime);
        await world.SendAsync();
        Assert.NotNull(Assert.Single(await ChecksAsync(world)).ApplicantId);
        Assert.Equal(2, provider.Checks.Count());
        Assert.Single(provider.Checks.Select(c => Encoding.UTF8.GetString(c.Body)).Distinct());
    }

    [Fact]
    public async Task A_provider_that_takes_too_long_is_left_and_asked_again()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var gate = new SemaphoreSlim(0);
        provider.Odd.Enqueue(http => gate.WaitAsync(http.RequestAborted));
        await using var world = await provider.WorldAsync(database, options => options.Timeout = TimeSpan.FromSeconds(1));
        await world.SentAsync("slow");
        await world.SendAsync();
        await using var db = world.Context();
        var message = await db.Set<OutboxMessage>().SingleAsync(m => m.Channel == OutboxChannel.Provider);
        Assert.Equal((OutboxState.Waiting, "The provider took too long."), (message.State, message.Problem));
    }

    [Fact]
    public async Task The_applicant_of_another_check_is_not_taken()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Odd.Enqueue(http => http.Response.WriteAsync("""{"applicant_id":"one"}"""));
        provider.Odd.Enqueue(http => http.Response.WriteAsync("""{"applicant_id":"one"}"""));
        await using var world = await provider.WorldAsync(database);
        await world.SentAsync("first");
        await world.SentAsync("second");
        await world.SendAsync();
        Assert.Single(await ChecksAsync(world), c => c.ApplicantId == "one");
        Assert.Equal(1, (await world.Get<ProviderQueries>().HealthAsync(default))!.Failed);
    }

    [Fact]
    public async Task A_reviewer_sends_again_for_a_reason_and_only_what_the_member_agreed_to()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database);
        var member = await world.SentAsync("once-more");
        var reviewer = await world.ReviewerAsync();
        var (review, _) = await world.ReviewAsync(member);
        Task<ReviewRejectReason> SendAgainAsync(string? reason) =>
            world.Get<SendToProvider>().ExecuteAsync(reviewer, review.Id, reason, default);
        Assert.Equal(ReviewRejectReason.NotClaimed, await SendAgainAsync("lost"));
        await world.Get<ClaimReview>().ExecuteAsync(reviewer, review.Id, default);
        Assert.Equal(ReviewRejectReason.ReasonInvalid, await SendAgainAsync(" "));
        Assert.Equal(ReviewRejectReason.None, await SendAgainAsync("The provider has lost it"));
        await world.SendAsync();
        // The first was not sent yet: the second takes its place.
        Assert.Equal($"review-{review.Id}-2", provider.Checks.Single().Headers["idempotency-key"]);
        await world.Get<ProviderConsents>().WithdrawAsync(member, Members.MembersWorld.Origin, default);
        Assert.Equal(ReviewRejectReason.NoConsent, await SendAgainAsync("Once more"));
    }

    private static Func<HttpContext, Task> Failing(string how) => how switch
    {
        "torn" => http => http.Response.WriteAsync("""{"applicant_id":"app-1","""),
        "empty" => _ => Task.CompletedTask,
        "large" => http => http.Response.WriteAsync("""{"applicant_id":"app-1"}""" + new string(' ', ProviderClient.MaxAnswerBytes)),
        "no applicant" => http => http.Response.WriteAsync("""{"applicant_id":"<script>"}"""),
        "javascript" => http => http.Response.WriteAsync("""{"applicant_id":"app-1","url":"javascript:alert(1)"}"""),
        "cut off" => http =>
        {
            http.Abort();
            return Task.CompletedTask;
        }
        ,
        _ => http =>
        {
            http.Response.StatusCode = int.Parse(how, System.Globalization.CultureInfo.InvariantCulture);
            http.Response.Headers.Location = "/kyc/elsewhere";
            return Task.CompletedTask;
        }
        ,
    };

    private static async Task<List<ProviderCheck>> ChecksAsync(ComplianceWorld world)
    {
        await using var db = world.Context();
        return await db.Set<ProviderCheck>().AsNoTracking().OrderBy(c => c.CreatedAt).ToListAsync();
    }

    /// <summary>Dies once the provider has answered, before anything of it is written down.</summary>
    private sealed class Dying(IVerificationProvider inner, CancellationTokenSource crash) : IVerificationProvider
    {
        public async Task<ProviderAnswer> StartAsync(ProviderRequest request, CancellationToken cancellationToken)
        {
            var answer = await inner.StartAsync(request, cancellationToken);
            if (crash.IsCancellationRequested) return answer;
            await crash.CancelAsync();
            throw new OperationCanceledException(crash.Token);
        }

        public Task EraseAsync(ProviderErasure erasure, CancellationToken cancellationToken) =>
            inner.EraseAsync(erasure, cancellationToken);
    }
}
