using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Tests.Staff;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Members;

/// <summary>Adding, naming and removing passkeys, and what goes with it.</summary>
public sealed class PasskeyTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Ann = "ann@example.com";
    private static readonly RequestOrigin Origin = MembersWorld.Origin;

    [Fact]
    public async Task The_first_one_protects_the_account_gives_recovery_codes_and_ends_other_sessions()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        var (here, other) = (await world.SessionAsync(member), await world.SessionAsync(member));
        using var device = new SoftPasskey { IsSynced = true };

        var outcome = await world.AddPasskeyAsync(member, new StepUpProof(MembersWorld.Password, here), device);

        Assert.Equal((PasskeyRejectReason.None, RecoveryCodes.Count), (outcome.Reason, outcome.Codes.Count));
        Assert.Equal([here], await world.Get<Sessions>().AliveAmongAsync([here, other], default));
        var passkey = Assert.Single(await world.Get<Passkeys>().ListAsync(member, default));
        Assert.Equal((PasskeyWorld.Name, true, true), (passkey.Name, passkey.IsBackedUp, passkey.IsBackupEligible));
        Assert.Equal(["internal", "hybrid"], passkey.Transports);
        Assert.Equal(new MemberFactors(false, true), await world.Get<MemberQueries>().FactorsAsync(member, default));
        Assert.True((await world.Get<MemberQueries>().ProfileAsync(member, default))!.HasSecondFactor);
        Assert.Equal("enabled", (await world.Get<Labels>().PrivateAsync(member, default))["otp"]);
        Assert.Equal("A passkey was added", (await MailboxDoor.MailsAsync(world.Services, Ann))[0].Subject);
        await using var db = world.Context();
        Assert.NotNull((await db.MemberSessions.SingleAsync()).SecondFactorAt);
        Assert.Contains(await db.Activities.ToListAsync(), a => a is { Topic: "otp", Action: "add passkey", Result: "succeed" });
        Assert.Contains(await db.Set<AuditEntry>().ToListAsync(), a => a.Action == "passkey.add");
        Assert.Empty(await db.PasskeyCeremonies.ToListAsync());
        Assert.Empty(await db.Approvals.Where(a => a.UsedAt == null).ToListAsync());
    }

    [Fact]
    public async Task Adding_one_takes_the_password_and_then_what_there_is_already()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        var session = await world.SessionAsync(member);
        using var first = new SoftPasskey();
        world.Time.Pass(StepUp.FreshSignIn);
        async Task<StepUpVerdict> TryAsync(StepUpProof proof)
        {
            using var device = new SoftPasskey();
            var outcome = await world.AddPasskeyAsync(member, proof, device);
            Assert.Equal(PasskeyRejectReason.ProofRefused, outcome.Reason);
            return outcome.Verdict;
        }

        Assert.Equal(StepUpVerdict.Missing, await TryAsync(new(null, session)));
        Assert.Equal(StepUpVerdict.Wrong, await TryAsync(new("wrong", session)));
        var outcome = await world.AddPasskeyAsync(member, new(MembersWorld.Password, session), first);
        Assert.Equal(StepUpVerdict.CodeMissing, await TryAsync(new(MembersWorld.Password, session)));
        Assert.Equal(StepUpVerdict.CodeWrong, await TryAsync(new(null, session) { Code = "000000" }));

        var ann = new Keyed(member, session, first, outcome.Codes);
        using var second = new SoftPasskey();
        var proof = await ann.ProveAsync(p => world.Get<Passkeys>().BeginAsync(member, "telephone", p, Origin, default));
        var added = await world.AddPasskeyAsync(member, proof, second, "telephone");
        Assert.Equal(PasskeyRejectReason.None, added.Reason);
        Assert.Empty(added.Codes); // the first ones are still good
        using var third = new SoftPasskey();
        Assert.Equal(PasskeyRejectReason.None,
            (await world.AddPasskeyAsync(member, new(null, session) { Code = outcome.Codes[0] }, third, "tablet")).Reason);
    }

    [Fact]
    public async Task There_is_a_most_of_them_and_names_are_seen()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.KeyedAsync(Ann);
        await using (var db = world.Context())
        {
            db.Passkeys.AddRange(Enumerable.Range(1, Passkey.MaxPerMember - 2).Select(i => new Passkey
            {
                MemberId = ann.Member.Value, CredentialId = [1, (byte)i], PublicKey = [], Name = $"{i}", Transports = [],
            }));
            await db.SaveChangesAsync();
        }

        var passkeys = world.Get<Passkeys>();
        Task<PasskeyOutcome> BeginAsync(string? name, string code) =>
            passkeys.BeginAsync(ann.Member, name, new StepUpProof(null, ann.Session) { Code = code }, Origin, default);
        foreach (var name in new[] { null, "", " ", new string('x', Passkey.MaxNameLength + 1), "a\nb", "\ud800" })
            Assert.Equal(PasskeyRejectReason.NameInvalid, (await BeginAsync(name, ann.Codes[0])).Reason);
        using var one = new SoftPasskey();
        using var two = new SoftPasskey();
        // Two begin while there is place for one.
        var (a, b) = ((await BeginAsync("one", ann.Codes[0])).Question!, (await BeginAsync("two", ann.Codes[1])).Question!);
        var reasons = await Task.WhenAll(AddAsync("one", one, a), AddAsync("two", two, b));

        Assert.Equal([PasskeyRejectReason.None, PasskeyRejectReason.TooMany], reasons.Order());
        Assert.Equal(PasskeyRejectReason.TooMany, (await BeginAsync("three", ann.Codes[2])).Reason);

        async Task<PasskeyRejectReason> AddAsync(string name, SoftPasskey device, PasskeyQuestion question) => (await passkeys.AddAsync(
            ann.Member, name, new PasskeyExchange { Key = question.Key, Answer = device.Create(question.Options) }, ann.Session, Origin,
            default)).Reason;
    }

    [Fact]
    public async Task One_is_renamed_by_its_owner_only()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var (ann, bea) = (await world.KeyedAsync(Ann), await world.KeyedAsync("bea@example.com"));
        var passkeys = world.Get<Passkeys>();
        var id = (await passkeys.ListAsync(ann.Member, default))[0].Id;

        Assert.Equal(PasskeyRejectReason.Unknown, (await passkeys.RenameAsync(bea.Member, id, "mine", default)).Reason);
        Assert.Equal(PasskeyRejectReason.NameInvalid, (await passkeys.RenameAsync(ann.Member, id, " ", default)).Reason);
        Assert.Equal(PasskeyRejectReason.None, (await passkeys.RenameAsync(ann.Member, id, " desk 🖥 ", default)).Reason);
        Assert.Equal("desk 🖥", (await passkeys.ListAsync(ann.Member, default))[0].Name);
    }

    [Fact]
    public async Task Removing_the_last_factor_takes_what_stood_on_it_and_removing_another_does_not()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var (ann, bea) = (await world.KeyedAsync(Ann), await world.KeyedAsync("bea@example.com"));
        var passkeys = world.Get<Passkeys>();
        using var second = new SoftPasskey();
        await world.AddPasskeyAsync(ann.Member, new(null, ann.Session) { Code = ann.Codes[0] }, second, "telephone");
        await MakeKeyAsync(world, ann);
        var (first, other) = ((await passkeys.ListAsync(ann.Member, default))[0].Id, await world.SessionAsync(ann.Member));
        Task<PasskeyOutcome> RemoveAsync(long id, StepUpProof proof) => passkeys.RemoveAsync(ann.Member, id, proof, Origin, default);

        Assert.Equal(StepUpVerdict.CodeMissing, (await RemoveAsync(first, new(MembersWorld.Password, ann.Session))).Verdict);
        var beas = (await passkeys.ListAsync(bea.Member, default))[0].Id;
        Assert.Equal(PasskeyRejectReason.Unknown, (await RemoveAsync(beas, new(null, ann.Session) { Code = ann.Codes[2] })).Reason);
        Assert.Equal(PasskeyRejectReason.None, (await RemoveAsync(first, new(null, ann.Session) { Code = ann.Codes[2] })).Reason);
        Assert.Equal([ann.Session], await world.Get<Sessions>().AliveAmongAsync([ann.Session, other], default));
        Assert.Equal("A passkey was removed", (await MailboxDoor.MailsAsync(world.Services, Ann))[0].Subject);
        Assert.Equal(SignInRejectReason.InvalidCredentials, (await world.EnterAsync(ann.Device)).Reason);
        Assert.Equal(SignInRejectReason.SecondFactorMissing, (await world.SignInAsync(Ann, MembersWorld.Password)).Reason);
        Assert.Equal(RecoveryCodes.Count - 3, await world.Get<RecoveryCodes>().LeftAsync(ann.Member, default));

        var last = (await passkeys.ListAsync(ann.Member, default))[0].Id;
        var asked = new Keyed(ann.Member, ann.Session, second, []);
        Assert.Equal(PasskeyRejectReason.None, (await RemoveAsync(last, await asked.ProveAsync(p => RemoveAsync(last, p)))).Reason);
        Assert.Equal("Your second factor is off", (await MailboxDoor.MailsAsync(world.Services, Ann))[0].Subject);
        Assert.Equal(0, await world.Get<RecoveryCodes>().LeftAsync(ann.Member, default));
        Assert.False((await world.Get<ApiKeyQueries>().ListAsync(ann.Member, default))[0].IsActive);
        Assert.False((await world.Get<Labels>().PrivateAsync(ann.Member, default)).ContainsKey("otp"));
        Assert.Equal(ann.Member, (await world.SignInAsync(Ann, MembersWorld.Password)).Member);
    }

    [Fact]
    public async Task An_authenticator_beside_it_comes_and_goes_and_the_account_stays_protected()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.KeyedAsync(Ann);
        var (enable, disable) = (world.Get<EnableSecondFactor>(), world.Get<DisableSecondFactor>());
        Assert.Equal(SecondFactorRejectReason.NotOn,
            (await disable.ExecuteAsync(ann.Member, new(null, ann.Session) { Code = ann.Codes[0] }, Origin, default)).Reason);
        var phone = Authenticator.Scan((await enable.BeginAsync(ann.Member, Origin, default))!.Url);
        Task<SecondFactorOutcome> OnAsync(StepUpProof proof) =>
            enable.ExecuteAsync(ann.Member, phone.CodeAt(world.Time.GetUtcNow()), proof, Origin, default);
        Task<SecondFactorOutcome> OffAsync(StepUpProof proof) => disable.ExecuteAsync(ann.Member, proof, Origin, default);

        var refused = await OnAsync(new(MembersWorld.Password, ann.Session));
        Assert.Equal((SecondFactorRejectReason.CodeMissing, true), (refused.Reason, refused.IsOfProof));
        var on = await OnAsync(await ann.ProveAsync(OnAsync));
        Assert.Equal(SecondFactorRejectReason.None, on.Reason);
        Assert.Empty(on.Codes);
        await MakeKeyAsync(world, ann);
        Assert.Equal(SecondFactorRejectReason.None, (await OffAsync(await ann.ProveAsync(OffAsync))).Reason);

        Assert.Equal("Your authenticator is off", (await MailboxDoor.MailsAsync(world.Services, Ann))[0].Subject);
        Assert.True((await world.Get<ApiKeyQueries>().ListAsync(ann.Member, default))[0].IsActive);
        Assert.Equal(RecoveryCodes.Count - 1, await world.Get<RecoveryCodes>().LeftAsync(ann.Member, default));
        Assert.Equal(SignInRejectReason.SecondFactorMissing, (await world.SignInAsync(Ann, MembersWorld.Password)).Reason);
        await using var db = world.Context();
        Assert.DoesNotContain(await db.Activities.ToListAsync(), a => a is { Action: Activity.SecondFactorOff, Result: Activity.Failed });
    }

    [Fact]
    public async Task Support_removes_passkeys_with_the_rest()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.KeyedAsync(Ann);
        var support = await world.PersonAsync(Roles.Support);
        string uid;
        await using (var db = world.Context())
            uid = await db.Members.Where(m => m.Id == ann.Member.Value).Select(m => m.Uid).SingleAsync();

        var outcome = await world.Get<RemoveSecondFactor>().ExecuteAsync(support, uid, "lost her laptop", default);

        Assert.True(outcome.IsDone);
        Assert.Empty(await world.Get<Passkeys>().ListAsync(ann.Member, default));
        Assert.Equal(0, await world.Get<RecoveryCodes>().LeftAsync(ann.Member, default));
        Assert.Equal(SignInRejectReason.InvalidCredentials, (await world.EnterAsync(ann.Device)).Reason);
        Assert.Equal(ann.Member, (await world.SignInAsync(Ann, MembersWorld.Password)).Member);
    }

    private static async Task MakeKeyAsync(MembersWorld world, Keyed who)
    {
        var terms = new ApiKeyTerms { Label = "bot", Scopes = ApiKeyScopes.Read };
        var made = await world.Get<CreateApiKey>().ExecuteAsync(
            who.Member, terms, new StepUpProof(null, who.Session) { Code = who.Codes[1] }, Origin, default);
        Assert.Equal(ApiKeyChangeRejectReason.None, made.Reason);
    }
}
