using Exchange.Core.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Members;

public sealed class SignInTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData("a@b")]
    [InlineData("\"><script>@x.io")]
    [InlineData("ann@x.io\r\nBcc: eve@x.io")]
    [InlineData("ſam@x.io")]
    [InlineData("\u212Aevin@x.io")]
    [InlineData("ann@x.io,b@evil.io")]
    [InlineData("")]
    public void An_address_that_is_not_plain_is_refused(string text) =>
        Assert.False(EmailAddress.TryParse(text, out _));

    [Fact]
    public void An_address_of_321_characters_is_refused() =>
        Assert.False(EmailAddress.TryParse(new string('a', 316) + "@x.io", out _));

    [Fact]
    public void A_tag_and_dots_stay_and_the_domain_is_lower_case()
    {
        Assert.True(EmailAddress.TryParse("Ann.B+tag@EXAMPLE.com", out var address));
        Assert.Equal("Ann.B+tag@example.com", address.Value);
    }

    [Theory]
    [InlineData("short", PasswordProblem.TooShort)]
    [InlineData("Password1234", PasswordProblem.Common)]
    [InlineData("exchange2026!!", PasswordProblem.Common)]
    [InlineData("123456789012", PasswordProblem.Common)]
    [InlineData("aaaaaaaaaaaa", PasswordProblem.Common)]
    [InlineData("four quiet herons at dawn", PasswordProblem.None)]
    public void A_password_is_judged_by_length_and_commonness(string password, PasswordProblem problem) =>
        Assert.Equal(problem, PasswordPolicy.Check(password, null));

    [Fact]
    public void A_passphrase_of_128_characters_with_spaces_is_accepted() => Assert.Equal(
        PasswordProblem.None,
        PasswordPolicy.Check(string.Concat(Enumerable.Repeat("heron at dawn ", 10))[..128], null));

    [Fact]
    public async Task A_hundred_guesses_at_once_get_five_comparisons_and_then_the_right_password_fails_too()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var member = await world.MemberAsync("ann@example.com");

        await Task.WhenAll(Enumerable.Range(0, 100)
            .Select(_ => world.SignInAsync("ann@example.com", "not the password")));

        await using var db = world.Context();
        Assert.Equal(SignIn.MaxFailures, (await db.Members.SingleAsync(m => m.Id == member.Value)).AccessFailedCount);
        var locked = await world.SignInAsync("ann@example.com", MembersWorld.Password);
        Assert.Equal(SignInRejectReason.InvalidCredentials, locked.Reason);
        world.Time.Pass(SignIn.LockoutTime);
        Assert.Equal(member, (await world.SignInAsync("ANN@example.com", MembersWorld.Password)).Member);
    }

    [Fact]
    public async Task Sign_ups_with_one_address_at_once_make_one_member()
    {
        await using var world = await MembersWorld.CreateAsync(database);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.SignUpAsync("ann@example.com")));

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
        var key = await sessions.OpenAsync(member, MembersWorld.Origin, isBound: false, default);
        for (var used = TimeSpan.Zero; used < TimeSpan.FromHours(11.7); used += TimeSpan.FromMinutes(20))
        {
            Assert.NotNull(await sessions.FindAsync(key.Key, default));
            world.Time.Pass(TimeSpan.FromMinutes(20));
        }

        world.Time.Pass(TimeSpan.FromMinutes(20));
        Assert.Null(await sessions.FindAsync(key.Key, default));
        Assert.Equal(1, await world.Get<ExpiredSessionCleanup>().ExecuteAsync(default));

        var idle = await sessions.OpenAsync(member, MembersWorld.Origin, isBound: false, default);
        var closed = await sessions.OpenAsync(member, MembersWorld.Origin, isBound: false, default);
        await sessions.CloseAsync(closed.Key, MembersWorld.Origin, default);
        Assert.Null(await sessions.FindAsync(closed.Key, default));
        world.Time.Pass(MemberSession.IdleLimit);
        Assert.Null(await sessions.FindAsync(idle.Key, default));

        var stamped = await sessions.OpenAsync(member, MembersWorld.Origin, isBound: false, default);
        Assert.NotNull(await sessions.FindAsync(stamped.Key, default));
        await using var db = world.Context();
        await db.Members.ExecuteUpdateAsync(set => set.SetProperty(m => m.SecurityStamp, "new"));
        world.Time.Pass(TimeSpan.FromSeconds(4.9));
        Assert.Null(await sessions.FindAsync(stamped.Key, default));
    }
}
