using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Members;

/// <summary>Links in mails: confirmation, reset and change of address.</summary>
[Trait("Category", "Integration")]
public sealed class MailedLinkTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Ann = "ann@example.com";
    private const string New = "five loud geese at dusk";
    private static readonly RequestOrigin Origin = MembersWorld.Origin;

    [Fact]
    public async Task An_address_is_confirmed_once_and_nobody_enters_before()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        await world.BeginSignUpAsync(Ann);
        Assert.Equal(SignInRejectReason.InvalidCredentials, (await world.SignInAsync(Ann, MembersWorld.Password)).Reason);
        var token = await MailboxDoor.TokenAsync(world.Services, Ann);
        var confirmation = world.Get<AddressConfirmation>();
        Assert.Equal(EmailTokenProblem.None, await confirmation.LookAsync(token, default));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => confirmation.ConfirmAsync(token, Origin, default)));

        Assert.Single(outcomes, outcome => outcome.Problem == EmailTokenProblem.None);
        Assert.Equal(7, outcomes.Count(outcome => outcome.Problem == EmailTokenProblem.Used));
        Assert.Equal(SignInRejectReason.None, (await world.SignInAsync(Ann, MembersWorld.Password)).Reason);
        await using var db = world.Context();
        Assert.DoesNotContain(token, (await db.Set<EmailToken>().SingleAsync()).KeyHash, StringComparison.OrdinalIgnoreCase);
        Assert.All(await db.Set<OutboxMessage>().ToListAsync(), m => Assert.Null(m.Payload));
    }

    [Fact]
    public async Task A_later_link_takes_the_place_of_an_earlier_one_and_a_day_ends_both()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        await world.BeginSignUpAsync(Ann);
        var first = await MailboxDoor.TokenAsync(world.Services, Ann);
        await world.Get<AddressConfirmation>().ResendAsync("ANN@example.com", Origin, default);
        var second = await MailboxDoor.TokenAsync(world.Services, Ann);
        var confirmation = world.Get<AddressConfirmation>();

        Assert.Equal(EmailTokenProblem.Unknown, (await confirmation.ConfirmAsync(first, Origin, default)).Problem);
        world.Time.Pass(EmailToken.LifetimeOf(EmailTokenPurpose.ConfirmAddress));
        Assert.Equal(EmailTokenProblem.Expired, (await confirmation.ConfirmAsync(second, Origin, default)).Problem);
        Assert.Equal(EmailTokenProblem.Unknown, (await confirmation.ConfirmAsync(second[..^1] + "g", Origin, default)).Problem);
        Assert.Equal(EmailTokenProblem.Unknown, (await confirmation.ConfirmAsync(null, Origin, default)).Problem);
    }

    [Fact]
    public async Task Who_signs_up_twice_before_confirming_has_the_last_password_and_who_has_an_account_keeps_it()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        await world.BeginSignUpAsync(Ann);
        Assert.Equal(default, (await world.Get<SignUp>().ExecuteAsync(Ann, New, Origin, default)).Member);
        await world.Get<AddressConfirmation>().ConfirmAsync(await MailboxDoor.TokenAsync(world.Services, Ann), Origin, default);
        Assert.Equal(SignInRejectReason.InvalidCredentials, (await world.SignInAsync(Ann, MembersWorld.Password)).Reason);
        Assert.Equal(SignInRejectReason.None, (await world.SignInAsync(Ann, New)).Reason);

        await world.BeginSignUpAsync("Ann@Example.com");

        var mails = await MailboxDoor.MailsAsync(world.Services, Ann);
        Assert.Equal("You already have an account", mails[0].Subject);
        Assert.Null(MailboxDoor.TokenIn(mails[0].Text));
        Assert.Equal(SignInRejectReason.None, (await world.SignInAsync(Ann, New)).Reason);
    }

    [Trait("BadInput", "B119, B122")]
    [Fact]
    public async Task A_reset_works_once_within_the_hour_by_the_newest_link_and_ends_every_session()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        var session = await world.Get<Sessions>().OpenAsync(member, Origin, isBound: false, hasSecondFactor: false, default);
        var reset = world.Get<PasswordReset>();
        var superseded = await AskAsync(world);
        var late = await AskAsync(world);
        Assert.Equal(EmailTokenProblem.Unknown, (await reset.ExecuteAsync(superseded, New, Origin, default)).Link);
        world.Time.Pass(TimeSpan.FromMinutes(61));
        Assert.Equal(EmailTokenProblem.Expired, (await reset.ExecuteAsync(late, New, Origin, default)).Link);

        var link = await AskAsync(world);
        Assert.Equal(PasswordProblem.Common, (await reset.ExecuteAsync(link, "password1234", Origin, default)).Password);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => reset.ExecuteAsync(link, New, Origin, default)));
        Assert.Single(outcomes, o => o.Reason == PasswordResetRejectReason.None);

        Assert.Equal(EmailTokenProblem.Used, (await reset.ExecuteAsync(link, New, Origin, default)).Link);
        Assert.Null(await world.Get<Sessions>().FindAsync(session.Key, default));
        Assert.Equal(SignInRejectReason.InvalidCredentials, (await world.SignInAsync(Ann, MembersWorld.Password)).Reason);
        Assert.Equal(member, (await world.SignInAsync(Ann, New)).Member);
        Assert.Equal("Your password was changed", (await MailboxDoor.MailsAsync(world.Services, Ann))[0].Subject);
        await reset.AskAsync("nobody@example.com", Origin, default);
        Assert.Empty(await MailboxDoor.MailsAsync(world.Services, "nobody@example.com"));
    }

    [Trait("BadInput", "B122")]
    [Fact]
    public async Task A_link_dies_when_the_password_changes_and_no_mailbox_is_flooded()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        var link = await AskAsync(world);
        var changed = await world.Get<ChangePassword>().ExecuteAsync(
            member, new StepUpProof(MembersWorld.Password), New, Origin, default);
        Assert.Equal(ChangePasswordRejectReason.None, changed.Reason);
        Assert.Equal(EmailTokenProblem.Unknown,
            (await world.Get<PasswordReset>().ExecuteAsync(link, "six sly otters at noon", Origin, default)).Link);

        for (var i = 0; i < 20; i++) await world.Get<PasswordReset>().AskAsync(Ann, Origin, default);
        var mails = await MailboxDoor.MailsAsync(world.Services, Ann);
        Assert.Equal(Outbox.MaxAlikePerHour, mails.Count(mail => mail.Subject == "Choose a new password"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_address_changes_with_both_yeses_in_any_order_and_every_session_ends(bool oldFirst)
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        var session = await world.Get<Sessions>().OpenAsync(member, Origin, isBound: false, hasSecondFactor: false, default);
        var change = world.Get<ChangeEmail>();
        Assert.Equal(ChangeEmailRejectReason.None, await AskToChangeAsync(world, member, "ann@new.example"));
        var leave = await MailboxDoor.TokenAsync(world.Services, Ann);
        var take = await MailboxDoor.TokenAsync(world.Services, "ann@new.example");
        var (first, second) = oldFirst ? (leave, take) : (take, leave);

        Assert.Equal((ChangeEmailProgress.Waiting, "ann@new.example"), await change.LookAsync(first, default));
        Assert.Equal(ChangeEmailProgress.Waiting, await change.ConfirmAsync(first, Origin, default));
        Assert.Equal(ChangeEmailProgress.Used, await change.ConfirmAsync(first, Origin, default));
        Assert.NotNull(await world.Get<Sessions>().FindAsync(session.Key, default));
        Assert.Equal(ChangeEmailProgress.Changed, await change.ConfirmAsync(second, Origin, default));

        Assert.Null(await world.Get<Sessions>().FindAsync(session.Key, default));
        Assert.Equal(default, (await world.SignInAsync(Ann, MembersWorld.Password)).Member);
        Assert.Equal(member, (await world.SignInAsync("ann@new.example", MembersWorld.Password)).Member);
        foreach (var address in new[] { Ann, "ann@new.example" })
            Assert.Equal("Your e-mail address was changed", (await MailboxDoor.MailsAsync(world.Services, address))[0].Subject);
    }

    [Fact]
    public async Task Both_yeses_at_once_change_the_address_once()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        await AskToChangeAsync(world, member, "ann@new.example");
        string[] links =
            [await MailboxDoor.TokenAsync(world.Services, Ann), await MailboxDoor.TokenAsync(world.Services, "ann@new.example")];

        var answers = await Task.WhenAll(links.Select(link => world.Get<ChangeEmail>().ConfirmAsync(link, Origin, default)));

        Assert.Equal([ChangeEmailProgress.Waiting, ChangeEmailProgress.Changed], answers.Order());
    }

    [Trait("BadInput", "B128")]
    [Fact]
    public async Task A_superseded_change_does_nothing_and_a_taken_address_is_told_to_its_owner_alone()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        await world.MemberAsync("bea@example.com");
        await AskToChangeAsync(world, member, "ann@first.example");
        var superseded = await MailboxDoor.TokenAsync(world.Services, "ann@first.example");
        Assert.Equal(ChangeEmailRejectReason.None, await AskToChangeAsync(world, member, "BEA@example.com"));

        Assert.Equal(ChangeEmailProgress.Unknown, await world.Get<ChangeEmail>().ConfirmAsync(superseded, Origin, default));
        var mail = (await MailboxDoor.MailsAsync(world.Services, "bea@example.com"))[0];
        Assert.Equal(("You already have an account", null), (mail.Subject, MailboxDoor.TokenIn(mail.Text)));
        Assert.Equal(ChangeEmailRejectReason.EmailInvalid, await AskToChangeAsync(world, member, "a@b"));
        Assert.Equal(ChangeEmailRejectReason.Unchanged, await AskToChangeAsync(world, member, "ANN@example.com"));
        Assert.Equal(ChangeEmailRejectReason.PasswordWrong,
            await world.Get<ChangeEmail>().AskAsync(member, "x@y.example", new StepUpProof("wrong"), Origin, default));
        Assert.Equal(ChangeEmailRejectReason.PasswordMissing,
            await world.Get<ChangeEmail>().AskAsync(member, "x@y.example", new StepUpProof(null), Origin, default));
    }

    [Fact]
    public async Task Every_mail_to_a_member_has_their_code_in_their_language_and_a_strangers_has_not()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        var settings = world.Get<SetMailSettings>();
        var wanted = new MailSettings("de", "Reiher 7");
        var proof = new StepUpProof(MembersWorld.Password);
        Assert.Equal(MailSettingsProblem.PasswordMissing,
            await settings.ExecuteAsync(member, wanted, new StepUpProof(null), Origin, default));
        Assert.Equal(MailSettingsProblem.PasswordWrong, await settings.ExecuteAsync(member, wanted, new StepUpProof("x"), Origin, default));
        Assert.Equal(MailSettingsProblem.CodeInvalid,
            await settings.ExecuteAsync(member, wanted with { Code = "<b>x</b>" }, proof, Origin, default));
        Assert.Equal(MailSettingsProblem.LanguageUnknown,
            await settings.ExecuteAsync(member, wanted with { Language = "xx" }, proof, Origin, default));
        Assert.Equal(MailSettingsProblem.None,
            await settings.ExecuteAsync(member, wanted, proof, Origin, default));

        await AskToChangeAsync(world, member, "ann@new.example");

        var own = (await MailboxDoor.MailsAsync(world.Services, Ann))[0];
        Assert.Equal("Änderung Ihrer E-Mail-Adresse", own.Subject);
        Assert.Contains("Anti-Phishing-Code: Reiher 7", own.Text, StringComparison.Ordinal);
        Assert.Contains("Anti-Phishing-Code: Reiher 7", own.Html, StringComparison.Ordinal);
        var strangers = (await MailboxDoor.MailsAsync(world.Services, "ann@new.example"))[0];
        Assert.DoesNotContain("Reiher", strangers.Text + strangers.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_from_a_new_place_is_told_by_mail_and_on_the_site_and_a_known_one_is_not()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        Task<SignInOutcome> FromAsync(string address, string agent) =>
            world.Get<SignIn>().ExecuteAsync(Ann, MembersWorld.Password, code: null, new RequestOrigin(address, agent), default);
        async Task<int> AlertsAsync() =>
            (await MailboxDoor.MailsAsync(world.Services, Ann)).Count(m => m.Subject == "New sign-in to your account");

        await FromAsync("192.0.2.7", "Mozilla/5.0 (X11; Linux) Firefox/140.0");
        Assert.Equal(0, await AlertsAsync());
        await FromAsync("192.0.99.1", "Mozilla/5.0 (X11; Linux) Firefox/141.0");
        Assert.Equal(0, await AlertsAsync());
        await FromAsync("198.51.100.7", "Mozilla/5.0 (X11; Linux) Firefox/141.0");
        Assert.Equal(1, await AlertsAsync());
        await FromAsync("198.51.100.9", "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0");
        Assert.Equal(2, await AlertsAsync());
        await FromAsync("198.51.100.9", "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0");
        Assert.Equal(2, await AlertsAsync());

        var notices = await world.Get<MemberNotifications>().ListAsync(member, 1, default);
        Assert.Equal(2, notices.Total);
        Assert.Contains("Chrome on Windows, 198.51.100.9", notices.Rows[0].Text, StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(MembersWorld world)
    {
        await world.Get<PasswordReset>().AskAsync(Ann, Origin, default);
        return await MailboxDoor.TokenAsync(world.Services, Ann);
    }

    private static Task<ChangeEmailRejectReason> AskToChangeAsync(MembersWorld world, MemberId member, string email) =>
        world.Get<ChangeEmail>().AskAsync(member, email, new StepUpProof(MembersWorld.Password), Origin, default);
}
