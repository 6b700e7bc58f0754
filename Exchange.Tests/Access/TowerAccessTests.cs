using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Tests.Compliance;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Access;

/// <summary>Every page of Tower, as every role sees it.</summary>
[Trait("Category", "Integration")]
public sealed class TowerAccessTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private static readonly string Uid = "ID0000000000";

    [Fact]
    public async Task Each_role_opens_the_pages_that_its_permissions_name_and_no_other()
    {
        var wrong = new List<string>();
        foreach (var role in Roles.All)
        {
            var headers = await world.StaffAsync(role, secondFactor: true);
            foreach (var row in Pages())
            {
                var held = Roles.ShippedPermissionsOf(role);
                var opens = row.Permission is { } permission ? held.Contains(permission) : held.Count > 0;
                var (status, body, _) = await world.SendAsync(row.Method, Fill(row), null, headers);
                var isOpen = status is 200 or 404 or 422 or 501 && !body.Contains("This is not open to you", StringComparison.Ordinal);
                if (isOpen != opens || (!opens && status != 403)) wrong.Add($"{role} at {row}: {status}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Without_a_second_factor_even_a_superadmin_sees_nothing()
    {
        var headers = await world.StaffAsync(Roles.Superadmin, secondFactor: false);
        foreach (var row in Pages())
        {
            var (status, body, _) = await world.SendAsync(row.Method, Fill(row), null, headers);
            Assert.Equal((row.Key, 403), (row.Key, status));
            Assert.Contains("second factor", body.Replace('_', ' '), StringComparison.Ordinal);
        }
    }

    [Trait("BadInput", "B154")]
    [Theory]
    [InlineData("/tower/settings")]
    [InlineData("/tower/reviews/1")]
    [InlineData("/tower/documents/00000000-0000-0000-0000-000000000001")]
    public async Task A_refusal_is_in_the_audit_log(string path)
    {
        var headers = await world.StaffAsync(Roles.Support, secondFactor: true);
        Assert.Equal(403, (await world.SendAsync("GET", path, null, headers)).Status);
        await using var db = world.Context();
        var entry = await db.Set<AuditEntry>().OrderBy(e => e.Id).LastAsync();
        Assert.Equal((PermissionChecks.RefusedAction, path), (entry.Action, entry.Target));
    }

    [Trait("BadInput", "B164")]
    [Theory]
    [InlineData("/tower//settings")]
    [InlineData("/TOWER/settings")]
    [InlineData("/tower/settings/")]
    [InlineData("/tower/settings.")]
    [InlineData("/tower/settings;x")]
    [InlineData("/tower%2fsettings")]
    [InlineData("/tower%5csettings")]
    [InlineData("/tower/./settings")]
    [InlineData("/account/../tower/settings")]
    public async Task No_spelling_of_a_path_leads_around_the_gate(string path)
    {
        var (status, body, _) = await world.SendAsync("GET", path, null, await world.StaffAsync(Roles.Support, secondFactor: true));
        Assert.True(status is 403 or 404 or 400, $"{path}: {status}");
        Assert.DoesNotContain("Sign-up is open", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Compliance, true, true)]
    [InlineData(Roles.Support, false, false)]
    public async Task A_member_is_shown_masked_and_their_documents_and_the_way_to_more_only_to_reviewers(
        string role, bool documents, bool reveal)
    {
        var headers = await world.StaffAsync(role, secondFactor: true);
        var (member, uid) = await MemberAsync();
        await world.Get<SubmitProfile>().CreateAsync(member, ComplianceWorld.Fields, confirm: true, default);

        var (_, profile, _) = await world.SendAsync("GET", $"/tower/members/{uid}?tab=profile", null, headers);
        Assert.Contains("L*******", profile, StringComparison.Ordinal);
        Assert.DoesNotContain("Lovelace", profile, StringComparison.Ordinal);
        Assert.Equal(reveal, profile.Contains("act=reveal", StringComparison.Ordinal));
        var (_, tab, _) = await world.SendAsync("GET", $"/tower/members/{uid}?tab=documents", null, headers);
        Assert.Equal(documents, tab.Contains("Everything that was ever sent", StringComparison.Ordinal));
    }

    private async Task<(MemberId Member, string Uid)> MemberAsync()
    {
        var member = (await world.Get<SignUp>().ExecuteAsync(
            $"{Guid.NewGuid():N}@example.com", AccessWorld.Password, AccessWorld.Origin, default)).Member;
        await using var db = world.Context();
        return (member, await db.Set<Member>().Where(m => m.Id == member.Value).Select(m => m.Uid).SingleAsync());
    }

    private static IEnumerable<AccessRow> Pages() => AccessTable.Rows.Where(r => r.Needs == Needs.Staff);

    private static string Fill(AccessRow row) => row.Path.Replace("{Uid}", Uid, StringComparison.Ordinal)
        .Replace("{Code}", "btcusd", StringComparison.Ordinal)
        .Replace("{id}", "00000000-0000-0000-0000-000000000001", StringComparison.Ordinal)
        .Replace("{Id:long}", "999999999", StringComparison.Ordinal);
}
