using Exchange.Core.Members;
using Exchange.Core.Screening;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Screening;

/// <summary>A file takes the place of the one before, whole or not at all.</summary>
[Trait("Category", "Integration")]
public sealed class LoadListTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_version_replaces_the_one_before_and_both_are_in_the_history_and_the_audit_log()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        Assert.Equal(StaffOutcome.Done, (await world.LoadAsync(SampleLists.Bytes(SampleLists.Ofac))).Outcome);
        await world.LoadAsync(SampleLists.Bytes(SampleLists.UnitedNations), ListSource.UnitedNations);
        await world.LoadedAsync(new(2026, 10, 1), ("1", "One", null), ("2", "Two", null));

        var versions = (await world.Get<ListQueries>().ListAsync(world.Officer, default)).Value!;
        Assert.Equal(
            [(ListSource.Ofac, 2, true), (ListSource.UnitedNations, 2, true), (ListSource.Ofac, 3, false)],
            versions.Select(v => (v.Version.Source, v.Version.Entries, v.Version.IsCurrent)));
        Assert.Equal(new DateOnly(2026, 9, 23), versions[2].Version.PublishedOn);
        Assert.Equal(ListFile.HashOf(SampleLists.Bytes(SampleLists.Ofac)), versions[2].Version.Hash);
        await using var db = world.Context();
        Assert.Equal(["1", "2", "6900001", "6900002"], await db.Set<ListEntryRow>().Select(e => e.Reference).OrderBy(r => r).ToListAsync());
        var entry = (await world.AuditAsync(LoadList.Action))[^1];
        Assert.Equal(("list ofac", ScreeningWorld.Reason), (entry.Target, entry.Reason));
        Assert.Contains("entries: 3", entry.Before!, StringComparison.Ordinal);
        Assert.Contains("published: 2026-10-01", entry.After!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_torn_known_older_or_much_smaller_changes_nothing()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        var whole = SampleLists.Bytes(SampleLists.Ofac);
        await world.LoadAsync(whole);

        Assert.NotNull((await world.LoadAsync(whole[..^20])).Problem);
        Assert.NotNull((await world.LoadAsync(whole)).Problem);
        var older = SampleLists.OfacOf(new(2026, 9, 1), ("1", "One", null), ("2", "Two", null));
        Assert.Contains("older", (await world.LoadAsync(older)).Problem!, StringComparison.Ordinal);
        var smaller = SampleLists.OfacOf(new(2026, 10, 1), ("1", "One", null));
        Assert.Contains("less than half", (await world.LoadAsync(smaller)).Problem!, StringComparison.Ordinal);

        await using var db = world.Context();
        Assert.Equal(["7001", "7002", "7003"], await db.Set<ListEntryRow>().Select(e => e.Reference).OrderBy(r => r).ToListAsync());
        Assert.Single(await world.AuditAsync(LoadList.Action));
        Assert.Equal(StaffOutcome.Done, (await world.LoadAsync(smaller, evenIfOdd: true)).Outcome);
    }

    [Fact]
    public async Task Without_the_permission_or_a_reason_nothing_is_loaded()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        var support = await world.PersonAsync(Roles.Support);
        var file = SampleLists.Bytes(SampleLists.Ofac);
        Assert.Equal(StaffRejectReason.NotPermitted, (await world.LoadAsync(file, actor: support)).Outcome.Reason);
        Assert.Null((await world.Get<ListQueries>().ListAsync(support, default)).Value);
        var load = await world.Get<LoadList>().ExecuteAsync(world.Officer, ListSource.Ofac, file, false, " ", default);
        Assert.Equal(StaffRejectReason.ReasonMissing, load.Outcome.Reason);
        await using var db = world.Context();
        Assert.Empty(await db.Set<ListVersion>().ToListAsync());
        Assert.Equal(2, (await world.AuditAsync(PermissionChecks.RefusedAction)).Count);
    }

    [Fact]
    public async Task Of_files_that_come_at_once_one_is_current()
    {
        await using var world = await ScreeningWorld.CreateAsync(database);
        var loads = await Task.WhenAll(Enumerable.Range(1, 4).Select(i =>
            world.LoadAsync(SampleLists.OfacOf(ScreeningWorld.Monday.AddDays(i), ($"{i}", $"Name {i}", null)), evenIfOdd: true)));
        Assert.All(loads, load => Assert.Equal(StaffOutcome.Done, load.Outcome));
        await using var db = world.Context();
        var current = await db.Set<ListVersion>().SingleAsync(v => v.IsCurrent);
        Assert.Equal(current.Id, (await db.Set<ListEntryRow>().SingleAsync()).VersionId);
    }
}
