using Exchange.Core.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Members;

public sealed class SecondFactorTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Ann = "ann@example.com";
    private static readonly RequestOrigin Origin = MembersWorld.Origin;

    [Fact]
    public async Task Turning_it_on_asks_for_a_right_code_and_the_password_and_ends_other_sessions()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        var (here, other) = (await world.SessionAsync(member), await world.SessionAsync(member));
        var enable = world.Get<EnableSecondFactor>();
        var phone = Authenticator.Scan((await enable.BeginAsync(member, Origin, default))!.Url);
        var code = phone.CodeAt(world.Time.GetUtcNow());
        async Task<SecondFactorRejectReason> TryAsync(string? given, StepUpProof proof) =>
            (await enable.ExecuteAsync(member, given, proof, Origin, default)).Reason;

        world.Time.Pass(TimeSpan.FromMinutes(6));
        code = phone.CodeAt(world.Time.GetUtcNow());
        Assert.Equal(SecondFactorRejectReason.CodeMissing, await TryAsync(null, new(MembersWorld.Password, here)));
        Assert.Equal(SecondFactorRejectReason.CodeWrong,
            await TryAsync(phone.WrongCodeAt(world.Time.GetUtcNow()), new(MembersWorld.Password, here)));
        Assert.Equal(SecondFactorRejectReason.PasswordMissing, await TryAsync(code, new(null, here)));
        Assert.Equal(SecondFactorRejectReason.PasswordWrong, await TryAsync(code, new("wrong", here)));
        Assert.Equal(SecondFactorRejectReason.None, await TryAsync(code, new(MembersWorld.Password, here)));

        Assert.Equal([here], await world.Get<Sessions>().AliveAmongAsync([here, other], default));
        Assert.Equal(SecondFactorRejectReason.AlreadyOn, await TryAsync(code, new(MembersWorld.Password, here)));
        Assert.Null(await enable.BeginAsync(member, Origin, default));
        Assert.Equal("enabled", (await world.Get<Labels>().PrivateAsync(member, default))["otp"]);
        Assert.Equal("Your second factor is on", (await MailboxDoor.MailsAsync(world.Services, Ann))[0].Subject);
        await using var db = world.Context();
        Assert.NotNull((await db.MemberSessions.SingleAsync()).SecondFactorAt);
        var row = await db.TotpFactors.SingleAsync();
        Assert.DoesNotContain(Convert.ToHexString(new byte[4]), row.Secret, StringComparison.Ordinal);
        Assert.Matches("^[0-9]+\\.[A-Za-z0-9+/=]+$", row.Secret);
    }

    [Trait("BadInput", "B134")]
    [Fact]
    public async Task A_factor_that_is_not_on_yet_counts_for_nothing()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        var phone = Authenticator.Scan((await world.Get<EnableSecondFactor>().BeginAsync(member, Origin, default))!.Url);
        var code = phone.CodeAt(world.Time.GetUtcNow());

        var signedIn = await world.SignInAsync(Ann, MembersWorld.Password, code);

        Assert.Equal((SignInRejectReason.None, false), (signedIn.Reason, signedIn.HasSecondFactor));
        Assert.Equal(SecondFactorRejectReason.NotOn, await world.Get<VerifySecondFactor>().ExecuteAsync(member, code, Origin, default));
    }

    [Trait("BadInput", "B130")]
    [Fact]
    public async Task Signing_in_asks_for_a_code_and_takes_each_once()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.ProtectAsync(await world.MemberAsync(Ann));

        var first = await world.SignInAsync(Ann, MembersWorld.Password);
        Assert.Equal((SignInRejectReason.SecondFactorMissing, default), (first.Reason, first.Member));
        Assert.Equal(SignInRejectReason.InvalidCredentials, (await world.SignInAsync(Ann, "wrong", world.Code(ann))).Reason);
        Assert.Equal(SignInRejectReason.SecondFactorWrong,
            (await world.SignInAsync(Ann, MembersWorld.Password, world.WrongCode(ann))).Reason);
        var right = await world.Get<SignIn>().ContinueAsync(first.Ticket, world.Code(ann), Origin, default);
        Assert.Equal((SignInRejectReason.None, ann.Member, true), (right.Reason, right.Member, right.HasSecondFactor));

        Assert.Equal(SignInRejectReason.SecondFactorWrong,
            (await world.SignInAsync(Ann, MembersWorld.Password, world.Code(ann))).Reason);
        Assert.Equal(SignInRejectReason.SecondFactorWrong,
            (await world.SignInAsync(Ann, MembersWorld.Password, ann.Phone.CodeAt(world.Time.GetUtcNow(), -1))).Reason);
        Assert.Equal(SecondFactorRejectReason.CodeWrong,
            await world.Get<VerifySecondFactor>().ExecuteAsync(ann.Member, world.Code(ann), Origin, default));
        world.NextStep();
        Assert.Equal(ann.Member, (await world.SignInAsync(Ann, MembersWorld.Password, world.Code(ann))).Member);
    }

    [Fact]
    public async Task The_ticket_between_password_and_code_ends_with_time_password_and_factor()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.ProtectAsync(await world.MemberAsync(Ann));
        var signIn = world.Get<SignIn>();
        var ticket = (await world.SignInAsync(Ann, MembersWorld.Password)).Ticket!;
        async Task<SignInRejectReason> TryAsync(string? given) =>
            (await signIn.ContinueAsync(given, world.Code(ann), Origin, default)).Reason;

        Assert.Equal(SignInRejectReason.TicketInvalid, await TryAsync(null));
        Assert.Equal(SignInRejectReason.TicketInvalid, await TryAsync("x" + ticket));
        world.Time.Pass(SignInTickets.Lifetime);
        Assert.Equal(SignInRejectReason.TicketInvalid, await TryAsync(ticket));

        ticket = (await world.SignInAsync(Ann, MembersWorld.Password)).Ticket!;
        var changed = await world.Get<ChangePassword>().ExecuteAsync(
            ann.Member, new StepUpProof(MembersWorld.Password) { Code = world.Code(ann) }, "five loud geese at dusk", Origin, default);
        Assert.Equal(ChangePasswordRejectReason.None, changed.Reason);
        world.NextStep();
        Assert.Equal(SignInRejectReason.TicketInvalid, await TryAsync(ticket));
    }

    [Trait("BadInput", "B131")]
    [Fact]
    public async Task Of_fifty_uses_of_a_code_at_once_one_counts()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.ProtectAsync(await world.MemberAsync(Ann));
        var code = world.Code(ann);

        // Without the count of guesses, which would hold most of them back before they are compared.
        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            await using var db = world.Context();
            await db.PasswordGuesses.ExecuteDeleteAsync();
            return await world.Get<SecondFactors>().TakeAsync(ann.Member.Value, code, Origin, default);
        }));

        Assert.Single(taken, isTaken => isTaken);
    }

    [Trait("BadInput", "B133")]
    [Fact]
    public async Task Wrong_codes_are_counted_together_wherever_they_come_from_and_parallel_ones_too()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.ProtectAsync(await world.MemberAsync(Ann));
        var wrong = world.WrongCode(ann);

        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => (i % 3) switch
        {
            0 => world.SignInAsync(Ann, MembersWorld.Password, wrong),
            1 => (Task)world.Get<VerifySecondFactor>().ExecuteAsync(ann.Member, wrong, Origin, default),
            _ => world.Get<DisableSecondFactor>().ExecuteAsync(
                ann.Member, new StepUpProof(null, ann.Session) { Code = wrong }, Origin, default),
        }));

        Assert.Equal(SignInRejectReason.SecondFactorWrong,
            (await world.SignInAsync(Ann, MembersWorld.Password, world.Code(ann))).Reason);
        await using var db = world.Context();
        Assert.Equal(PasswordGuesses.Round, await db.PasswordGuesses.MaxAsync(g => g.Failures));
        // A recovery code still opens the account, and forgives.
        Assert.Equal(ann.Member, (await world.SignInAsync(Ann, MembersWorld.Password, ann.Codes[0])).Member);
        Assert.Equal(ann.Member, (await world.SignInAsync(Ann, MembersWorld.Password, world.Code(ann))).Member);
    }

    [Fact]
    public async Task A_recovery_code_opens_the_account_once_however_it_is_written()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.ProtectAsync(await world.MemberAsync(Ann));
        var bea = await world.ProtectAsync(await world.MemberAsync("bea@example.com"));
        Assert.Equal(RecoveryCodes.Count, ann.Codes.Distinct().Count());

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => world.SignInAsync(Ann, MembersWorld.Password, ann.Codes[0])));
        Assert.Single(outcomes, o => o.Member == ann.Member);
        var typed = ann.Codes[1].Replace('-', ' ').ToLowerInvariant();
        Assert.True((await world.SignInAsync(Ann, MembersWorld.Password, typed)).HasSecondFactor);
        Assert.Equal(SignInRejectReason.SecondFactorWrong, (await world.SignInAsync(Ann, MembersWorld.Password, bea.Codes[0])).Reason);
        Assert.Equal(RecoveryCodes.Count - 2, await world.Get<RecoveryCodes>().LeftAsync(ann.Member, default));
        Assert.Contains((await MailboxDoor.MailsAsync(world.Services, Ann)),
            m => m.Subject == "A recovery code was used" && m.Text.Contains("You have 8 left", StringComparison.Ordinal));

        var proof = new StepUpProof(null, ann.Session) { Code = world.Code(ann) };
        var made = await world.Get<MakeRecoveryCodes>().ExecuteAsync(ann.Member, proof, Origin, default);
        Assert.Equal(RecoveryCodes.Count, made.Codes.Count);
        Assert.Equal(SignInRejectReason.SecondFactorWrong, (await world.SignInAsync(Ann, MembersWorld.Password, ann.Codes[2])).Reason);
        Assert.Equal(ann.Member, (await world.SignInAsync(Ann, MembersWorld.Password, made.Codes[9])).Member);
        await using var db = world.Context();
        Assert.All(await db.RecoveryCodes.Select(c => c.CodeHash).ToListAsync(), hash => Assert.DoesNotContain("-", hash));
    }

    [Trait("BadInput", "B143")]
    [Fact]
    public async Task Turning_it_off_takes_a_code_ends_sessions_and_rests_the_keys()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.ProtectAsync(await world.MemberAsync(Ann));
        var terms = new ApiKeyTerms { Label = "bot", Scopes = ApiKeyScopes.Read };
        Task<CreatedApiKey> MakeKeyAsync(StepUpProof proof) =>
            world.Get<CreateApiKey>().ExecuteAsync(ann.Member, terms, proof, Origin, default);
        async Task<SecondFactorRejectReason> OffAsync(StepUpProof proof) =>
            (await world.Get<DisableSecondFactor>().ExecuteAsync(ann.Member, proof, Origin, default)).Reason;
        var proof = new StepUpProof(MembersWorld.Password, ann.Session);
        Assert.Equal(ApiKeyChangeRejectReason.CodeMissing, (await MakeKeyAsync(proof)).Reason);
        Assert.Equal(ApiKeyChangeRejectReason.CodeWrong, (await MakeKeyAsync(proof with { Code = world.WrongCode(ann) })).Reason);
        Assert.Equal(ApiKeyChangeRejectReason.None, (await MakeKeyAsync(proof with { Code = world.Code(ann) })).Reason);
        var other = await world.SessionAsync(ann.Member);

        Assert.Equal(SecondFactorRejectReason.CodeMissing, await OffAsync(proof));
        Assert.Equal(SecondFactorRejectReason.CodeWrong, await OffAsync(proof with { Code = world.Code(ann) }));
        world.NextStep();
        Assert.Equal(SecondFactorRejectReason.None, await OffAsync(proof with { Code = world.Code(ann) }));

        Assert.Equal([ann.Session], await world.Get<Sessions>().AliveAmongAsync([ann.Session, other], default));
        Assert.Equal(ann.Member, (await world.SignInAsync(Ann, MembersWorld.Password)).Member);
        await using var db = world.Context();
        Assert.Null((await db.MemberSessions.SingleAsync()).SecondFactorAt);
        Assert.False((await db.ApiKeys.SingleAsync()).IsActive);
        Assert.Empty(await db.TotpFactors.ToListAsync());
        Assert.Empty(await db.RecoveryCodes.ToListAsync());
        Assert.Equal(SecondFactorRejectReason.NotOn, await OffAsync(proof));
    }

    [Trait("BadInput", "B125")]
    [Fact]
    public async Task Another_password_by_mail_leaves_the_second_factor_on()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.ProtectAsync(await world.MemberAsync(Ann));
        await world.Get<PasswordReset>().AskAsync(Ann, Origin, default);
        var link = await MailboxDoor.TokenAsync(world.Services, Ann);
        await world.Get<PasswordReset>().ExecuteAsync(link, "five loud geese at dusk", Origin, default);

        Assert.Equal(SignInRejectReason.SecondFactorMissing, (await world.SignInAsync(Ann, "five loud geese at dusk")).Reason);
        Assert.Equal(ann.Member, (await world.SignInAsync(Ann, "five loud geese at dusk", world.Code(ann))).Member);
    }

    [Fact]
    public async Task Secrets_are_encrypted_anew_with_the_other_personal_data()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.ProtectAsync(await world.MemberAsync(Ann));
        await using var db = world.Context();
        var before = await db.TotpFactors.Select(f => f.Secret).SingleAsync();

        await world.Get<Exchange.Core.Storage.FieldKeyRotation>().RotateAsync(default);

        Assert.NotEqual(before, await db.TotpFactors.Select(f => f.Secret).SingleAsync());
        Assert.Equal(ann.Member, (await world.SignInAsync(Ann, MembersWorld.Password, world.Code(ann))).Member);
    }
}
