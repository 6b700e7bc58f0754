using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Settings;
using Exchange.Core.Tower;
using Exchange.Tests.Members;
using Exchange.Tests.Staff;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Tower;

public sealed class TowerRoomTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Reason = "for the test";

    [Fact]
    public async Task A_closed_sign_up_refuses_new_members_from_the_next_on_and_is_in_the_log()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var admin = await world.PersonAsync(Roles.Admin);
        var change = Make<ChangeSetting>(world);

        Assert.Equal(StaffRejectReason.ChangedMeanwhile,
            (await change.ExecuteAsync(admin, Setting.SignUpOpen, Setting.No, Setting.Yes, Reason, default)).Reason);
        Assert.Equal(StaffRejectReason.ValueUnknown,
            (await change.ExecuteAsync(admin, Setting.SignUpOpen, Setting.Yes, "maybe", Reason, default)).Reason);
        Assert.Equal(StaffOutcome.Done, await change.ExecuteAsync(admin, Setting.SignUpOpen, Setting.Yes, Setting.No, Reason, default));
        Assert.Equal(SignUpRejectReason.Closed, (await world.BeginSignUpAsync("new@example.com")).Reason);
        await using var db = world.Context();
        var entry = await db.Set<AuditEntry>().SingleAsync(e => e.Action == ChangeSetting.Action);
        Assert.Equal(("setting:signup.open", "yes", "no", Reason), (entry.Target, entry.Before, entry.After, entry.Reason));
    }

    [Fact]
    public async Task An_announcement_is_seen_in_its_time_only()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var admin = await world.PersonAsync(Roles.Admin);
        var live = new LiveAnnouncements(world.Get<IDbContextFactory<Exchange.Core.Storage.ExchangeDbContext>>(), world.Time);
        var editor = ActivatorUtilities.CreateInstance<EditAnnouncements>(world.Get<IServiceProvider>(), live);
        var now = world.Time.GetUtcNow();
        var terms = new AnnouncementTerms("New market", "", AnnouncementKind.Information, now.AddHours(1), now.AddHours(2));

        Assert.Equal(StaffRejectReason.TextInvalid, EditAnnouncements.Check(terms with { Title = " " }));
        Assert.Equal(StaffRejectReason.ValueUnknown, EditAnnouncements.Check(terms with { EndsAt = now }));
        Assert.Equal(StaffOutcome.Done, await editor.SaveAsync(admin, null, 0, terms, Reason, default));
        Assert.Empty(await live.NowAsync());
        world.Time.Pass(TimeSpan.FromHours(1));
        admin = await world.SignedInAsync(admin.Member, Roles.Admin);
        var shown = Assert.Single(await live.NowAsync());
        Assert.Equal(StaffRejectReason.ChangedMeanwhile, (await editor.SaveAsync(admin, shown.Id, 0, terms, Reason, default)).Reason);
        Assert.Equal(StaffOutcome.Done, await editor.SaveAsync(
            admin, shown.Id, shown.Version, terms with { Title = "New markets" }, Reason, default));
        Assert.Equal(2, Assert.Single(await live.NowAsync()).Version);
        world.Time.Pass(TimeSpan.FromHours(1));
        Assert.Empty(await live.NowAsync());
    }

    [Trait("BadInput", "B197")]
    [Fact]
    public async Task The_log_is_paged_and_filtered_and_its_export_is_an_entry_that_runs_no_formula()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var (admin, member) = (await world.PersonAsync(Roles.Admin), await world.PersonAsync(Roles.Member));
        string uid;
        await using (var db = world.Context()) uid = (await db.Members.SingleAsync(m => m.Id == member.Member.Value)).Uid;
        for (var i = 0; i < ReadAudit.PageSize + 10; i++)
            await world.Get<MemberNotes>().AddAsync(admin, uid, "Call", $"=HYPERLINK({i})", default);
        var log = Make<ReadAudit>(world);

        var first = (await log.PageAsync(admin, new AuditRequest { Target = uid }, default)).Value!;
        Assert.Equal((ReadAudit.PageSize, false, true), (first.Lines.Count, first.HasNewer, first.HasOlder));
        var second = (await log.PageAsync(admin, new AuditRequest { Target = uid, OlderThan = first.Lines[^1].Entry.Id }, default)).Value!;
        Assert.Equal((10, true, false), (second.Lines.Count, second.HasNewer, second.HasOlder));
        var back = (await log.PageAsync(admin, new AuditRequest { Target = uid, NewerThan = second.Lines[0].Entry.Id }, default)).Value!;
        Assert.Equal(first.Lines.Select(l => l.Entry.Id), back.Lines.Select(l => l.Entry.Id));
        Assert.Empty((await log.PageAsync(admin, new AuditRequest { ActorName = "nobody@example.com" }, default)).Value!.Lines);

        var csv = (await log.ExportAsync(admin, new AuditRequest { Target = uid }, default)).Value!;
        Assert.Equal(ReadAudit.PageSize + 12, csv.Split("\r\n").Length);
        Assert.DoesNotContain(",=HYPERLINK", csv, StringComparison.Ordinal);
        var export = (await log.PageAsync(admin, new AuditRequest { Action = ReadAudit.ExportAction }, default)).Value!;
        Assert.Single(export.Lines);
        Assert.Equal(PermissionVerdict.NotGranted, (await log.PageAsync(member, new AuditRequest(), default)).Verdict);
    }

    [Fact]
    public async Task A_label_set_by_the_staff_gives_the_level_and_members_are_found_by_it()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var (compliance, support, member) = (
            await world.PersonAsync(Roles.Compliance), await world.PersonAsync(Roles.Support), await world.PersonAsync(Roles.Member));
        string uid;
        await using (var db = world.Context()) uid = (await db.Members.SingleAsync(m => m.Id == member.Member.Value)).Uid;
        var labels = world.Get<EditLabels>();
        const string key = "vip";

        Assert.Equal(StaffRejectReason.NotPermitted, (await SetAsync(support, key, null, "gold")).Reason);
        Assert.Equal(StaffRejectReason.ValueUnknown, (await SetAsync(compliance, "V I P", null, "gold")).Reason);
        Assert.Equal(StaffOutcome.Done, await SetAsync(compliance, key, null, "gold"));
        Assert.Equal(StaffRejectReason.ChangedMeanwhile, (await SetAsync(compliance, key, null, "lead")).Reason);
        foreach (var (label, count) in ((string, int)[])[("vip", 1), ("vip:gold", 1), ("vip:lead", 0), ("none", 0)])
        {
            var found = await world.Get<MemberDirectory>().SearchAsync(
                compliance, new MemberFilter { Label = label }, null, null, 9, default);
            Assert.Equal((label, count), (label, found.Value!.Total));
        }

        Assert.Equal(StaffOutcome.Done, await SetAsync(compliance, key, "gold", null));

        Task<StaffOutcome> SetAsync(Actor actor, string name, string? from, string? to) =>
            labels.ExecuteAsync(actor, uid, name, from, to, Reason, default);
    }

    private static T Make<T>(MembersWorld world) => ActivatorUtilities.CreateInstance<T>(world.Get<IServiceProvider>());
}
