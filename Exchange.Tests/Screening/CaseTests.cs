using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Screening;
using Exchange.Tests.Compliance;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Screening;

/// <summary>From a hit to a decision.</summary>
[Trait("Category", "Integration")]
public sealed class CaseTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private static readonly (string Uid, string Name, string? Born) Ivan = ("36", "PETROV, Ivan", "10 Dec 1961");

    [Fact]
    public async Task A_hit_is_a_case_once_and_quiet_after_a_decision_until_the_entry_changes()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        var (member, uid) = await world.MemberAsync("Иван", "Петров");
        Assert.Equal(1, await world.ScreenAsync());
        Assert.Empty(await world.CasesAsync(member));
        await world.LoadedAsync(ScreeningWorld.Monday, Ivan);
        Assert.Equal((1, 0), (await world.ScreenAsync(), await world.ScreenAsync()));
        var found = Assert.Single(await world.CasesAsync(member));
        Assert.Equal((ListSource.Ofac, "36", "PETROV, Ivan", CaseState.Open, 100),
            (found.Source, found.Reference, found.EntryName, found.State, found.Score));
        var opened = (await world.AuditAsync(ScreenMembers.OpenAction)).Single();
        Assert.Equal((0L, uid, "ofac 36"), (opened.ActorId, opened.Target, opened.After));
        Assert.Equal(StaffOutcome.Done, await world.DecideAsync(found, CaseState.FalsePositive));

        await world.LoadedAsync(ScreeningWorld.Monday.AddDays(7), Ivan, ("37", "SOMEBODY, Else", null));
        Assert.Equal(1, await world.ScreenAsync());
        Assert.Single(await world.CasesAsync(member));
        await world.LoadedAsync(ScreeningWorld.Monday.AddDays(14), Ivan with { Born = "11 Dec 1961" });
        await world.ScreenAsync();
        Assert.Equal([CaseState.FalsePositive, CaseState.Open], (await world.CasesAsync(member)).Select(c => c.State));
    }

    [Fact]
    public async Task A_decided_pair_is_a_case_again_when_the_member_changes_and_an_open_one_follows_the_list()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        await world.LoadedAsync(ScreeningWorld.Monday, Ivan);
        var (member, _) = await world.MemberAsync("Ivan", "Petrov");
        await world.ScreenAsync();
        await world.DecideAsync((await world.CasesAsync(member)).Single(), CaseState.FalsePositive);
        await using (var db = world.Context())
            await db.Set<PersonalProfile>().ExecuteUpdateAsync(set => set.SetProperty(p => p.State, ProfileState.Rejected));
        world.Time.Pass(TimeSpan.FromMinutes(1));
        var fields = new ProfileFields { FirstName = "Ivan Ivanovich" };
        Assert.Equal(ProfileOutcome.Saved, await world.Get<SubmitProfile>().UpdateAsync(member, fields, confirm: true, default));
        Assert.Equal(1, await world.ScreenAsync());
        var open = (await world.CasesAsync(member))[1];

        await world.LoadedAsync(ScreeningWorld.Monday.AddDays(7), Ivan with { Name = "PETROV, Ivan Ivanovich" });
        await world.ScreenAsync();
        var followed = (await world.CasesAsync(member))[1];
        Assert.Equal((2, "PETROV, Ivan Ivanovich"), ((await world.CasesAsync(member)).Count, followed.EntryName));
        Assert.Equal(StaffRejectReason.ChangedMeanwhile, (await world.DecideAsync(open, CaseState.FalsePositive)).Reason);
        Assert.Equal(StaffOutcome.Done, await world.DecideAsync(followed, CaseState.FalsePositive));
        Assert.Equal(StaffRejectReason.ChangedMeanwhile, (await world.DecideAsync(followed, CaseState.FalsePositive)).Reason);
    }

    [Fact]
    public async Task A_true_match_locks_the_member_in_the_same_act_and_both_are_in_the_audit_log()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        await world.LoadedAsync(ScreeningWorld.Monday, Ivan);
        var (member, uid) = await world.MemberAsync("Ivan", "Petrov");
        await world.ScreenAsync();
        var found = (await world.CasesAsync(member)).Single();
        Assert.Equal((MemberState.Active, RiskRules.OpenCase), (await world.StateAsync(member), (await world.RiskAsync(member)).Score));
        Assert.Equal(StaffOutcome.Done, await world.DecideAsync(found, CaseState.TrueMatch));
        Assert.Equal((MemberState.Locked, 100), (await world.StateAsync(member), (await world.RiskAsync(member)).Score));
        var state = (await world.AuditAsync(ChangeMemberState.Action)).Single();
        Assert.Equal((uid, "active", "locked", world.Officer.Member.Value), (state.Target, state.Before, state.After, state.ActorId));
        Assert.Equal($"case {found.Id}: true match", (await world.AuditAsync(DecideCase.Action)).Single().After);
        Assert.Equal(0, await world.ScreenAsync());
    }

    [Fact]
    public async Task Who_may_not_lock_members_cannot_find_a_match_and_nobody_without_permission_sees_or_decides()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        await world.LoadedAsync(ScreeningWorld.Monday, Ivan);
        var (member, _) = await world.MemberAsync("Ivan", "Petrov");
        await world.ScreenAsync();
        var found = (await world.CasesAsync(member)).Single();
        var support = await world.PersonAsync(Roles.Support);
        Assert.Equal(StaffRejectReason.NotPermitted, (await world.DecideAsync(found, CaseState.FalsePositive, support)).Reason);
        var note = await world.Get<WorkOnCase>().NoteAsync(support, found.Id, "A note.", default);
        Assert.Equal(StaffRejectReason.NotPermitted, note.Reason);
        Assert.Null((await world.Get<CaseQueue>().ListAsync(support, new(), 1, 50, default)).Value);
        Assert.Null((await world.Get<CaseQueue>().FindAsync(support, found.Id, default)).Value);
        await using (var db = world.Context())
        {
            db.Add(new RolePermission { Role = Roles.Compliance, Permission = Permission.MembersStateChange, IsGranted = false });
            await db.SaveChangesAsync();
        }

        Assert.Equal(StaffRejectReason.NotPermitted, (await world.DecideAsync(found, CaseState.TrueMatch)).Reason);
        found = (await world.CasesAsync(member)).Single();
        Assert.Equal((CaseState.Open, MemberState.Active), (found.State, await world.StateAsync(member)));
        Assert.Equal(5, (await world.AuditAsync(PermissionChecks.RefusedAction)).Count);
    }

    [Fact]
    public async Task Nobody_sees_or_decides_their_own_case()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        await world.LoadedAsync(ScreeningWorld.Monday, Ivan);
        var fields = ComplianceWorld.Fields with { FirstName = "Ivan", LastName = "Petrov" };
        await world.Get<SubmitProfile>().CreateAsync(world.Officer.Member, fields, confirm: true, default);
        await world.ScreenAsync();
        var found = (await world.CasesAsync(world.Officer.Member)).Single();
        Assert.Empty((await world.Get<CaseQueue>().ListAsync(world.Officer, new(), 1, 50, default)).Value!.Rows);
        Assert.Null((await world.Get<CaseQueue>().FindAsync(world.Officer, found.Id, default)).Value);
        Assert.Equal(StaffRejectReason.Own, (await world.DecideAsync(found, CaseState.FalsePositive)).Reason);
    }

    [Fact]
    public async Task A_case_is_taken_noted_filtered_and_read_and_the_reading_is_in_the_audit_log()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        await world.LoadedAsync(ScreeningWorld.Monday, Ivan);
        var (member, uid) = await world.MemberAsync("Ivan", "Petrov");
        await world.ScreenAsync();
        var id = (await world.CasesAsync(member)).Single().Id;
        var (queue, work) = (world.Get<CaseQueue>(), world.Get<WorkOnCase>());
        async Task<int> CountAsync(CaseFilter filter) => (await queue.ListAsync(world.Officer, filter, 1, 50, default)).Value!.Total;
        Assert.Equal((1, 0), (await CountAsync(new() { Mine = false }), await CountAsync(new() { Mine = true })));
        await using var db = world.Context();
        var officer = await db.Set<Member>().Where(m => m.Id == world.Officer.Member.Value).Select(m => m.Uid).SingleAsync();
        Assert.Equal(StaffRejectReason.ValueUnknown, (await work.AssignAsync(world.Officer, id, uid, default)).Reason);
        Assert.Equal(StaffOutcome.Done, await work.AssignAsync(world.Officer, id, officer, default));
        Assert.Equal((0, 1), (await CountAsync(new() { Mine = false }), await CountAsync(new() { Mine = true })));
        Assert.Equal((1, 0), (await CountAsync(new() { Uid = uid, MinScore = 90 }), await CountAsync(new() { Source = ListSource.Pep })));
        Assert.Equal(StaffOutcome.Done, await work.NoteAsync(world.Officer, id, "Another passport number.", default));

        var details = (await queue.FindAsync(world.Officer, id, default)).Value!;
        var (subject, listed) = (details.Subjects.Single().Name, details.Entry.Names[0].Text);
        Assert.Equal(("Ivan Petrov", "PETROV, Ivan", true), (subject, listed, details.IsListed));
        Assert.Equal(("Another passport number.", officer), (details.Notes.Single().Note.Text, details.Notes.Single().AuthorUid));
        Assert.Equal(uid, (await world.AuditAsync(CaseQueue.ReadAction)).Single().Target);
        await world.LoadedAsync(ScreeningWorld.Monday.AddDays(1), ("99", "Nobody Else", null));
        Assert.False((await queue.FindAsync(world.Officer, id, default)).Value!.IsListed);
    }

    [Fact]
    public async Task Of_two_decisions_at_once_one_counts_and_two_who_screen_at_once_open_one_case()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        await world.LoadedAsync(ScreeningWorld.Monday, Ivan);
        var (member, _) = await world.MemberAsync("Ivan", "Petrov");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.ScreenAsync()));
        var found = Assert.Single(await world.CasesAsync(member));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(i => world.DecideAsync(found, i % 2 == 0 ? CaseState.FalsePositive : CaseState.TrueMatch)));
        Assert.Single(outcomes, StaffOutcome.Done);
        Assert.Single(await world.AuditAsync(DecideCase.Action));
        var isLocked = await world.StateAsync(member) == MemberState.Locked;
        Assert.Equal(isLocked, (await world.CasesAsync(member)).Single().State == CaseState.TrueMatch);
    }
}
