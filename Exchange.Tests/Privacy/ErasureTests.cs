using Exchange.Core.Audit;
using Exchange.Core.Engine;
using Exchange.Core.Members;
using Exchange.Core.Privacy;
using Exchange.Core.Screening;
using Exchange.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Privacy;

/// <summary>What is left of a member: searched for in every column of every table, and on the disk.</summary>
[Trait("Category", "Integration")]
public sealed class ErasureTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string PasskeyName = "vanishia-passkey";
    private static readonly PrivacyOptions Terms = new();
    private static readonly TimeSpan Retention = TimeSpan.FromDays(366 * Terms.RetentionYears);
    private static readonly StepUpProof Proof = new(AccessWorld.Password) { TakesFreshSignIn = false };

    [Fact]
    public async Task After_cooling_off_and_retention_no_word_of_the_member_is_left_and_nothing_else_has_changed()
    {
        var bystander = await new KnownPerson("bystandia") { Phone = "+491709876511" }.LiveAsync(world);
        var gone = await new KnownPerson("vanishia") { Phone = "+491709876512" }.LiveAsync(world);
        await gone.TradeAsync(world, world.Other);
        await CloseAsync(gone);
        await LeavePasskeyAsync(gone);
        await world.ProjectedAsync();
        var before = await WholeDatabase.ReadAsync(world);
        var others = await WholeDatabase.ReadAsync(world, OthersThan(gone));
        var hash = await StateHashAsync();
        // The search would find each of them.
        string[] traces = [.. gone.Others, PasskeyName];
        foreach (var word in gone.Identity.Concat(traces).Append(gone.Address)) Assert.True(before.TablesWith(word).Count > 0, word);
        var files = DocumentsOnDisk();

        Assert.Equal(new ErasureReport(0, 0), await EraseAsync());
        await ClosingTests.AgeAsync(world, gone.Id, TimeSpan.FromDays(Terms.CoolingOffDays));
        Assert.Equal(new ErasureReport(1, 0), await EraseAsync());
        var reduced = await WholeDatabase.ReadAsync(world);
        foreach (var word in traces.Where(w => w != "198.51.100.77")) Assert.Empty(reduced.TablesWith(word).Except(["audit_entries"]));
        foreach (var word in gone.Identity) Assert.True(reduced.TablesWith(word).Count > 0, word);
        Assert.Equal(files, DocumentsOnDisk());

        await ClosingTests.AgeAsync(world, gone.Id, Retention);
        Assert.Equal(new ErasureReport(0, 1), await EraseAsync());
        Assert.Equal(new ErasureReport(0, 0), await EraseAsync());
        var after = await WholeDatabase.ReadAsync(world);
        foreach (var word in gone.Identity.Concat(traces).Where(w => w != "198.51.100.77").Append("vanishia"))
            Assert.Empty(after.TablesWith(word));
        Assert.Equal(files - 1, DocumentsOnDisk());
        Assert.Empty((await WholeDatabase.ReadAsync(world, OthersThan(gone))).DifferencesFrom(others));
        Assert.Equal(hash, await StateHashAsync());
        foreach (var table in DataRegister.Tables.Where(t => t.Keeping == Keeping.Ledger && t.Table is not "engine_snapshots"))
            Assert.Equal(before.Rows(table.Table), after.Rows(table.Table));
        foreach (var table in Encrypted) Assert.DoesNotContain(after.Rows(table), row => row.Contains($"\"MemberId\":{gone.Id.Value},"));
        await AssertTombstoneAsync(gone);
        Assert.Equal(
            SignInRejectReason.None,
            (await world.Get<SignIn>().ExecuteAsync(bystander.Email, AccessWorld.Password, null, bystander.Origin, default)).Reason);
    }

    /// <summary>As a row, because with a second factor the closing would ask for it.</summary>
    private async Task LeavePasskeyAsync(KnownPerson whose)
    {
        await using var db = world.Context();
        db.Add(new Passkey { MemberId = whose.Id.Value, CredentialId = [7], PublicKey = [1], Name = PasskeyName, Transports = [] });
        await db.SaveChangesAsync();
    }

    [Fact]
    public async Task A_hold_or_an_open_case_keeps_everything_and_both_stages_wait()
    {
        var member = await new KnownPerson("heldia") { Phone = "+491709876513" }.LiveAsync(world);
        await CloseAsync(member);
        var compliance = await world.ActorAsync(Roles.Compliance);
        var hold = world.Get<HoldMember>();
        Assert.Equal(StaffOutcome.Done, await hold.ExecuteAsync(compliance, member.Uid, hold: true, "letter of the court", default));
        Assert.Equal(
            StaffRejectReason.NotPermitted,
            (await hold.ExecuteAsync(await world.ActorAsync(Roles.Support), member.Uid, false, "a reason", default)).Reason);
        await ClosingTests.AgeAsync(world, member.Id, Retention);

        Assert.Equal(new ErasureReport(0, 0), await EraseAsync());
        Assert.Equal(StaffOutcome.Done, await hold.ExecuteAsync(compliance, member.Uid, hold: false, "the court is done", default));
        await SetCaseAsync(member, CaseState.Open);
        Assert.Equal(new ErasureReport(0, 0), await EraseAsync());
        await SetCaseAsync(member, CaseState.FalsePositive);
        Assert.Equal(new ErasureReport(1, 1), await EraseAsync());
        await using var db = world.Context();
        Assert.Equal(
            ["member.hold", "member.hold"],
            await db.Set<AuditEntry>().Where(e => e.Target == member.Uid && e.Action == HoldMember.Action).Select(e => e.Action)
                .ToListAsync());
    }

    [Fact]
    public async Task A_crash_in_the_middle_leaves_it_whole_and_the_next_run_ends_it_and_many_runs_at_once_do_it_once()
    {
        var member = await new KnownPerson("crashia") { Phone = "+491709876514" }.LiveAsync(world);
        await CloseAsync(member);
        await ClosingTests.AgeAsync(world, member.Id, Retention);
        await using (var db = world.Context())
        {
            // What the last statement of the transaction runs into.
            await db.Database.ExecuteSqlRawAsync(
                """
                create function refuse() returns trigger as $$ begin raise 'crash'; end $$ language plpgsql;
                create trigger refuse before insert on audit_entries for each row when (new."Action" = 'member.erase')
                execute function refuse()
                """);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(EraseAsync);
        var halfway = await WholeDatabase.ReadAsync(world);
        Assert.Contains("members", halfway.TablesWith(member.Email));
        Assert.Contains("member_notes", halfway.TablesWith(member.Uid + "-note"));
        await using (var db = world.Context()) await db.Database.ExecuteSqlRawAsync("drop trigger refuse on audit_entries");

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EraseAsync()));
        Assert.Equal(1, runs.Sum(r => r.Erased));
        Assert.Empty((await WholeDatabase.ReadAsync(world)).TablesWith("crashia"));
    }

    private static IEnumerable<string> Encrypted => ["profiles", "phones", "documents", "companies", "totp_factors", "upload_links"];

    private async Task AssertTombstoneAsync(KnownPerson gone)
    {
        await using var db = world.Context();
        var row = await db.Set<Member>().SingleAsync(m => m.Id == gone.Id.Value);
        Assert.Equal(($"deleted-{gone.Id.Value}@invalid", MemberState.Deleted, 0), (row.Email, row.State, row.Level));
        Assert.False(EmailAddress.TryParse(row.Email, out _));
        Assert.Null(row.PasswordHash);
        var stages = await db.Set<AuditEntry>().Where(e => e.Target == row.Uid && e.ActorId == 0).Select(e => e.Action).ToListAsync();
        Assert.Contains(EraseMembers.ReduceAction, stages);
        Assert.Contains(EraseMembers.EraseAction, stages);
        // The address is free for somebody new.
        Assert.NotEqual(gone.Id, (await world.MemberAsync(gone.Email)));
    }

    private async Task SetCaseAsync(KnownPerson member, CaseState state)
    {
        await using var db = world.Context();
        await db.Set<ScreeningCase>().Where(c => c.MemberId == member.Id.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.State, state));
    }

    private async Task CloseAsync(KnownPerson member) => Assert.Equal(
        CloseRejectReason.None,
        await world.Get<CloseAccount>().ExecuteAsync(member.Id, $"{member.Name}-case is why", Proof, member.Origin, default));

    private Task<ErasureReport> EraseAsync() => world.Get<EraseMembers>().ExecuteAsync(default);

    private int DocumentsOnDisk() => Directory.GetFiles(world.DocumentDirectory, "*.doc", SearchOption.AllDirectories).Length;

    /// <summary>The engine's whole state, computed from the journal.</summary>
    private async Task<string> StateHashAsync() => Convert.ToHexString(
        (await world.Get<EngineRecovery>().RunAsync(world.Get<IEngineReadState>().Sequence, default)).State.ComputeHash());

    /// <summary>Rows that are not the member's and not about them, by table.</summary>
    private static Func<string, string> OthersThan(KnownPerson gone) => table => table switch
    {
        "members" => $"\"Id\" <> {gone.Id.Value}",
        "audit_entries" => $"\"ActorId\" not in (0, {gone.Id.Value}) and \"Target\" not in ('{gone.Uid}', 'member {gone.Id.Value}')",
        "review_items" => $"\"ReviewId\" not in (select \"Id\" from reviews where \"MemberId\" = {gone.Id.Value})",
        "screening_notes" => $"\"CaseId\" not in (select \"Id\" from screening_cases where \"MemberId\" = {gone.Id.Value})",
        "mailbox_messages" => $"\"Recipient\" not in ('{gone.Email}', '{gone.Phone}')",
        "password_guesses" or "projection_positions" or "__EFMigrationsHistory" => "false",
        "member_claims" or "member_logins" or "member_tokens" => $"\"UserId\" <> {gone.Id.Value}",
        "account_closings" => $"\"MemberId\" <> {gone.Id.Value}",
        _ => DataRegister.Tables.Single(t => t.Table == table).OfMember is null ? "true" : $"\"MemberId\" <> {gone.Id.Value}",
    };
}
