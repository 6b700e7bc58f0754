using Exchange.Core.Members;
using Exchange.Tests.Staff;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Members;

public sealed class FreezeTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Ann = "ann@example.com";
    private static readonly RequestOrigin Origin = MembersWorld.Origin;

    [Fact]
    public async Task A_frozen_account_takes_no_sign_in_no_order_and_no_key_until_the_staff_opens_it()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.ProtectAsync(await world.MemberAsync(Ann));
        Assert.Equal(CapabilityVerdict.LevelTooLow, await world.Get<IMemberAccess>().MayAsync(ann.Member, Capability.Trade, default));

        Assert.Equal(StaffRejectReason.None, await FreezeAsync(world, ann.Member));

        Assert.Equal(StaffRejectReason.Unchanged, await FreezeAsync(world, ann.Member));
        Assert.Empty(await world.Get<Sessions>().AliveAmongAsync([ann.Session], default));
        var refused = await world.SignInAsync(Ann, MembersWorld.Password, world.Code(ann));
        Assert.Equal((SignInRejectReason.NotActive, MemberState.Locked), (refused.Reason, refused.State));
        Assert.Equal(CapabilityVerdict.NotActive, await world.Get<IMemberAccess>().MayAsync(ann.Member, Capability.Trade, default));
        Assert.Equal("Your account is frozen", (await MailboxDoor.MailsAsync(world.Services, Ann))[0].Subject);
        await using var db = world.Context();
        Assert.Equal(("active", "locked"), await db.Set<Exchange.Core.Audit.AuditEntry>().Where(a => a.Action == "member.freeze")
            .Select(a => new ValueTuple<string, string>(a.Before!, a.After!)).SingleAsync());

        var boss = await world.PersonAsync(Roles.Superadmin);
        var uid = await db.Members.Where(m => m.Id == ann.Member.Value).Select(m => m.Uid).SingleAsync();
        Assert.True((await world.Get<ChangeMemberState>().ExecuteAsync(
            boss, uid, MemberState.Locked, MemberState.Active, cancelsOrders: false, "called her back", default)).IsDone);
        Assert.Equal(ann.Member, (await world.SignInAsync(Ann, MembersWorld.Password, world.Code(ann))).Member);
    }

    [Fact]
    public async Task Support_removes_a_lost_factor_of_members_and_not_of_those_above()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.ProtectAsync(await world.MemberAsync(Ann));
        var (support, boss) = (await world.PersonAsync(Roles.Support), await world.PersonAsync(Roles.Superadmin));
        async Task<StaffRejectReason> RemoveAsync(Actor actor, Exchange.Core.Primitives.MemberId whose)
        {
            await using var db = world.Context();
            var uid = await db.Members.Where(m => m.Id == whose.Value).Select(m => m.Uid).SingleAsync();
            return (await world.Get<RemoveSecondFactor>().ExecuteAsync(actor, uid, "lost her telephone", default)).Reason;
        }

        Assert.Equal(StaffRejectReason.Above, await RemoveAsync(support, boss.Member));
        Assert.Equal(StaffRejectReason.NotPermitted, await RemoveAsync(await world.PersonAsync(Roles.Reporter), ann.Member));
        Assert.Equal(StaffRejectReason.None, await RemoveAsync(support, ann.Member));
        Assert.Equal(StaffRejectReason.Unchanged, await RemoveAsync(support, ann.Member));

        Assert.Empty(await world.Get<Sessions>().AliveAmongAsync([ann.Session], default));
        Assert.Equal(ann.Member, (await world.SignInAsync(Ann, MembersWorld.Password)).Member);
        Assert.Equal("Your second factor is off", (await MailboxDoor.MailsAsync(world.Services, Ann))[0].Subject);
    }

    [Fact]
    public async Task The_last_superadmin_cannot_freeze_themselves()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var boss = await world.PersonAsync(Roles.Superadmin);

        Assert.Equal(StaffRejectReason.LastSuperadmin, await FreezeAsync(world, boss.Member));
        Assert.Single(await world.Get<Sessions>().AliveAmongAsync([boss.SessionId], default));
    }

    [Fact]
    public async Task A_member_ends_one_or_all_other_sessions_and_nobody_elses()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var (ann, bea) = (await world.MemberAsync(Ann), await world.MemberAsync("bea@example.com"));
        long[] own = [await world.SessionAsync(ann), await world.SessionAsync(ann), await world.SessionAsync(ann)];
        var beas = await world.SessionAsync(bea);
        var sessions = world.Get<Sessions>();

        Assert.False(await sessions.RevokeAsync(ann, beas, Origin, default));
        Assert.True(await sessions.RevokeAsync(ann, own[1], Origin, default));
        Assert.Equal(1, await sessions.RevokeOthersAsync(ann, own[0], Origin, default));

        Assert.Equal([own[0], beas], (await sessions.AliveAmongAsync([.. own, beas], default)).Order());
        var page = await world.Get<MemberQueries>().ActivityPageAsync(ann, new ActivityFilter(), 1, 10, default);
        Assert.Equal(2, page.Rows.Count(a => a.Action == Activity.SessionEnd));
    }

    private static Task<StaffRejectReason> FreezeAsync(MembersWorld world, Exchange.Core.Primitives.MemberId member) =>
        world.Get<FreezeAccount>().ExecuteAsync(member, Origin, cancelsOrders: false, default);
}
