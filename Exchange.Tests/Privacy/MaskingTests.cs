using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Screening;
using Exchange.Tests.Access;
using Exchange.Tests.Screening;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Privacy;

/// <summary>All pages of Tower, as people see them who may not see who a member is.</summary>
[Trait("Category", "Integration")]
public sealed class MaskingTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private static readonly string[] Tabs =
        ["profile", "documents", "labels", "sessions", "activity", "keys", "balances", "orders", "risk", "notes", "audit"];

    private static readonly string[] Acts =
        ["state&to=locked", "role&to=trader", "label&key=vip", "sessions", "factor", "reveal", "restore", "hold", "provider"];

    [Theory]
    [InlineData(Roles.Support, 12)]
    [InlineData(Roles.Accountant, 8)]
    [InlineData(Roles.Reporter, 1)]
    [InlineData(Roles.Technical, 2)]
    public async Task No_page_of_Tower_shows_who_a_member_is(string role, int pages)
    {
        var person = await new KnownPerson($"maskia{role}") { Phone = NumberFor(role) }.LiveAsync(world);
        var headers = await world.StaffAsync(role, secondFactor: true);
        var found = new List<string>();
        var opened = 0;
        foreach (var path in Paths(person))
        {
            var (status, body, _) = await world.SendAsync("GET", path, null, headers);
            if (status != 200) continue;
            opened++;
            found.AddRange(
                from word in Known(person) where body.Contains(word, StringComparison.OrdinalIgnoreCase) select $"{path}: {word}");
        }

        Assert.Empty(found);
        Assert.True(opened >= pages, $"{role} opened {opened} pages only");
    }

    [Fact]
    public async Task The_same_walk_finds_what_a_superadmin_sees()
    {
        var person = await new KnownPerson("unmaskia") { Phone = "+491709876530" }.LiveAsync(world);
        var headers = await world.StaffAsync(Roles.Superadmin, secondFactor: true);
        var seen = new List<string>();
        foreach (var path in Paths(person)) seen.Add((await world.SendAsync("GET", path, null, headers)).Body);
        foreach (var word in (string[])[person.Email, person.Address, "198.51.100.77"])
            Assert.Contains(seen, body => body.Contains(word, StringComparison.Ordinal));
        foreach (var word in (string[])[person.Profile.LastName!, person.Profile.FirstName!, person.DocumentNumber, person.Phone])
            Assert.DoesNotContain(seen, body => body.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_case_shows_who_the_member_is_only_to_those_who_may_see_it_and_to_others_for_a_reason()
    {
        var person = await new KnownPerson("casia") { Phone = "+491709876533" }.LiveAsync(world);
        var compliance = await world.ActorAsync(Roles.Compliance);
        var listed = $"{person.Profile.LastName}, {person.Profile.FirstName}".Replace("st", "zt", StringComparison.Ordinal);
        var list = SampleLists.OfacOf(new(2026, 9, 21), ("36", listed, null));
        Assert.Equal(1, (await world.Get<LoadList>().ExecuteAsync(compliance, ListSource.Ofac, list, true, "new", default)).Entries);
        await world.Get<ScreenMembers>().ExecuteAsync(default);
        var page = new CaseFilter { Uid = person.Uid };
        var id = Assert.Single((await world.Get<CaseQueue>().ListAsync(compliance, page, 1, 9, default)).Value!.Rows).Id;
        // The one role that holds it without seeing contacts is made so here.
        await GrantAsync(Roles.Accountant, Permission.ScreeningCases, Permission.PiiReveal);
        var headers = await world.StaffAsync(Roles.Accountant, secondFactor: true);
        var (found, opened) = (new List<string>(), 0);
        string[] more = [$"/tower/cases/{id}", $"/tower/cases/{id}?act=reveal", $"/tower/cases/{id}?decide=false"];
        foreach (var path in Paths(person).Concat(more))
        {
            var (status, body, _) = await world.SendAsync("GET", path, null, headers);
            if (status == 200 && more.Contains(path)) opened++;
            if (status == 200) found.AddRange(Known(person).Where(w => body.Contains(w, StringComparison.OrdinalIgnoreCase)));
        }

        Assert.Empty(found);
        Assert.Equal(more.Length, opened);
        using var browser = new FormBrowser(world, headers);
        using var revealed = await browser.PostAsync(
            more[1], more[1], ("_handler", "reveal"), ("reason", "to compare the names"));
        Assert.Contains(person.Profile.LastName!, await revealed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using var db = world.Context();
        var entry = await db.Set<AuditEntry>().SingleAsync(e => e.Action == CaseQueue.RevealAction && e.Target == person.Uid);
        Assert.Equal("to compare the names", entry.Reason);
        var open = (await world.Get<CaseQueue>().FindAsync(compliance, id, default)).Value!;
        Assert.Contains(person.Profile.LastName!, open.Subjects[0].Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_role_that_decides_cases_from_the_first_day_sees_the_names_that_it_judges()
    {
        var deciding = Roles.All.Where(r => Roles.ShippedPermissionsOf(r).Contains(Permission.ScreeningCases)).ToList();
        Assert.Equal([Roles.Superadmin, Roles.Admin, Roles.Compliance], deciding);
        Assert.All(deciding, role => Assert.Contains(Permission.PiiRead, Roles.ShippedPermissionsOf(role)));
    }

    private async Task GrantAsync(string role, params string[] permissions)
    {
        await using var db = world.Context();
        db.AddRange(permissions.Select(p => new RolePermission { Role = role, Permission = p, IsGranted = true }));
        await db.SaveChangesAsync();
    }

    [Fact]
    public async Task A_search_by_a_part_of_an_address_is_for_those_who_may_see_it()
    {
        var person = await new KnownPerson("searchia") { Phone = "+491709876531" }.LiveAsync(world);
        var (support, compliance) = (
            await world.ActorAsync(Roles.Support), await world.ActorAsync(Roles.Compliance));
        Assert.Equal((0, 1), (await CountAsync(support, "searchi"), await CountAsync(compliance, "searchi")));
        Assert.Equal((1, 1), (await CountAsync(support, person.Email), await CountAsync(compliance, person.Email)));
        Assert.Equal(1, await CountAsync(support, person.Uid[..8]));

        async Task<int> CountAsync(Actor actor, string search) => (await world.Get<MemberDirectory>().SearchAsync(
            actor, new MemberFilter { Search = search, Sort = MemberSort.Email }, null, null, 9, default)).Value!.Total;
    }

    [Fact]
    public async Task What_is_revealed_for_a_reason_is_all_of_it()
    {
        var person = await new KnownPerson("revealia") { Phone = "+491709876532" }.LiveAsync(world);
        var actor = await world.ActorAsync(Roles.Compliance);
        var (_, revealed) = await world.Get<RevealProfile>().ExecuteAsync(actor, person.Id, "to call them back", default);
        Assert.Equal(
            (person.Email, person.Phone, person.Profile.LastName, person.DocumentNumber),
            (revealed!.Email, revealed.Phone, revealed.Profile!.Fields.LastName, revealed.Numbers.Values.Single()));
    }

    [Theory]
    [InlineData("ada@mail.example", "a***@***.example")]
    [InlineData("deleted-7@invalid", "d***@***")]
    public void An_address_is_masked_but_for_its_ends(string email, string masked)
    {
        Assert.Equal(masked, new Masking(false).Email(email));
        Assert.Equal(email, new Masking(true).Email(email));
        Assert.Equal($"from {masked} on", new Masking(false).Text($"from {email} on"));
    }

    [Theory]
    [InlineData("203.0.113.77", "203.0.***")]
    [InlineData("::ffff:203.0.113.77", "203.0.***")]
    [InlineData("2001:db8::77", "2001:***")]
    [InlineData("::1", ":***")]
    [InlineData("nonsense", "***")]
    [InlineData("", "")]
    public void A_network_address_keeps_its_larger_half(string address, string masked) =>
        Assert.Equal(masked, new Masking(false).Address(address));

    [Fact]
    public void Texts_keep_what_is_no_address() => Assert.Equal(
        "active; at 12:30, key:value; 198.51.*** 2001:*** x",
        new Masking(false).Text("active; at 12:30, key:value; 198.51.100.77 2001:db8::1 x"));

    private static IEnumerable<string> Known(KnownPerson person) =>
    [
        person.Email, person.Phone, person.Phone[3..], person.Profile.FirstName!, person.Profile.LastName!, person.Profile.DateOfBirth!,
        person.Profile.Address!, person.Profile.Postcode!, person.Profile.City!, person.DocumentNumber, person.Address, "198.51.100.77",
    ];

    private static IEnumerable<string> Paths(KnownPerson person)
    {
        foreach (var row in AccessTable.Rows.Where(r => r.Needs == Needs.Staff))
        {
            yield return row.Path.Replace("{Uid}", person.Uid, StringComparison.OrdinalIgnoreCase)
                .Replace("{Id:long}", "1", StringComparison.Ordinal).Replace("{id:guid}", Guid.Empty.ToString(), StringComparison.Ordinal);
        }

        foreach (var tab in Tabs) yield return $"/tower/members/{person.Uid}?tab={tab}";
        foreach (var act in Acts) yield return $"/tower/members/{person.Uid}?act={act}";
        yield return $"/tower/members?q={person.Uid}&sort=email";
        yield return $"/tower/audit?target={person.Uid}";
        yield return $"/tower/audit?actor={person.Uid}";
        const string api = "/api/v2/barong/admin";
        yield return $"{api}/users?uid={person.Uid}&extended=true&order_by=email";
        yield return $"{api}/users/labels?key=email&value=verified&limit=100";
        foreach (var part in (string[])["activities", "api_keys"]) yield return $"{api}/{part}?uid={person.Uid}";
    }

    private static string NumberFor(string role) => "+4917098765" + (40 + Roles.All.ToList().IndexOf(role));
}
