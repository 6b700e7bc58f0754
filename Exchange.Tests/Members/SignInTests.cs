using Exchange.Core.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Members;

public sealed class SignInTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Trait("BadInput", "B113, B115, B121")]
    [Theory]
    [InlineData("a@b")]
    [InlineData("\"><script>@x.io")]
    [InlineData("ann@x.io\r\nBcc: eve@x.io")]
    [InlineData("ſam@x.io")]
    [InlineData("\u212Aevin@x.io")]
    [InlineData("ann@x.io,b@evil.io")]
    [InlineData("ann@x%0acc:b")]
    [InlineData("ann@x.io%0acc:b@y.io")]
    [InlineData("")]
    public void An_address_that_is_not_plain_is_refused(string text) =>
        Assert.False(EmailAddress.TryParse(text, out _));

    [Trait("BadInput", "B113")]
    [Fact]
    public void An_address_of_321_characters_is_refused() =>
        Assert.False(EmailAddress.TryParse(new string('a', 316) + "@x.io", out _));

    [Trait("BadInput", "B116")]
    [Fact]
    public void A_tag_and_dots_stay_and_the_domain_is_lower_case()
    {
        Assert.True(EmailAddress.TryParse("Ann.B+tag@EXAMPLE.com", out var address));
        Assert.Equal("Ann.B+tag@example.com", address.Value);
    }

    [Trait("BadInput", "B110")]
    [Theory]
    [InlineData("short", PasswordProblem.TooShort)]
    [InlineData("Password1234", PasswordProblem.Common)]
    [InlineData("exchange2026!!", PasswordProblem.Common)]
    [InlineData("123456789012", PasswordProblem.Common)]
    [InlineData("aaaaaaaaaaaa", PasswordProblem.Common)]
    [InlineData("mailcreated5240", PasswordProblem.Common)]
    [InlineData("PolniyPizdec0211", PasswordProblem.Common)]
    [InlineData("!!michelle2024!!", PasswordProblem.Common)]
    [InlineData("michellemichelle", PasswordProblem.Common)]
    [InlineData("  samantha  1987", PasswordProblem.Common)]
    [InlineData("four quiet herons at dawn ", PasswordProblem.None)]
    [InlineData("lantern moss orbit 42", PasswordProblem.None)]
    [InlineData("four quiet herons at dawn", PasswordProblem.None)]
    public void A_password_is_judged_by_length_and_commonness(string password, PasswordProblem problem) =>
        Assert.Equal(problem, PasswordPolicy.Check(password, null));

    [Trait("BadInput", "B112")]
    [Fact]
    public void A_passphrase_of_128_characters_with_spaces_is_accepted() => Assert.Equal(
        PasswordProblem.None,
        PasswordPolicy.Check(string.Concat(Enumerable.Repeat("heron at dawn ", 10))[..128], null));

    [Trait("BadInput", "B107")]
    [Fact]
    public async Task A_thousand_guesses_at_once_get_five_comparisons_and_then_the_right_password_fails_too()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync("ann@example.com");
        var before = world.Comparisons;

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 50 },
            async (_, _) => await world.SignInAsync("ann@example.com", "not the password"));

        Assert.Equal(PasswordGuesses.Round, world.ComparisonsWith(member));
        Assert.Equal(1000, world.Comparisons - before);
        var locked = await world.SignInAsync("ann@example.com", MembersWorld.Password);
        Assert.Equal(SignInRejectReason.InvalidCredentials, locked.Reason);
        Assert.Equal(PasswordGuesses.Round, world.ComparisonsWith(member));
        world.Time.Pass(PasswordGuesses.Locks[0]);
        Assert.Equal(member, (await world.SignInAsync("ANN@example.com", MembersWorld.Password)).Member);
    }

    [Fact]
    public async Task Locks_grow_with_every_round_and_after_a_hundred_failures_only_a_mail_opens_the_account()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync("ann@example.com");
        TimeSpan[] locks = [.. PasswordGuesses.Locks, .. Enumerable.Repeat(PasswordGuesses.Locks[^1], 15)];
        foreach (var (round, pause) in locks.Index())
        {
            for (var i = 0; i < PasswordGuesses.Round + 1; i++) await world.SignInAsync("ann@example.com", "wrong wrong wrong");
            Assert.Equal((round + 1) * PasswordGuesses.Round, world.ComparisonsWith(member));
            world.Time.Pass(pause - TimeSpan.FromSeconds(1));
            Assert.Equal(default, (await world.SignInAsync("ann@example.com", MembersWorld.Password)).Member);
            world.Time.Pass(TimeSpan.FromSeconds(1));
        }

        for (var i = 0; i < PasswordGuesses.Round; i++) await world.SignInAsync("ann@example.com", "wrong wrong wrong");
        world.Time.Pass(TimeSpan.FromDays(400));
        Assert.Equal(default, (await world.SignInAsync("ann@example.com", MembersWorld.Password)).Member);

        await world.Get<PasswordReset>().AskAsync("ann@example.com", MembersWorld.Origin, default);
        var link = await MailboxDoor.TokenAsync(world.Services, "ann@example.com");
        await world.Get<PasswordReset>().ExecuteAsync(link, "five loud geese at dusk", MembersWorld.Origin, default);
        Assert.Equal(member, (await world.SignInAsync("ann@example.com", "five loud geese at dusk")).Member);
    }

    [Trait("BadInput", "B109")]
    [Theory]
    [InlineData("four quiet herons at dawn", "four quiet herons at dawn ")]
    [InlineData("four quiet h\u00e9rons at dawn", "four quiet he\u0301rons at dawn")]
    [InlineData("four quiet herons \ud83d\udc26 dawn", "four quiet herons \ud83d\udc27 dawn")]
    [InlineData("four quiet herons\0at dawn", "four quiet herons")]
    public async Task A_password_is_compared_exactly_as_it_was_typed(string password, string almost)
    {
        await using var world = await MembersWorld.CreateAsync(database);
        await world.Get<SignUp>().MakeConfirmedAsync("ann@example.com", password, MembersWorld.Origin, default);
        Assert.Equal(SignInRejectReason.InvalidCredentials, (await world.SignInAsync("ann@example.com", almost)).Reason);
        Assert.Equal(SignInRejectReason.None, (await world.SignInAsync("ann@example.com", password)).Reason);
    }

    [Fact]
    public async Task Sign_ups_with_one_address_at_once_make_one_member()
    {
        await using var world = await MembersWorld.CreateAsync(database);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.BeginSignUpAsync("ann@example.com")));

        Assert.All(outcomes, o => Assert.Equal(SignUpRejectReason.None, o.Reason));
        Assert.Single(outcomes, o => o.Member != default);
        await using var db = world.Context();
        Assert.Equal(1, await db.Members.CountAsync());
    }

    [Fact]
    public async Task Setups_at_once_make_one_admin_and_the_token_is_needed()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var setup = world.Get<CreateFirstAdmin>();
        var token = world.Get<SetupToken>().Value;
        Task<SetupOutcome> SetUpAsync(string proof, int i) =>
            setup.ExecuteAsync(proof, $"admin{i}@example.com", MembersWorld.Password, MembersWorld.Origin, default);

        Assert.Equal(SetupRejectReason.TokenInvalid, (await SetUpAsync("wrong", 0)).Reason);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SetUpAsync(token, i)));

        Assert.Single(outcomes, o => o.Reason == SetupRejectReason.None);
        Assert.False(await setup.IsNeededAsync(default));
        await using var db = world.Context();
        Assert.Equal(1, await db.Members.CountAsync());
    }

    [Fact]
    public async Task A_session_ends_when_idle_when_old_when_closed_and_when_the_password_changes()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var member = await world.MemberAsync("ann@example.com");
        var sessions = world.Get<Sessions>();
        var key = await sessions.OpenAsync(member, MembersWorld.Origin, isBound: false, hasSecondFactor: false, default);
        for (var used = TimeSpan.Zero; used < TimeSpan.FromHours(11.7); used += TimeSpan.FromMinutes(20))
        {
            Assert.NotNull(await sessions.FindAsync(key.Key, default));
            world.Time.Pass(TimeSpan.FromMinutes(20));
        }

        world.Time.Pass(TimeSpan.FromMinutes(20));
        Assert.Null(await sessions.FindAsync(key.Key, default));
        Assert.Equal(1, await world.Get<ExpiredSessionCleanup>().ExecuteAsync(default));

        var idle = await sessions.OpenAsync(member, MembersWorld.Origin, isBound: false, hasSecondFactor: false, default);
        var closed = await sessions.OpenAsync(member, MembersWorld.Origin, isBound: false, hasSecondFactor: false, default);
        await sessions.CloseAsync(closed.Key, MembersWorld.Origin, default);
        Assert.Null(await sessions.FindAsync(closed.Key, default));
        world.Time.Pass(MemberSession.IdleLimit);
        Assert.Null(await sessions.FindAsync(idle.Key, default));

        var stamped = await sessions.OpenAsync(member, MembersWorld.Origin, isBound: false, hasSecondFactor: false, default);
        Assert.NotNull(await sessions.FindAsync(stamped.Key, default));
        await using var db = world.Context();
        await db.Members.ExecuteUpdateAsync(set => set.SetProperty(m => m.SecurityStamp, "new"));
        world.Time.Pass(TimeSpan.FromSeconds(4.9));
        Assert.Null(await sessions.FindAsync(stamped.Key, default));
    }
}
