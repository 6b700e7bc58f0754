using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Tests.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Staff;

public sealed class StaffActTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Reason = "asked for by the member";

    [Fact]
    public async Task A_locked_member_is_signed_out_and_the_log_says_what_it_was_and_became()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var (staff, member) = (await world.PersonAsync(Roles.Compliance), await world.PersonAsync(Roles.Member));
        var uid = await UidAsync(world, member);

        var outcome = await StateAsync(world, staff, uid, MemberState.Active, MemberState.Locked);

        Assert.Equal(StaffOutcome.Done, outcome);
        Assert.Empty(await world.Get<Sessions>().AliveAmongAsync([member.SessionId], CancellationToken.None));
        Assert.Equal(
            CapabilityVerdict.NotActive,
            await world.Get<IMemberAccess>().MayAsync(member.Member, Capability.Trade, CancellationToken.None));
        var entry = (await LogAsync(world)).Single();
        Assert.Equal(
            (staff.Member.Value, ChangeMemberState.Action, uid, "active", "locked", Reason, "127.0.0.1"),
            (entry.ActorId, entry.Action, entry.Target, entry.Before, entry.After, entry.Reason, entry.Address));
    }

    [Fact]
    public async Task A_state_that_changed_meanwhile_or_cannot_follow_is_refused_and_nothing_is_changed()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var (staff, member) = (await world.PersonAsync(Roles.Compliance), await world.PersonAsync(Roles.Member));
        var uid = await UidAsync(world, member);

        await RefusedAsync(StaffRejectReason.ChangedMeanwhile, MemberState.Locked, MemberState.Banned);
        await RefusedAsync(StaffRejectReason.Unchanged, MemberState.Active, MemberState.Active);
        await RefusedAsync(StaffRejectReason.ValueUnknown, MemberState.Active, MemberState.Deleted);
        await RefusedAsync(StaffRejectReason.ValueUnknown, MemberState.Active, MemberState.Pending);
        await RefusedAsync(StaffRejectReason.ValueUnknown, MemberState.Active, (MemberState)42);
        await RefusedAsync(StaffRejectReason.ReasonMissing, MemberState.Active, MemberState.Locked, " x ");
        await RefusedAsync(StaffRejectReason.ReasonTooLong, MemberState.Active, MemberState.Locked, new string('x', 501));
        Assert.Equal(StaffRejectReason.NotFound, (await StateAsync(world, staff, "ID0", MemberState.Active, MemberState.Locked)).Reason);
        Assert.Empty(await LogAsync(world));

        async Task RefusedAsync(StaffRejectReason reason, MemberState from, MemberState to, string why = Reason)
        {
            var outcome = await world.Get<ChangeMemberState>().ExecuteAsync(
                staff, uid, from, to, cancelsOrders: false, why, CancellationToken.None);
            Assert.Equal(reason, outcome.Reason);
            Assert.Single(await world.Get<Sessions>().AliveAmongAsync([member.SessionId], CancellationToken.None));
        }
    }

    [Fact]
    public async Task Nobody_acts_on_who_may_do_more_than_they_and_the_try_is_in_the_log()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var (support, compliance, superadmin) = (
            await world.PersonAsync(Roles.Support), await world.PersonAsync(Roles.Compliance), await world.PersonAsync(Roles.Superadmin));
        var uid = await UidAsync(world, superadmin);

        Assert.Equal(StaffRejectReason.NotPermitted,
            (await StateAsync(world, support, uid, MemberState.Active, MemberState.Locked)).Reason);
        Assert.Equal(StaffRejectReason.Above,
            (await StateAsync(world, compliance, uid, MemberState.Active, MemberState.Locked)).Reason);
        Assert.Equal(StaffRejectReason.Above, (await world.Get<EndMemberSessions>().ExecuteAsync(
            support, uid, null, Reason, CancellationToken.None)).Reason);
        Assert.Equal(
            [
                "members.state.change: not granted", "members.state.change: may do more than they",
                "members.sessions.end: may do more than they",
            ],
            (await LogAsync(world)).Select(e => e.Reason));
    }

    [Fact]
    public async Task Nobody_changes_their_own_role_or_state()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var (one, other) = (await world.PersonAsync(Roles.Superadmin), await world.PersonAsync(Roles.Superadmin));
        var uid = await UidAsync(world, one);
        Assert.Equal(StaffRejectReason.Own, (await RoleAsync(world, one, uid, Roles.Superadmin, Roles.Admin)).Reason);
        Assert.Equal(StaffRejectReason.Own, (await StateAsync(world, one, uid, MemberState.Active, MemberState.Banned)).Reason);
        Assert.Equal(StaffOutcome.Done, await RoleAsync(world, other, uid, Roles.Superadmin, Roles.Admin));
    }

    [Fact]
    public async Task Of_two_superadmins_who_take_the_role_from_each_other_at_once_one_stays()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        for (var round = 0; round < 5; round++)
        {
            var (one, other) = (await world.PersonAsync(Roles.Superadmin), await world.PersonAsync(Roles.Superadmin));
            var (oneUid, otherUid) = (await UidAsync(world, one), await UidAsync(world, other));
            var outcomes = await Task.WhenAll(
                RoleAsync(world, one, otherUid, Roles.Superadmin, Roles.Member),
                StateAsync(world, other, oneUid, MemberState.Active, MemberState.Banned));
            Assert.Single(outcomes, StaffOutcome.Done);
            await using var db = world.Context();
            var left = await db.Members.SingleAsync(m => m.Role == Roles.Superadmin && m.State == MemberState.Active);
            left.Role = Roles.Member;
            await db.SaveChangesAsync();
        }
    }

    [Fact]
    public async Task A_new_role_ends_the_sessions_and_counts_from_the_next_sign_in()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var (superadmin, member) = (await world.PersonAsync(Roles.Superadmin), await world.PersonAsync(Roles.Member));
        var uid = await UidAsync(world, member);
        Assert.Equal(StaffOutcome.Done, await RoleAsync(world, superadmin, uid, Roles.Member, Roles.Support));
        Assert.Equal(PermissionVerdict.SessionEnded, await world.AskAsync(member, Permission.MembersRead));
        var again = await world.SignedInAsync(member.Member, Roles.Support);
        Assert.Equal(PermissionVerdict.Granted, await world.AskAsync(again, Permission.MembersRead));
    }

    [Fact]
    public async Task Permissions_are_edited_as_a_whole_or_not_at_all()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var (superadmin, support) = (await world.PersonAsync(Roles.Superadmin), await world.PersonAsync(Roles.Support));
        var good = new PermissionChange(Roles.Support, Permission.AuditRead, true);

        foreach (var bad in (PermissionChange[])
        [
            new(Roles.Member, Permission.AuditRead, true), new(Roles.Superadmin, Permission.AuditRead, false), good,
            new("owner", Permission.AuditRead, true), new(Roles.Support, "members.eat", true),
        ])
            Assert.Equal(StaffRejectReason.ValueUnknown, (await EditAsync(world, superadmin, good, bad)).Reason);
        Assert.Equal(StaffRejectReason.ChangedMeanwhile,
            (await EditAsync(world, superadmin, good, new PermissionChange(Roles.Support, Permission.MembersRead, true))).Reason);
        Assert.Equal(PermissionVerdict.NotGranted, await world.AskAsync(support, Permission.AuditRead));

        Assert.Equal(StaffOutcome.Done, await EditAsync(world, superadmin, good));
        Assert.Equal(PermissionVerdict.Granted, await world.AskAsync(support, Permission.AuditRead));
        var entry = (await LogAsync(world)).Single(e => e.Action == EditPermissions.Action);
        Assert.DoesNotContain("audit.read", entry.Before, StringComparison.Ordinal);
        Assert.Contains("audit.read", entry.After, StringComparison.Ordinal);

        Assert.Equal(StaffOutcome.Done, await EditAsync(world, superadmin, good with { IsGranted = false }));
        await using var db = world.Context();
        Assert.Empty(await db.RolePermissions.ToListAsync());
    }

    [Fact]
    public async Task Who_edits_permissions_gives_only_what_they_have_and_never_to_themselves()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var (superadmin, admin) = (await world.PersonAsync(Roles.Superadmin), await world.PersonAsync(Roles.Admin));
        await EditAsync(world, superadmin, new PermissionChange(Roles.Admin, Permission.PermissionsEdit, true));

        Assert.Equal(StaffRejectReason.Own,
            (await EditAsync(world, admin, new PermissionChange(Roles.Admin, Permission.MembersRoleChange, true))).Reason);
        Assert.Equal(StaffRejectReason.Above,
            (await EditAsync(world, admin, new PermissionChange(Roles.Support, Permission.MembersRoleChange, true))).Reason);
        Assert.Equal(StaffOutcome.Done,
            await EditAsync(world, admin, new PermissionChange(Roles.Support, Permission.AuditRead, true)));
    }

    [Fact]
    public async Task Notes_are_written_changed_and_removed_and_the_log_keeps_them()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var (support, technical, member) = (
            await world.PersonAsync(Roles.Support), await world.PersonAsync(Roles.Technical), await world.PersonAsync(Roles.Member));
        var uid = await UidAsync(world, member);
        var notes = world.Get<MemberNotes>();

        Assert.Equal(StaffRejectReason.NotPermitted, (await notes.AddAsync(technical, uid, "Call", "Called.", default)).Reason);
        Assert.Equal(StaffRejectReason.TextInvalid, (await notes.AddAsync(support, uid, " ", "Called.", default)).Reason);
        Assert.Equal(StaffRejectReason.TextInvalid, (await notes.AddAsync(support, uid, new string('t', 65), "Called.", default)).Reason);
        Assert.Equal(StaffOutcome.Done, await notes.AddAsync(support, uid, "Call", "Called.", default));
        var note = (await notes.ListAsync(support, uid, default)).Value!.Single();
        Assert.Equal(StaffOutcome.Done, await notes.ChangeAsync(support, note.Id, null, "Called twice.", Reason, default));
        Assert.Equal(
            StaffRejectReason.Unchanged, (await notes.ChangeAsync(support, note.Id, null, "Called twice.", Reason, default)).Reason);
        Assert.Equal(StaffRejectReason.ReasonMissing, (await notes.RemoveAsync(support, note.Id, " ", default)).Reason);
        Assert.Equal(StaffOutcome.Done, await notes.RemoveAsync(support, note.Id, Reason, default));
        Assert.Equal(StaffRejectReason.NotFound, (await notes.RemoveAsync(support, note.Id, Reason, default)).Reason);
        Assert.Equal(
            [(null, "Call: Called."), ("Call: Called.", "Call: Called twice."), ("Call: Called twice.", null)],
            (await LogAsync(world)).Where(e => e.Target == uid && e.ActorId == support.Member.Value).Select(e => (e.Before, e.After)));
    }

    private static Task<StaffOutcome> EditAsync(MembersWorld world, Actor actor, params PermissionChange[] changes) =>
        world.Get<EditPermissions>().ExecuteAsync(actor, changes, Reason, CancellationToken.None);

    private static Task<StaffOutcome> StateAsync(MembersWorld world, Actor actor, string uid, MemberState from, MemberState to) =>
        world.Get<ChangeMemberState>().ExecuteAsync(actor, uid, from, to, cancelsOrders: false, Reason, CancellationToken.None);

    private static Task<StaffOutcome> RoleAsync(MembersWorld world, Actor actor, string uid, string from, string to) =>
        world.Get<ChangeMemberRole>().ExecuteAsync(actor, uid, from, to, Reason, CancellationToken.None);

    private static async Task<string> UidAsync(MembersWorld world, Actor actor)
    {
        await using var db = world.Context();
        return (await db.Members.SingleAsync(m => m.Id == actor.Member.Value)).Uid;
    }

    private static async Task<List<AuditEntry>> LogAsync(MembersWorld world)
    {
        await using var db = world.Context();
        return await db.Set<AuditEntry>().OrderBy(e => e.Id).ToListAsync();
    }
}
