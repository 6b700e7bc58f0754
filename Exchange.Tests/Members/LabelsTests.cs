using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Members;

/// <summary>Labels give levels, and levels give capabilities.</summary>
[Trait("Category", "Integration")]
public sealed class LabelsTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private static readonly string[] Everything = ["email", "phone", "profile", "document"];

    [Fact]
    public async Task A_member_climbs_label_by_label_and_may_trade_at_the_last_and_falls_when_one_goes()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var member = await world.MemberAsync("climber@example.com");
        Assert.Equal(CapabilityVerdict.LevelTooLow, await MayTradeAsync(world, member));
        foreach (var (key, level) in new[] { ("document", 1), ("phone", 2), ("profile", 3) })
        {
            await SetAsync(world, member, key, "verified");
            Assert.Equal((key, level), (key, await LevelAsync(world, member)));
        }

        Assert.Equal(CapabilityVerdict.Allowed, await MayTradeAsync(world, member));
        await SetAsync(world, member, "phone", null);
        Assert.Equal(1, await LevelAsync(world, member));
        Assert.Equal(CapabilityVerdict.LevelTooLow, await MayTradeAsync(world, member));
    }

    [Fact]
    public async Task A_member_who_is_not_active_may_do_nothing_whatever_their_level()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var member = await world.MemberAsync("banned@example.com");
        foreach (var key in Everything) await SetAsync(world, member, key, "verified");
        await using (var db = world.Context())
            await db.Set<Member>().Where(m => m.Id == member.Value)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MemberState.Banned));
        world.Get<MemberAccess>().Invalidate(member);
        Assert.Equal(CapabilityVerdict.NotActive, await MayTradeAsync(world, member));
        Assert.Equal(CapabilityVerdict.NotActive, await MayTradeAsync(world, new MemberId(987_654)));
    }

    [Fact]
    public async Task Labels_set_at_once_leave_the_level_that_all_of_them_give()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        for (var round = 0; round < 5; round++)
        {
            var member = await world.MemberAsync($"parallel{round}@example.com");
            await Task.WhenAll(Everything.Select(key => SetAsync(world, member, key, "verified")));
            Assert.Equal(3, await LevelAsync(world, member));
        }
    }

    [Fact]
    public async Task A_label_of_a_transaction_that_is_not_committed_never_was()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var member = await world.MemberAsync("undone@example.com");
        await using (var db = world.Context())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await world.Get<Labels>().SetAsync(db, member, LabelChange.Verified("phone"), default);
        }

        Assert.Equal(1, await LevelAsync(world, member));
        Assert.Single(await world.Get<Labels>().ListAsync(member, default));
    }

    [Fact]
    public async Task A_label_is_set_in_a_transaction_or_not_at_all()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var member = await world.MemberAsync("bare@example.com");
        await using var db = world.Context();
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => world.Get<Labels>().SetAsync(db, member, LabelChange.Verified("email"), default));
    }

    [Fact]
    public async Task Every_change_of_a_private_label_is_in_the_audit_log_and_a_repetition_is_not()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var member = await world.MemberAsync("audited@example.com");
        var change = new LabelChange("document", "rejected") { Actor = 7, Reason = "blurred" };
        await world.Get<Labels>().SetAsync(member, change, default);
        await world.Get<Labels>().SetAsync(member, change, default);
        await world.Get<Labels>().SetAsync(member, change with { Value = "verified", Reason = "sharp" }, default);
        await using var db = world.Context();
        var entries = await db.Set<AuditEntry>()
            .Where(e => e.Target == $"member {member.Value}" && e.Action == "label.set" && e.ActorId == change.Actor)
            .OrderBy(e => e.Id).ToListAsync();
        Assert.Equal([(7L, null, "document:rejected", "blurred"), (7L, "document:rejected", "document:verified", "sharp")],
            entries.Select(e => (e.ActorId, e.Before, e.After, e.Reason)));
    }

    [Fact]
    public async Task Public_labels_are_the_members_own_and_give_no_level()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var member = await world.MemberAsync("public@example.com");
        var other = await world.MemberAsync("public2@example.com");
        var own = world.Get<PublicLabels>();
        await SetAsync(world, member, "phone", "verified");
        await SetAsync(world, member, "email", null);
        await SetAsync(world, other, "email", null);
        Assert.Equal(PublicLabelRejectReason.Private, await own.CreateAsync(member, "phone", "verified", default));
        Assert.Equal(PublicLabelRejectReason.Private, await own.UpdateAsync(member, "phone", "rejected", default));
        Assert.Equal(PublicLabelRejectReason.Private, await own.DeleteAsync(member, "phone", default));
        Assert.Equal(PublicLabelRejectReason.None, await own.CreateAsync(member, "email", "verified", default));
        Assert.Equal(PublicLabelRejectReason.Taken, await own.CreateAsync(member, "email", "verified", default));
        Assert.Equal(0, await LevelAsync(world, member));
        Assert.Equal(PublicLabelRejectReason.Unknown, await own.DeleteAsync(other, "email", default));
        Assert.Equal(PublicLabelRejectReason.KeyInvalid, await own.CreateAsync(member, "no\0word", "abc", default));
        Assert.Equal(PublicLabelRejectReason.ValueInvalid, await own.CreateAsync(member, "abc", "x", default));
        Assert.Equal(PublicLabelRejectReason.None, await own.DeleteAsync(member, "email", default));
    }

    private static ValueTask<CapabilityVerdict> MayTradeAsync(MembersWorld world, MemberId member) =>
        world.Get<IMemberAccess>().MayAsync(member, Capability.Trade, default);

    private static Task SetAsync(MembersWorld world, MemberId member, string key, string? value) =>
        world.Get<Labels>().SetAsync(member, new LabelChange(key, value), default);

    private static async Task<int> LevelAsync(MembersWorld world, MemberId member)
    {
        await using var db = world.Context();
        return await db.Set<Member>().Where(m => m.Id == member.Value).Select(m => m.Level).SingleAsync();
    }
}
