using System.Reflection;
using System.Security.Claims;
using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Tests.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Tests.Staff;

public sealed class PermissionCheckTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public void Every_permission_has_a_name_that_fits_and_a_line_in_the_editor()
    {
        var constants = typeof(Permission).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f is { IsLiteral: true } && f.FieldType == typeof(string)).Select(f => (string)f.GetRawConstantValue()!);
        Assert.Equal(constants.Order(), Permission.All.Select(p => p.Name).Order());
        Assert.All(Permission.All, p => Assert.Matches("^[a-z]+(\\.[a-z]+)+$", p.Name));
        Assert.All(Permission.All, p => Assert.InRange(p.Name.Length, 1, Permission.MaxLength));
        Assert.All(Roles.All, r => Assert.InRange(r.Length, 1, Roles.MaxLength));
        Assert.All(Roles.Traders, r => Assert.Empty(Roles.ShippedPermissionsOf(r)));
    }

    [Fact]
    public async Task Each_role_may_do_what_it_is_shipped_with_and_nothing_else()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        foreach (var role in Roles.All)
        {
            var actor = await world.PersonAsync(role);
            foreach (var permission in Permission.Names)
            {
                var may = Roles.ShippedPermissionsOf(role).Contains(permission);
                Assert.Equal(may ? PermissionVerdict.Granted : PermissionVerdict.NotGranted, await world.AskAsync(actor, permission));
            }
        }
    }

    [Fact]
    public async Task A_departure_from_the_default_counts_at_once_except_for_superadmins_and_traders()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var (support, trader, superadmin) =
            (await world.PersonAsync(Roles.Support), await world.PersonAsync(Roles.Member), await world.PersonAsync(Roles.Superadmin));
        await using (var db = world.Context())
        {
            db.RolePermissions.AddRange(
                new RolePermission { Role = Roles.Support, Permission = Permission.AuditRead, IsGranted = true },
                new RolePermission { Role = Roles.Support, Permission = Permission.MembersRead, IsGranted = false },
                new RolePermission { Role = Roles.Support, Permission = "of.a.later.version", IsGranted = true },
                new RolePermission { Role = Roles.Member, Permission = Permission.AuditRead, IsGranted = true },
                new RolePermission { Role = Roles.Superadmin, Permission = Permission.AuditRead, IsGranted = false });
            await db.SaveChangesAsync();
        }

        Assert.Equal(PermissionVerdict.Granted, await world.AskAsync(support, Permission.AuditRead));
        Assert.Equal(PermissionVerdict.NotGranted, await world.AskAsync(support, Permission.MembersRead));
        Assert.Equal(PermissionVerdict.NotGranted, await world.AskAsync(trader, Permission.AuditRead));
        Assert.Equal(PermissionVerdict.Granted, await world.AskAsync(superadmin, Permission.AuditRead));
        var standing = await world.Get<PermissionChecks>().StandingAsync(support, CancellationToken.None);
        Assert.Subset(Permission.Names.ToHashSet(), standing.Permissions.ToHashSet());
    }

    [Fact]
    public async Task What_the_session_was_told_of_its_role_is_not_believed()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var liar = await world.PersonAsync(Roles.Member) with { Role = Roles.Superadmin };
        Assert.Equal(PermissionVerdict.NotGranted, await world.AskAsync(liar, Permission.MembersRead));
    }

    [Fact]
    public async Task An_ended_session_an_expired_one_and_anothers_may_do_nothing()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var (ended, other) = (await world.PersonAsync(Roles.Superadmin), await world.PersonAsync(Roles.Superadmin));
        Assert.Equal(PermissionVerdict.SessionEnded,
            await world.AskAsync(other with { SessionId = ended.SessionId }, Permission.MembersRead));
        await world.Get<Sessions>().RevokeAsync(ended.Member, ended.SessionId, MembersWorld.Origin, CancellationToken.None);
        Assert.Equal(PermissionVerdict.SessionEnded, await world.AskAsync(ended, Permission.MembersRead));
        world.Time.Pass(MemberSession.IdleLimit);
        Assert.Equal(PermissionVerdict.SessionEnded, await world.AskAsync(other, Permission.MembersRead));
    }

    [Theory]
    [InlineData(MemberState.Pending)]
    [InlineData(MemberState.Locked)]
    [InlineData(MemberState.Banned)]
    [InlineData(MemberState.Deleted)]
    public async Task Only_an_active_member_may_do_anything(MemberState state)
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var actor = await world.PersonAsync(Roles.Superadmin);
        await using (var db = world.Context())
            await db.Members.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, state));
        Assert.Equal(PermissionVerdict.SessionEnded, await world.AskAsync(actor, Permission.MembersRead));
    }

    [Fact]
    public async Task Without_a_second_factor_nothing_is_granted_unless_the_installation_says_so()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var actor = await world.PersonAsync(Roles.Admin, secondFactor: false);
        Assert.Equal(PermissionVerdict.SecondFactorMissing, await world.AskAsync(actor, Permission.MembersRead));
        var standing = await world.Get<PermissionChecks>().StandingAsync(actor, CancellationToken.None);
        Assert.True(standing.LacksSecondFactor);
        Assert.Empty(standing.Permissions);

        world.Get<IOptions<StaffOptions>>().Value.RequiresSecondFactor = false;
        Assert.Equal(PermissionVerdict.Granted, await world.AskAsync(actor, Permission.MembersRead));
    }

    [Fact]
    public async Task A_refusal_is_in_the_audit_log_also_when_the_act_is_rolled_back()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var actor = await world.PersonAsync(Roles.Support);
        await using (var db = world.Context())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await world.Get<PermissionChecks>().CheckAsync(db, actor, Permission.MarketsManage, "BTC-USDT", CancellationToken.None);
            await transaction.RollbackAsync();
        }

        await using var log = world.Context();
        var entry = await log.Set<AuditEntry>().SingleAsync();
        Assert.Equal((actor.Member.Value, PermissionChecks.RefusedAction, "BTC-USDT"), (entry.ActorId, entry.Action, entry.Target));
        Assert.Equal("markets.manage: not granted", entry.Reason);
    }

    [Fact]
    public async Task A_permission_that_does_not_exist_is_a_mistake_in_the_program()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var actor = await world.PersonAsync(Roles.Superadmin);
        await Assert.ThrowsAsync<ArgumentException>(() => world.AskAsync(actor, "members.eat"));
    }

    [Fact]
    public void An_API_key_and_a_stranger_are_no_actors()
    {
        var standing = new MemberStanding(new MemberId(7), "ID1", "a@example.com", MemberState.Active, 3, Roles.Superadmin);
        var session = new Claim(MemberClaims.SessionId, "12");
        Assert.Null(Actor.Of(null, MembersWorld.Origin));
        Assert.Null(Actor.Of(new ClaimsPrincipal(new ClaimsIdentity()), MembersWorld.Origin));
        Assert.Null(Actor.Of(standing.ToPrincipal(ApiKeyVerifier.Scheme, session), MembersWorld.Origin));
        Assert.Null(Actor.Of(standing.ToPrincipal(Sessions.Scheme), MembersWorld.Origin));
        Assert.Equal(
            new Actor(new MemberId(7), 12, Roles.Superadmin, MembersWorld.Origin),
            Actor.Of(standing.ToPrincipal(Sessions.Scheme, session), MembersWorld.Origin));
    }
}
