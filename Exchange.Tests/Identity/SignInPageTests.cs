using System.Net;
using System.Text.RegularExpressions;
using Exchange.Core.Members;
using Exchange.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Identity;

[Trait("Category", "Integration")]
public sealed partial class SignInPageTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Sign_up_out_and_in_again()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();

        var up = await browser.EnterAsync("ann@example.com");
        Assert.Equal(HttpStatusCode.SeeOther, up.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);

        var gone = await browser.SubmitAsync("/account", "", []);
        Assert.Equal(HttpStatusCode.BadRequest, gone.StatusCode);
        var page = await (await browser.GetAsync("/account")).Content.ReadAsStringAsync();
        var token = Token().Match(page).Groups[1].Value;
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/signout")).StatusCode);
        var signedOut = await browser.PostAsync("/signout", ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.SeeOther, signedOut.StatusCode);
        Assert.Equal("/", signedOut.Headers.Location?.OriginalString);
        var challenge = await browser.GetAsync("/account");
        Assert.Equal(HttpStatusCode.Redirect, challenge.StatusCode);
        Assert.EndsWith("/signin?returnUrl=%2Faccount", challenge.Headers.Location!.OriginalString);

        var back = await browser.SignInAsync("ann@example.com", IdentityWorld.Password, "/signin?returnUrl=%2Faccount");
        Assert.Equal(HttpStatusCode.SeeOther, back.StatusCode);
        Assert.EndsWith("/account", back.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_form_that_was_open_while_the_level_rose_is_taken()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();
        var origin = new RequestOrigin("198.51.100.7", "tests");
        var member = await MailboxDoor.MemberAsync(world.Services, "ann@example.com", IdentityWorld.Password, origin);
        await browser.SignInAsync("ann@example.com", IdentityWorld.Password);
        var page = await (await browser.GetAsync("/account")).Content.ReadAsStringAsync();
        await world.Services.GetRequiredService<Labels>().SetAsync(member, LabelChange.Verified(LabelKeys.Phone), default);
        world.Services.GetRequiredService<Sessions>().InvalidateAll(); // as some seconds later

        var token = Token().Match(page).Groups[1].Value;
        var answer = await browser.PostAsync("/signout", ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Theory]
    [InlineData(false, "exchange-session", false)]
    [InlineData(true, "__Host-exchange-session", true)]
    public async Task The_cookie_is_new_at_each_sign_in_and_out_of_reach_of_scripts(bool https, string name, bool secure)
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open(https);
        var first = Cookie(await browser.EnterAsync("ann@example.com"), name);
        var second = Cookie(await world.Open(https).SignInAsync("ann@example.com", IdentityWorld.Password), name);

        Assert.Contains("httponly", first, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", first, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", first, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(secure, first.Contains("secure", StringComparison.OrdinalIgnoreCase));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task The_answer_does_not_tell_who_has_an_account()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        await world.Open().EnterAsync("ann@example.com");

        var known = await world.Open().SignInAsync("ann@example.com", "not the right password");
        var unknown = await world.Open().SignInAsync("bob@example.com", "not the right password");

        Assert.Equal(known.StatusCode, unknown.StatusCode);
        Assert.False(known.Headers.TryGetValues("Set-Cookie", out var set) && set.Any(c => c.Contains("session")));
        Assert.Equal(await BodyAsync(known, "ann@"), await BodyAsync(unknown, "bob@"));
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var answer = await world.Open().PostAsync(
            "/signup", ("_handler", "signup"), ("email", "ann@example.com"), ("password", IdentityWorld.Password));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(EmailAddress.TryParse("ann@example.com", out var email));
        Assert.Null(await world.Get<MemberQueries>().FindByEmailAsync(email, default));
    }

    [Fact]
    public async Task The_sixth_sign_in_of_a_minute_waits()
    {
        await using var world = await IdentityWorld.StartAsync(database, limits: true);
        var browser = world.Open();
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, (await browser.SignInAsync("ann@example.com", "wrong")).StatusCode);

        var sixth = await browser.SignInAsync("ANN@example.com", "wrong");

        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.StatusCode);
        Assert.InRange(sixth.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("Too many tries", await sixth.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Setup_makes_one_admin_and_then_is_gone()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();
        (string, string)[] form = [("email", "root@example.com"), ("password", IdentityWorld.Password)];
        var wrong = await browser.SubmitAsync("/setup", "setup", [("token", "wrong"), .. form]);
        Assert.Contains("not the token", await wrong.Content.ReadAsStringAsync());

        var right = await browser.SubmitAsync("/setup", "setup", [("token", world.Get<SetupToken>().Value), .. form]);

        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Open().GetAsync("/setup")).StatusCode);
    }

    [Trait("BadInput", "B188")]
    [Theory]
    [InlineData("/signin", false)]
    [InlineData("/account", true)]
    [InlineData("/nowhere", true)]
    [InlineData("/api/v2/peatio/public/timestamp", false)]
    public async Task Every_answer_has_the_headers(string path, bool signedIn)
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open(https: true);
        if (signedIn) await browser.EnterAsync("ann@example.com");

        var answer = await browser.GetAsync(path);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("connect-src 'self' wss://exchange.test;", policy);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        if (signedIn) Assert.True(answer.Headers.CacheControl!.NoStore);
        if (path == "/nowhere") Assert.Contains("nothing at this address", await answer.Content.ReadAsStringAsync());
    }

    private static string Cookie(HttpResponseMessage response, string name) =>
        response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(name + "=", StringComparison.Ordinal));

    /// <summary>The page without what differs on every page, and without what was typed.</summary>
    private static async Task<string> BodyAsync(HttpResponseMessage response, string typed)
    {
        var body = (await response.Content.ReadAsStringAsync()).Replace(typed, "", StringComparison.Ordinal);
        return Token().Replace(Comment().Replace(body, ""), "");
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex Token();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
