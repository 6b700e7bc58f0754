using Exchange.Core.Members;
using Exchange.Tests.Members;
using Exchange.Tests.Support;

namespace Exchange.Tests.Staff;

public sealed class ActivityLogTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Ann = "ann@example.com";

    [Fact]
    public async Task Days_count_sign_ups_and_sign_ins_in_UTC_and_only_for_who_may_see_figures()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var reporter = await world.PersonAsync(Roles.Reporter);
        await world.MemberAsync(Ann);
        var log = world.Get<ActivityLog>();
        var today = DateOnly.FromDateTime(world.Time.GetUtcNow().UtcDateTime);
        var before = (await log.FiguresAsync(reporter, today, today, default)).Value!.Days[0];
        Assert.True(before.SignUps >= 1);

        await world.SignInAsync(Ann, "wrong");
        await world.SignInAsync("nobody@example.com", "wrong");
        await world.SignInAsync(Ann, MembersWorld.Password);
        world.Time.Pass(TimeSpan.FromDays(1));
        reporter = await world.SignedInAsync(reporter.Member, Roles.Reporter);
        await world.SignInAsync(Ann, MembersWorld.Password);

        var days = (await log.FiguresAsync(reporter, today.AddDays(-1), today.AddDays(1), default)).Value!.Days;
        Assert.Equal(
            [
                new ActivityDay(today.AddDays(-1), 0, 0, 0),
                before with { Logins = before.Logins + 1, FailedLogins = before.FailedLogins + 2 },
                new ActivityDay(today.AddDays(1), 0, 1, 0),
            ],
            days);
        var support = await world.PersonAsync(Roles.Support);
        Assert.Equal(PermissionVerdict.NotGranted, (await log.FiguresAsync(support, today, today, default)).Verdict);
    }

    [Fact]
    public async Task What_members_did_is_found_by_who_and_what_and_page()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var support = await world.PersonAsync(Roles.Support);
        await world.MemberAsync(Ann);
        for (var i = 0; i < 3; i++) await world.SignInAsync(Ann, "wrong");
        var log = world.Get<ActivityLog>();
        var failed = new ActivityRequest { Email = "ANN@example.com", Filter = new ActivityFilter { Result = Activity.Failed } };

        var first = (await log.PageAsync(support, failed, 1, 2, default)).Value!;
        var second = (await log.PageAsync(support, failed, 2, 2, default)).Value!;

        Assert.Equal((3, 2, 1), (first.Total, first.Rows.Count, second.Rows.Count));
        Assert.All(first.Rows, row => Assert.Equal(("a***@***.com", Activity.Login), (row.Member!.Email, row.Activity.Action)));
        var compliance = await world.PersonAsync(Roles.Compliance);
        Assert.Equal(Ann, (await log.PageAsync(compliance, failed, 1, 1, default)).Value!.Rows[0].Member!.Email);
        Assert.Empty((await log.PageAsync(support, failed, int.MaxValue, 100, default)).Value!.Rows);
        Assert.Empty((await log.PageAsync(support, failed with { Action = "nothing" }, 1, 2, default)).Value!.Rows);
        var reporter = await world.PersonAsync(Roles.Reporter);
        Assert.Equal(PermissionVerdict.NotGranted, (await log.PageAsync(reporter, failed, 1, 2, default)).Verdict);
    }
}
