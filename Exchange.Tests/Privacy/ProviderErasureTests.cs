using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Exchange.Core.Privacy;
using Exchange.Core.Screening;
using Exchange.Tests.Compliance;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Privacy;

/// <summary>A provider that was sent somebody's data hears when they are erased.</summary>
[Trait("Category", "Integration")]
public sealed class ProviderErasureTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Path = "/kyc/erasures";

    [Fact]
    public async Task The_provider_is_told_by_its_references_until_it_has_heard_and_the_row_knows_nobody()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database, o => o.ScreensNames = true, s => s.AddScreening().AddErasure());
        var member = await world.SentAsync("ada");
        await world.SendAsync();
        await world.Get<ScreenMembers>().ExecuteAsync(default);
        await AgeAsync(world, member);
        provider.ErasureStatuses.Enqueue(503);

        Assert.Equal(new ErasureReport(0, 1), await world.Get<EraseMembers>().ExecuteAsync(default));

        var row = await RowAsync(world);
        Assert.Equal((0L, OutboxState.Waiting), (row.MemberId, row.State));
        Assert.StartsWith("erasure ", row.Recipient, StringComparison.Ordinal);
        await world.SendAsync();
        await world.SendAsync();
        Assert.Single(provider.Calls, c => c.Path == Path);
        // Longer than anything else is tried: it is known nowhere else.
        world.Time.Pass(TimeSpan.FromDays(29));
        await world.SendAsync();
        var told = provider.Calls.Where(c => c.Path == Path).ToList();
        Assert.Equal(2, told.Count);
        Assert.Equal(told[0].Body, told[1].Body);
        Assert.Equal("review-1-1", told[1].Json.GetProperty("checks")[0].GetProperty("reference").GetString());
        Assert.Equal("app-review-1-1", told[1].Json.GetProperty("checks")[0].GetProperty("applicant_id").GetString());
        var asked = provider.Calls.Single(c => c.Path == "/kyc/screenings").Json.GetProperty("reference").GetString()!;
        Assert.StartsWith(told[1].Json.GetProperty("names").GetString()!, asked, StringComparison.Ordinal);
        Assert.Equal(["reference", "checks", "names"], told[1].Json.EnumerateObject().Select(p => p.Name));
        var headers = new WebhookHeaders(
            told[1].Headers[StandardWebhook.IdHeader]!, told[1].Headers[StandardWebhook.TimestampHeader]!,
            told[1].Headers[StandardWebhook.SignatureHeader]!);
        Assert.True(StandardWebhook.IsGenuine(
            [StandardWebhook.SecretOf(FakeProvider.Secret)!], headers, told[1].Body, world.Time.GetUtcNow()));
        row = await RowAsync(world);
        Assert.Equal((OutboxState.Sent, null), (row.State, row.Payload));
        Assert.Equal($"{FakeProvider.Name} is told", await LoggedAsync(world));
    }

    [Fact]
    public async Task Whom_it_was_never_asked_about_it_does_not_hear_of()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database, more: s => s.AddScreening().AddErasure());
        var member = await world.SignUpAsync("bob");
        await world.SubmitProfileAsync(member);
        await AgeAsync(world, member);

        Assert.Equal(new ErasureReport(0, 1), await world.Get<EraseMembers>().ExecuteAsync(default));

        await world.SendAsync();
        Assert.Empty(provider.Calls);
        Assert.Null(await LoggedAsync(world));
    }

    [Fact]
    public async Task One_that_is_not_configured_any_more_stands_in_the_log_and_one_that_never_hears_on_the_home_page()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database, more: s => s.AddScreening().AddErasure());
        var member = await world.SentAsync("cleo");
        await using (var db = world.Context())
        {
            var check = await db.Set<ProviderCheck>().AsNoTracking().SingleAsync();
            db.Add(new ProviderCheck
            {
                Id = Guid.NewGuid(),
                ReviewId = check.ReviewId,
                MemberId = member.Value,
                Attempt = 2,
                Provider = "Former",
                Items = [],
                CreatedAt = check.CreatedAt,
            });
            await db.SaveChangesAsync();
        }

        await AgeAsync(world, member);
        await world.Get<EraseMembers>().ExecuteAsync(default);
        Assert.Equal($"Former is not configured, and must be told by hand; {FakeProvider.Name} is told", await LoggedAsync(world));
        provider.ErasureStatuses.Enqueue(400);
        await world.SendAsync();
        Assert.Equal(OutboxState.Dead, (await RowAsync(world)).State);
        Assert.Equal(1, (await world.Get<ProviderQueries>().HealthAsync(default))!.Untold);
    }

    /// <summary>As long ago closed as the retention is, and reduced already.</summary>
    private static async Task AgeAsync(ComplianceWorld world, MemberId member)
    {
        await using var db = world.Context();
        await db.Set<Member>().Where(m => m.Id == member.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MemberState.Deleted));
        var closed = world.Time.GetUtcNow().AddYears(-new PrivacyOptions().RetentionYears);
        db.Add(new AccountClosing
        {
            MemberId = member.Value,
            ClosedAt = closed,
            StateBefore = MemberState.Active,
            Stage = ClosingStage.Retained,
        });
        await db.SaveChangesAsync();
        // The reduction before has taken what was in the outbox.
        await db.Set<OutboxMessage>().Where(m => m.MemberId == member.Value).ExecuteDeleteAsync();
    }

    private static async Task<OutboxMessage> RowAsync(ComplianceWorld world)
    {
        await using var db = world.Context();
        return await db.Set<OutboxMessage>().AsNoTracking().SingleAsync(m => m.Channel == OutboxChannel.Provider);
    }

    private static async Task<string?> LoggedAsync(ComplianceWorld world)
    {
        await using var db = world.Context();
        return (await db.Set<AuditEntry>().SingleAsync(e => e.Action == EraseMembers.EraseAction)).After;
    }
}
