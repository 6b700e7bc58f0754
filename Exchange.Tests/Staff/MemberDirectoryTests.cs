using Exchange.Core.Members;
using Exchange.Tests.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Staff;

public sealed class MemberDirectoryTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData(MemberSort.Created, true)]
    [InlineData(MemberSort.Created, false)]
    [InlineData(MemberSort.Email, true)]
    [InlineData(MemberSort.Email, false)]
    [InlineData(MemberSort.Level, true)]
    [InlineData(MemberSort.Level, false)]
    public async Task Every_page_forward_and_back_shows_each_member_once_in_order(MemberSort sort, bool ascending)
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var staff = await CrowdAsync(world, 23);
        var filter = new MemberFilter { Sort = sort, Ascending = ascending };
        var all = (await PageAsync(world, staff, filter, null, null, MemberDirectory.MaxSize)).Rows;
        Assert.Equal(24, all.Count);

        var forward = new List<MemberRow>();
        var page = await PageAsync(world, staff, filter, null, null, 5);
        Assert.False(page.HasPrevious);
        for (forward.AddRange(page.Rows); page.HasNext; forward.AddRange(page.Rows))
            page = await PageAsync(world, staff, filter, forward[^1].Uid, null, 5);
        Assert.Equal(all, forward);

        var backward = new List<MemberRow>(page.Rows);
        for (; page.HasPrevious; backward.InsertRange(0, page.Rows))
            page = await PageAsync(world, staff, filter, null, backward[0].Uid, 5);
        Assert.Equal(all, backward);
    }

    [Fact]
    public async Task Filters_narrow_and_search_finds_parts_of_address_and_uid()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var staff = await CrowdAsync(world, 6);
        var everyone = (await PageAsync(world, staff, new MemberFilter(), null, null, 100)).Rows;
        var one = everyone.First(m => m.Email.StartsWith("m03", StringComparison.Ordinal));

        await FoundAsync(new MemberFilter { Search = "M03@" }, one);
        await FoundAsync(new MemberFilter { Search = one.Uid.ToLowerInvariant()[..9] }, one);
        await FoundAsync(new MemberFilter { Search = "100%" });
        await FoundAsync(new MemberFilter { Search = "' or 1=1 --" });
        await FoundAsync(new MemberFilter { Level = 2, Role = Roles.Member, Search = "m03" });
        await FoundAsync(new MemberFilter { Role = Roles.Compliance }, everyone.First(m => m.Role == Roles.Compliance));
        await FoundAsync(new MemberFilter { State = MemberState.Banned });

        async Task FoundAsync(MemberFilter filter, params MemberRow[] rows)
        {
            var page = await PageAsync(world, staff, filter, null, null, 100);
            Assert.Equal(rows, page.Rows);
            Assert.Equal(rows.Length, page.Total);
        }
    }

    [Fact]
    public async Task Without_the_permission_nothing_is_shown()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var reporter = await world.PersonAsync(Roles.Reporter);
        var answer = await world.Get<MemberDirectory>().SearchAsync(reporter, new MemberFilter(), null, null, 5, default);
        Assert.Equal((PermissionVerdict.NotGranted, null), (answer.Verdict, answer.Value));
    }

    private static async Task<MemberPage> PageAsync(
        MembersWorld world, Actor staff, MemberFilter filter, string? after, string? before, int size) =>
        (await world.Get<MemberDirectory>().SearchAsync(staff, filter, after, before, size, default)).Value!;

    private static async Task<Actor> CrowdAsync(MembersWorld world, int count)
    {
        var staff = await world.PersonAsync(Roles.Compliance);
        await using var db = world.Context();
        for (var i = 0; i < count; i++)
        {
            Assert.True(EmailAddress.TryParse($"m{i * 7 % count:00}@example.com", out var email));
            var member = Member.Create(email!, world.Time.GetUtcNow());
            member.Level = i % 3;
            db.Members.Add(member);
        }

        await db.SaveChangesAsync();
        return staff;
    }
}
