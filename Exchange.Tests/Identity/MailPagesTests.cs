using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Storage;
using Exchange.Tests.Support;
using Exchange.Web.Identity;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Identity;

/// <summary>The pages around addresses, passwords and notices, as a browser without scripts uses them.</summary>
[Trait("Category", "Integration")]
public sealed partial class MailPagesTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Ann = "ann@example.com";
    private const string New = "five loud geese at dusk";

    [Trait("BadInput", "B115")]
    [Fact]
    public async Task A_sign_up_answers_the_same_for_a_new_address_and_a_taken_one_and_signs_nobody_in()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        await world.Open().EnterAsync(Ann);

        var answers = new List<HttpResponseMessage>();
        foreach (var email in new[] { "bea@example.com", Ann, "ANN@Example.com" }) answers.Add(await world.Open().SignUpAsync(email));

        foreach (var answer in answers)
        {
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.EndsWith("/confirm-email", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
            Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var set) && set.Any(c => c.Contains("session")));
            Assert.Equal(Names(answers[0]), Names(answer));
        }

        static IEnumerable<string> Names(HttpResponseMessage answer) => answer.Headers.Select(h => h.Key).Order(StringComparer.Ordinal);
    }

    [Trait("BadInput", "B127")]
    [Fact]
    public async Task Whoever_looks_through_mail_confirms_nothing_and_resets_nothing_by_opening_links()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();
        await browser.SignUpAsync(Ann);
        var link = "/confirm-email?token=" + await MailboxDoor.TokenAsync(world.Services, Ann);
        foreach (var (method, status) in new[] { ("GET", 200), ("HEAD", 405), ("GET", 200) })
            Assert.Equal((method, status), (method, (int)(await world.Open().SendAsync(method, link)).StatusCode));
        Assert.Contains(SignInPage.Refused, await BodyAsync(await browser.SignInAsync(Ann, IdentityWorld.Password)));

        await browser.SubmitAsync("/confirm-email?token=x", "confirm", ("token", "x"));
        var page = await browser.GetAsync(link);
        Assert.True(page.Headers.CacheControl!.NoStore);
        var confirmed = await browser.SubmitAsync(link, "confirm", ("token", link[^64..]));
        Assert.Equal(HttpStatusCode.SeeOther, confirmed.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync(Ann, IdentityWorld.Password)).StatusCode);
    }

    [Fact]
    public async Task A_password_is_chosen_anew_by_mail_and_a_weak_one_does_not_use_the_link_up()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();
        await browser.EnterAsync(Ann);
        var known = await world.Open().SubmitAsync("/reset-password", "ask", ("email", Ann));
        var unknown = await world.Open().SubmitAsync("/reset-password", "ask", ("email", "nobody@example.com"));
        Assert.Equal(known.StatusCode, unknown.StatusCode);
        Assert.Equal(Plain(await BodyAsync(known), Ann), Plain(await BodyAsync(unknown), "nobody@example.com"));
        var token = await MailboxDoor.TokenAsync(world.Services, Ann);
        Task<HttpResponseMessage> ChooseAsync(string password) => world.Open().SubmitAsync(
            "/reset-password?token=" + token, "choose", ("token", token), ("password", password));

        Assert.Contains("Too easy to guess", await BodyAsync(await ChooseAsync("password1234")));
        Assert.Equal(HttpStatusCode.SeeOther, (await ChooseAsync(New)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ChooseAsync("six sly otters at noon")).StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync(Ann, New)).StatusCode);
    }

    [Theory]
    [InlineData("/signup", "signup")]
    [InlineData("/reset-password", "ask")]
    [InlineData("/confirm-email", "resend")]
    public async Task A_form_that_anyone_can_send_asks_for_work_that_counts_once(string path, string form)
    {
        await using var world = await IdentityWorld.StartAsync(database, captcha: ProofOfWorkCaptcha.Name);
        var browser = world.Open();
        var answer = Solved(await BodyAsync(await browser.GetAsync(path)));
        Task<HttpResponseMessage> SendAsync(string captcha) => browser.SubmitAsync(
            path, form, ("email", Ann), ("password", IdentityWorld.Password), ("captcha_response", captcha));

        var forged = answer.Replace("CfDJ8", "CfDJ9", StringComparison.Ordinal);
        foreach (var wrong in new[] { "", "x", answer[..answer.IndexOf(':')], forged, new string('x', 700) })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(wrong)).StatusCode);
        Assert.NotEqual(HttpStatusCode.UnprocessableEntity, (await SendAsync(answer)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(answer)).StatusCode);
    }

    [Trait("BadInput", "B118, B124")]
    [Fact]
    public async Task Sign_ups_mails_and_guessed_links_of_one_network_are_held_back()
    {
        await using var world = await IdentityWorld.StartAsync(database, limits: true);
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.SeeOther, (await world.Open().SignUpAsync($"b{i}@example.com")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await world.Open().SignUpAsync("late@example.com")).StatusCode);

        var browser = world.Open();
        Task<HttpResponseMessage> GuessAsync() => browser.SubmitAsync(
            "/reset-password", "choose", ("token", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))), ("password", New));
        for (var i = 0; i < 20; i++) Assert.Equal(HttpStatusCode.BadRequest, (await GuessAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await GuessAsync()).StatusCode);

        for (var i = 0; i < 10; i++) await browser.SubmitAsync("/reset-password", "ask", ("email", Ann));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.SubmitAsync("/reset-password", "ask", ("email", Ann))).StatusCode);
    }

    [Trait("BadInput", "B136, B200")]
    [Theory]
    [InlineData("/reset-password", "ask")]
    [InlineData("/reset-password", "choose")]
    [InlineData("/confirm-email", "confirm")]
    [InlineData("/account", "email")]
    [InlineData("/account", "password")]
    [InlineData("/account", "mail")]
    [InlineData("/account/notifications", "choices")]
    public async Task A_form_from_elsewhere_is_refused(string path, string form)
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();
        await browser.EnterAsync(Ann);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(path, ("_handler", form), ("email", Ann))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(
            path, ("_handler", form), ("__RequestVerificationToken", "CfDJ8stale"), ("email", Ann))).StatusCode);
    }

    [Fact]
    public async Task The_account_page_changes_password_mail_settings_and_address()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();
        await browser.EnterAsync(Ann);
        Task<HttpResponseMessage> SendAsync(string form, params (string, string)[] fields) => browser.SubmitAsync("/account", form, fields);

        Assert.Contains("not your password", await BodyAsync(await SendAsync("password", ("old", "wrong"), ("new", New))));
        Assert.Contains("Too short", await BodyAsync(await SendAsync("password", ("old", IdentityWorld.Password), ("new", "short"))));
        Assert.Contains("is changed", await BodyAsync(await SendAsync("password", ("old", IdentityWorld.Password), ("new", New))));
        Assert.Contains("password is needed", await BodyAsync(await SendAsync("mail", ("language", "es"), ("code", "garza 7"))));
        Assert.Contains("letters, digits",
            await BodyAsync(await SendAsync("mail", ("language", "es"), ("code", "{{7*7}}"), ("code-password", New))));
        Assert.Contains("Saved", await BodyAsync(await SendAsync("mail", ("language", "es"), ("code", "garza 7"), ("code-password", New))));
        Assert.Contains("password is needed", await BodyAsync(await SendAsync("email", ("email", "ann@new.example"))));
        Assert.Contains("mail with a link",
            await BodyAsync(await SendAsync("email", ("email", "ann@new.example"), ("email-password", New))));

        foreach (var address in new[] { Ann, "ann@new.example" })
        {
            var token = await MailboxDoor.TokenAsync(world.Services, address);
            var link = "/account/change-email?token=" + token;
            Assert.Contains("Your yes is needed", await BodyAsync(await world.Open().GetAsync(link)));
            await world.Open().SubmitAsync(link, "change-email", ("token", token));
        }

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync("ann@new.example", New)).StatusCode);
    }

    [Fact]
    public async Task Notices_are_read_by_their_member_alone_and_topics_are_chosen_except_safety()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var (ann, bea) = (world.Open(), world.Open());
        await ann.EnterAsync(Ann);
        await bea.EnterAsync("bea@example.com");
        await using var db = world.Get<IDbContextFactory<ExchangeDbContext>>().CreateDbContext();
        var member = await db.Set<Member>().SingleAsync(m => m.Email == Ann);
        var recipient = new MailRecipient(member.Id, Ann, "en", null);
        Task NotifyAsync(NotificationTopic topic) => world.Get<Notifier>().NotifyAsync(
            db, recipient, topic, "new-device", "/account", [("when", "now"), ("device", "<b>x</b>"), ("address", "y")], default);
        await NotifyAsync(NotificationTopic.Security);
        await db.SaveChangesAsync();
        var id = (await db.Set<Notification>().SingleAsync()).Id;

        Assert.Contains("Notifications, 1 new", await BodyAsync(await ann.GetAsync("/markets")));
        Assert.Contains("&lt;b&gt;x", await BodyAsync(await ann.GetAsync("/account/notifications")));
        await bea.SubmitAsync("/account/notifications", "read", ("id", $"{id}"));
        Assert.Contains("Notifications, 1 new", await BodyAsync(await ann.GetAsync("/markets")));
        await ann.SubmitAsync("/account/notifications", "read", ("id", $"{id}"));
        Assert.DoesNotContain("1 new", await BodyAsync(await ann.GetAsync("/markets")));

        await ann.SubmitAsync("/account/notifications", "choices", ("chosen", "Announcements-mail"));
        foreach (var topic in Enum.GetValues<NotificationTopic>()) await NotifyAsync(topic);
        await db.SaveChangesAsync();
        Assert.Equal(2, await db.Set<Notification>().CountAsync());
        Assert.Equal(3, await db.Set<OutboxMessage>().CountAsync(m => m.Template == "new-device"));
    }

    [Trait("BadInput", "B205")]
    [Theory]
    [InlineData("/account/x.css")]
    [InlineData("/account/notifications/x.js")]
    public async Task A_personal_page_is_not_served_under_the_name_of_a_file(string path)
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();
        await browser.EnterAsync(Ann);
        var answer = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task There_is_no_mailbox_page_where_mail_goes_out()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        Assert.Equal(HttpStatusCode.OK, (await world.Open().GetAsync("/dev/mailbox")).StatusCode);
        world.Get<Microsoft.Extensions.Options.IOptions<MailOptions>>().Value.Transport = MailOptions.SmtpTransport;
        Assert.Equal(HttpStatusCode.NotFound, (await world.Open().GetAsync("/dev/mailbox")).StatusCode);
    }

    /// <summary>The answer to the captcha of a page, as a browser's script finds it.</summary>
    private static string Solved(string page)
    {
        var match = Captcha().Match(page);
        var difficulty = int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture);
        for (var n = 0; ; n++)
        {
            var tried = $"{match.Groups[1].Value}:{n}";
            if (SHA256.HashData(Encoding.UTF8.GetBytes(tried))[0] >> (8 - difficulty) == 0) return tried;
        }
    }

    private static Task<string> BodyAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync();

    /// <summary>A page without what differs on every page, and without what was typed.</summary>
    private static string Plain(string page, string typed) =>
        Changing().Replace(page.Replace(typed, "", StringComparison.Ordinal), "");

    [GeneratedRegex("""data-captcha="([^"]+)" data-difficulty="([0-9]+)""")]
    private static partial Regex Captcha();

    [GeneratedRegex("""<!--.*?-->|name="__RequestVerificationToken" value="[^"]+""", RegexOptions.Singleline)]
    private static partial Regex Changing();
}
