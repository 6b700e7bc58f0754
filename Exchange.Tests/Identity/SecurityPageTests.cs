using System.Net;
using System.Text.RegularExpressions;
using Exchange.Core.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Identity;

[Trait("Category", "Integration")]
public sealed partial class SecurityPageTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Page = "/account/security";
    private const string Ann = "ann@example.com";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Trait("BadInput", "B142")]
    [Fact]
    public async Task A_second_factor_is_set_up_asked_for_at_the_next_sign_in_and_its_session_may_be_staff()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var (here, elsewhere) = (world.Open(), world.Open());
        await here.EnterAsync(Ann);
        await elsewhere.SignInAsync(Ann, IdentityWorld.Password);
        var (phone, codes) = await EnableAsync(here);

        Assert.Equal(RecoveryCodes.Count, codes.Count);
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync(Page)).StatusCode);
        Assert.DoesNotContain(codes[0], await (await here.GetAsync(Page)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var (asked, ticket) = await PasswordAsync(elsewhere);
        Assert.DoesNotContain("Set-Cookie: exchange-session", asked.Headers.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync(Page)).StatusCode);
        var wrong = await CodeAsync(elsewhere, ticket, phone.WrongCodeAt(Now));
        Assert.Contains("This code is wrong", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await CodeAsync(elsewhere, ticket, Next(phone))).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync(Page)).StatusCode);
        await using var db = world.Get<IDbContextFactory<Exchange.Core.Storage.ExchangeDbContext>>().CreateDbContext();
        Assert.All(await db.MemberSessions.ToListAsync(), session => Assert.NotNull(session.SecondFactorAt));
    }

    [Fact]
    public async Task A_recovery_code_signs_in_and_forms_ask_for_a_code_in_place_of_the_password()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();
        await browser.EnterAsync(Ann);
        var (phone, codes) = await EnableAsync(browser);
        var other = world.Open();
        var (_, ticket) = await PasswordAsync(other);
        Assert.Equal(HttpStatusCode.SeeOther, (await CodeAsync(other, ticket, codes[3])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await CodeAsync(world.Open(), ticket, codes[3])).StatusCode);

        var refused = await TextAsync(other.SubmitAsync("/account/api-keys", "create-key", ("label", "bot"), ("read", "true"),
            ("password", IdentityWorld.Password)));
        Assert.Contains("This code is wrong", refused, StringComparison.Ordinal);
        var made = await TextAsync(other.SubmitAsync("/account/api-keys", "create-key", ("label", "bot"), ("read", "true"),
            ("password", Next(phone))));
        Assert.Contains("Your new key", made, StringComparison.Ordinal);
        var off = await TextAsync(other.SubmitAsync(Page, "disable-factor", ("disable-proof", codes[4])));
        Assert.Contains("Your second factor is off", off, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Page)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync(Ann, IdentityWorld.Password)).StatusCode);
    }

    [Fact]
    public async Task Freezing_signs_out_and_shuts_the_sign_in()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();
        await browser.EnterAsync(Ann);

        var frozen = await browser.SubmitAsync(Page, "freeze", ("cancel", "true"));

        Assert.Equal(HttpStatusCode.SeeOther, frozen.StatusCode);
        Assert.Contains("frozen=", frozen.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Page)).StatusCode);
        var refused = await TextAsync(browser.SignInAsync(Ann, IdentityWorld.Password));
        Assert.Contains("closed or frozen", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_sign_ins_end_one_by_one_or_together_and_the_log_is_by_topic()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var (here, one, two) = (world.Open(), world.Open(), world.Open());
        await here.EnterAsync(Ann);
        await one.SignInAsync(Ann, IdentityWorld.Password);
        await two.SignInAsync(Ann, IdentityWorld.Password);

        var text = await TextAsync(here.SubmitAsync(Page, "sessions", ("others", "true")));

        Assert.Contains("Every other browser is signed out", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await one.GetAsync(Page)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await two.GetAsync(Page)).StatusCode);
        Assert.Contains("Ended other sign-ins", await TextAsync(here.GetAsync(Page + "?activity=session")), StringComparison.Ordinal);
        var account = await TextAsync(here.GetAsync(Page + "?activity=account"));
        Assert.Contains("Signed up", account, StringComparison.Ordinal);
        Assert.DoesNotContain("Ended other sign-ins", account, StringComparison.Ordinal);
    }

    /// <summary>The code after the one that turned the factor on: taken already, for clocks differ.</summary>
    private static string Next(Authenticator phone) => phone.CodeAt(Now, 1);

    private static async Task<(Authenticator Phone, IReadOnlyList<string> Codes)> EnableAsync(IdentityWorld.Browser browser)
    {
        var setup = await TextAsync(browser.SubmitAsync(Page, "begin-factor"));
        var phone = new Authenticator(Secret().Match(setup).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));
        var on = await TextAsync(browser.SubmitAsync(
            Page, "enable-factor", ("first-code", phone.CodeAt(Now)), ("enable-password", IdentityWorld.Password)));
        Assert.Contains("Your second factor is on", on, StringComparison.Ordinal);
        return (phone, [.. Code().Matches(on).Select(match => match.Groups[1].Value)]);
    }

    private static async Task<(HttpResponseMessage Answer, string Ticket)> PasswordAsync(IdentityWorld.Browser browser)
    {
        var answer = await browser.SignInAsync(Ann, IdentityWorld.Password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (answer, Ticket().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value);
    }

    private static Task<HttpResponseMessage> CodeAsync(IdentityWorld.Browser browser, string ticket, string code) =>
        browser.SubmitAsync("/signin", "code", ("ticket", ticket), ("code", code));

    private static async Task<string> TextAsync(Task<HttpResponseMessage> answer) => await (await answer).Content.ReadAsStringAsync();

    [GeneratedRegex("id=\"totp-secret\">([A-Z2-7 ]+)<")]
    private static partial Regex Secret();

    [GeneratedRegex("<li><code>([A-Z2-7-]+)</code>")]
    private static partial Regex Code();

    [GeneratedRegex("name=\"ticket\" value=\"([^\"]+)\"")]
    private static partial Regex Ticket();
}
