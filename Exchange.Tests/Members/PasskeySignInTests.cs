using Exchange.Core.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Members;

/// <summary>Signing in with a passkey: alone, or after the password.</summary>
public sealed class PasskeySignInTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Ann = "ann@example.com";
    private static readonly RequestOrigin Origin = MembersWorld.Origin;

    [Fact]
    public async Task Alone_it_counts_for_both_factors_and_is_recorded_like_any_sign_in()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.KeyedAsync(Ann);
        await world.EnterAsync(ann.Device);
        var elsewhere = new RequestOrigin("203.0.113.9", "another browser");

        var question = (await world.Get<SignIn>().AskPasskeyAsync(default))!;
        var given = new PasskeyExchange { Key = question.Key, Answer = ann.Device.Get(question.Options) };
        var outcome = await world.Get<SignIn>().WithPasskeyAsync(given, elsewhere, default);

        Assert.Equal((SignInRejectReason.None, ann.Member, true), (outcome.Reason, outcome.Member, outcome.HasSecondFactor));
        Assert.Equal(0, world.ComparisonsWith(ann.Member) - 1); // the one password with which the passkey was added
        Assert.Contains("new", (await MailboxDoor.MailsAsync(world.Services, Ann))[0].Subject, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(world.Time.GetUtcNow(), (await world.Get<Passkeys>().ListAsync(ann.Member, default))[0].LastUsedAt);
        await using var db = world.Context();
        Assert.Equal(2, await db.Activities.CountAsync(a => a.Action == Activity.SecondFactorLogin && a.MemberId == ann.Member.Value));
    }

    [Fact]
    public async Task Its_question_is_the_same_for_everybody_and_names_nobodys_passkeys()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var before = (await world.Get<SignIn>().AskPasskeyAsync(default))!.Options;
        await world.KeyedAsync(Ann);
        var after = (await world.Get<SignIn>().AskPasskeyAsync(default))!.Options;

        Assert.Contains("\"rpId\":\"exchange.test\"", after, StringComparison.Ordinal);
        Assert.Contains("\"userVerification\":\"required\"", after, StringComparison.Ordinal);
        Assert.Contains("\"allowCredentials\":[]", after, StringComparison.Ordinal);
        Assert.Equal(before.Length, after.Length);
    }

    [Theory]
    [InlineData(MemberState.Locked, SignInRejectReason.NotActive)]
    [InlineData(MemberState.Banned, SignInRejectReason.NotActive)]
    [InlineData(MemberState.Deleted, SignInRejectReason.NotActive)]
    [InlineData(MemberState.Pending, SignInRejectReason.InvalidCredentials)]
    public async Task Who_is_shut_out_or_unconfirmed_stays_out(MemberState state, SignInRejectReason expected)
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.KeyedAsync(Ann);
        await using var db = world.Context();
        await db.Members.Where(m => m.Id == ann.Member.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, state).SetProperty(m => m.EmailConfirmed, false));

        var outcome = await world.EnterAsync(ann.Device);

        Assert.Equal((expected, default), (outcome.Reason, outcome.Member));
    }

    [Fact]
    public async Task After_the_password_it_is_asked_for_and_the_question_is_for_that_ticket_alone()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var (ann, signIn) = (await world.KeyedAsync(Ann), world.Get<SignIn>());
        var first = await world.SignInAsync(Ann, MembersWorld.Password);
        Assert.Equal((SignInRejectReason.SecondFactorMissing, default), (first.Reason, first.Member));
        Assert.Equal(new MemberFactors(false, true), first.Factors);
        var other = (await world.SignInAsync(Ann, MembersWorld.Password)).Ticket!;
        async Task<(SignInOutcome Outcome, PasskeyQuestion Question)> AskAsync(string ticket)
        {
            var asking = Keyed.Asking();
            return (await signIn.ContinueWithPasskeyAsync(ticket, asking, Origin, default), asking.Question!);
        }

        var (asked, question) = await AskAsync(first.Ticket!);
        Assert.Equal((SignInRejectReason.SecondFactorMissing, first.Ticket), (asked.Reason, asked.Ticket));
        Assert.Contains("\"id\":", question.Options, StringComparison.Ordinal);
        var given = new PasskeyExchange { Key = question.Key, Answer = ann.Device.Get(question.Options) };
        Assert.Equal(SignInRejectReason.SecondFactorWrong,
            (await signIn.ContinueWithPasskeyAsync(other, given, Origin, default)).Reason);
        Assert.Equal(SignInRejectReason.InvalidCredentials, (await world.EnterAsync(given)).Reason);
        Assert.Equal(SignInRejectReason.TicketInvalid,
            (await signIn.ContinueWithPasskeyAsync("x", given, Origin, default)).Reason);
        var entered = await signIn.ContinueWithPasskeyAsync(first.Ticket, given, Origin, default);
        Assert.Equal((SignInRejectReason.None, ann.Member, true), (entered.Reason, entered.Member, entered.HasSecondFactor));
        Assert.Equal(SignInRejectReason.SecondFactorWrong,
            (await signIn.ContinueWithPasskeyAsync(first.Ticket, given, Origin, default)).Reason);
    }

    [Fact]
    public async Task With_a_passkey_alone_a_recovery_code_opens_the_account_after_the_password()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.KeyedAsync(Ann);

        Assert.Equal(SignInRejectReason.SecondFactorWrong, (await world.SignInAsync(Ann, MembersWorld.Password, "000000")).Reason);
        Assert.Equal(ann.Member, (await world.SignInAsync(Ann, MembersWorld.Password, ann.Codes[0])).Member);
        Assert.Equal(SignInRejectReason.SecondFactorWrong, (await world.SignInAsync(Ann, MembersWorld.Password, ann.Codes[0])).Reason);
    }

    [Fact]
    public async Task Wrong_answers_after_the_password_are_counted_like_wrong_codes()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var (ann, signIn) = (await world.KeyedAsync(Ann), world.Get<SignIn>());
        async Task<SignInRejectReason> TryAsync()
        {
            var (ticket, asking) = ((await world.SignInAsync(Ann, MembersWorld.Password)).Ticket, Keyed.Asking());
            await signIn.ContinueWithPasskeyAsync(ticket, asking, Origin, default);
            var given = new PasskeyExchange { Key = asking.Question!.Key, Answer = ann.Device.Get(asking.Question.Options) };
            return (await signIn.ContinueWithPasskeyAsync(ticket, given, Origin, default)).Reason;
        }

        ann.Device.Origin = "https://exchange.test.evil.example";
        for (var i = 0; i < PasswordGuesses.Round; i++) Assert.Equal(SignInRejectReason.SecondFactorWrong, await TryAsync());
        ann.Device.Origin = SoftPasskey.Site;
        Assert.Equal(SignInRejectReason.SecondFactorWrong, await TryAsync());
        world.Time.Pass(PasswordGuesses.Locks[0]);
        Assert.Equal(SignInRejectReason.None, await TryAsync());
    }

    [Fact]
    public async Task Questions_to_a_member_do_not_pile_up_and_old_ones_are_removed()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var (ann, bea) = (await world.KeyedAsync(Ann), await world.MemberAsync("bea@example.com"));
        var (factors, act) = (world.Get<SecondFactors>(), SensitiveAct.Of("withdraw"));
        Assert.Null(await factors.AskPasskeyAsync(bea, 1, act, default)); // has none
        for (var i = 0; i < PasskeyCeremonies.MaxOpen; i++)
            Assert.NotNull(await factors.AskPasskeyAsync(ann.Member, ann.Session, act, default));
        Assert.Null(await factors.AskPasskeyAsync(ann.Member, ann.Session, act, default));

        world.Time.Pass(PasskeyCeremonies.Lifetime);
        Assert.NotNull(await factors.AskPasskeyAsync(ann.Member, ann.Session, act, default));
        await world.Get<ExpiredSessionCleanup>().ExecuteAsync(default);
        await using var db = world.Context();
        Assert.Equal(1, await db.PasskeyCeremonies.CountAsync());
    }
}
