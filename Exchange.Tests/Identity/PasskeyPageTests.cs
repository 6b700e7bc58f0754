using System.Net;
using System.Text.RegularExpressions;
using Exchange.Core.Members;
using Exchange.Tests.Support;

namespace Exchange.Tests.Identity;

/// <summary>The pages as <c>passkeys.js</c> speaks with them: a form that wants a question, and the same form with the answer.</summary>
[Trait("Category", "Integration")]
public sealed partial class PasskeyPageTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Page = "/account/security";
    private const string Keys = "/account/api-keys";
    private const string Ann = "ann@example.com";

    [Fact]
    public async Task One_is_added_signs_in_makes_a_key_and_is_removed()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var (here, elsewhere) = (world.Open(), world.Open());
        using var device = new SoftPasskey();
        await here.EnterAsync(Ann);
        var added = await AddAsync(here, device);
        Assert.Contains("The passkey is added", added, StringComparison.Ordinal);
        Assert.Equal(RecoveryCodes.Count, Code().Count(added));

        Assert.Equal(HttpStatusCode.SeeOther, (await SignInAsync(elsewhere, device)).StatusCode);
        Assert.Contains("Confirm with a passkey", await TextAsync(elsewhere.GetAsync(Keys)), StringComparison.Ordinal);
        (string, string)[] key = [("label", "bot"), ("read", "true"), ("password", "")];
        var question = await AskAsync(elsewhere, Keys, "create-key", "password", key);
        var other = await TextAsync(elsewhere.SubmitAsync(Keys, "create-key", [.. Answer(device, question), .. key, ("trade", "true")]));
        Assert.Contains("The passkey was not accepted", other, StringComparison.Ordinal);
        var made = await TextAsync(elsewhere.SubmitAsync(Keys, "create-key", [.. Answer(device, question), .. key]));
        Assert.Contains("Your new key", made, StringComparison.Ordinal);

        var id = Chosen().Match(await TextAsync(elsewhere.GetAsync(Page))).Groups[1].Value;
        var change = $"{Page}?passkey={id}";
        var renamed = await TextAsync(elsewhere.SubmitAsync(change, "rename-passkey", ("other-name", "desk")));
        Assert.Contains("Change desk", renamed, StringComparison.Ordinal);
        var asked = await AskAsync(elsewhere, change, "remove-passkey", "remove-proof", ("remove-proof", ""));
        var removed = await TextAsync(elsewhere.SubmitAsync(change, "remove-passkey", [.. Answer(device, asked), ("remove-proof", "")]));
        Assert.Contains("The passkey is removed", removed, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await here.GetAsync(Page)).StatusCode);
        Assert.Contains("This passkey was not accepted", await TextAsync(SignInAsync(world.Open(), device)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await here.SignInAsync(Ann, IdentityWorld.Password)).StatusCode);
    }

    [Fact]
    public async Task After_the_password_a_member_who_has_one_is_asked_for_it_by_page_and_by_program()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();
        using var device = new SoftPasskey();
        await browser.EnterAsync(Ann);
        var codes = Code().Matches(await AddAsync(browser, device)).Select(match => match.Groups[1].Value).ToList();

        var other = world.Open();
        var step = await TextAsync(other.SignInAsync(Ann, IdentityWorld.Password));
        Assert.Contains("Go on with a passkey", step, StringComparison.Ordinal);
        var ticket = Ticket().Match(step).Groups[1].Value;
        var question = await AskAsync(other, "/signin", "code", "second", ("ticket", ticket));
        var entered = await other.SubmitAsync("/signin", "code", [.. Answer(device, question), ("ticket", ticket)]);
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(Page)).StatusCode);

        const string Api = "/api/v2/barong/identity/sessions";
        var program = world.Open();
        var refused = await program.PostAsync(Api, ("email", Ann), ("password", IdentityWorld.Password));
        Assert.Equal((HttpStatusCode.Unauthorized, """{"errors":["identity.session.missing_otp"]}"""),
            (refused.StatusCode, await refused.Content.ReadAsStringAsync()));
        Assert.False(refused.Headers.Contains("Set-Cookie"));
        var right = await program.PostAsync(Api, ("email", Ann), ("password", IdentityWorld.Password), ("otp_code", codes[0]));
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Contains("\"otp\":true", await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_without_a_question_are_refused_and_tries_are_counted()
    {
        await using var world = await IdentityWorld.StartAsync(database, limits: true);
        var browser = world.Open();
        var empty = await TextAsync(browser.SubmitAsync("/signin", "passkey"));
        Assert.Contains("This passkey was not accepted", empty, StringComparison.Ordinal);
        var huge = await TextAsync(browser.SubmitAsync(
            "/signin", "passkey", ("passkey-key", new string('0', 64)), ("passkey-answer", new string('x', 100_000))));
        Assert.Contains("This passkey was not accepted", huge, StringComparison.Ordinal);

        var last = HttpStatusCode.OK;
        for (var i = 0; i < 30 && last != HttpStatusCode.TooManyRequests; i++)
            last = (await browser.SubmitAsync("/signin", "passkey", ("passkey-ask", "alone"))).StatusCode;
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    private static async Task<string> AddAsync(IdentityWorld.Browser browser, SoftPasskey device)
    {
        var begun = await TextAsync(browser.SubmitAsync(
            Page, "begin-passkey", ("passkey-name", "laptop"), ("passkey-proof", IdentityWorld.Password)));
        var question = Question().Match(begun);
        Assert.True(question.Success, begun);
        var answer = device.Create(WebUtility.HtmlDecode(question.Groups[2].Value));
        return await TextAsync(browser.PostAsync(
            Page, ("_handler", "add-passkey"), ("__RequestVerificationToken", Token().Match(begun).Groups[1].Value),
            ("made-name", "laptop"), ("passkey-key", Key().Match(begun[question.Index..]).Groups[1].Value), ("passkey-answer", answer)));
    }

    private static async Task<HttpResponseMessage> SignInAsync(IdentityWorld.Browser browser, SoftPasskey device)
    {
        var question = await AskAsync(browser, "/signin", "passkey", "alone");
        return await browser.SubmitAsync("/signin", "passkey", Answer(device, question));
    }

    private static async Task<PasskeyQuestion> AskAsync(
        IdentityWorld.Browser browser, string page, string form, string button, params (string, string)[] fields)
    {
        var text = await TextAsync(browser.SubmitAsync(page, form, [("passkey-ask", button), .. fields]));
        var question = Question().Match(text);
        Assert.True(question.Success, text);
        Assert.Equal(button, question.Groups[1].Value);
        return new PasskeyQuestion(
            WebUtility.HtmlDecode(question.Groups[2].Value), Key().Match(text[question.Index..]).Groups[1].Value);
    }

    private static (string, string)[] Answer(SoftPasskey device, PasskeyQuestion question) =>
        [("passkey-key", question.Key), ("passkey-answer", device.Get(question.Options))];

    private static async Task<string> TextAsync(Task<HttpResponseMessage> answer) => await (await answer).Content.ReadAsStringAsync();

    [GeneratedRegex("data-passkey-name=\"([a-z-]+)\"[^>]*data-passkey-question=\"([^\"]+)\"")]
    private static partial Regex Question();

    [GeneratedRegex("name=\"passkey-key\" value=\"([0-9a-f]{64})\"")]
    private static partial Regex Key();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)")]
    private static partial Regex Token();

    [GeneratedRegex("<li><code>([A-Z2-7-]+)</code>")]
    private static partial Regex Code();

    [GeneratedRegex("name=\"ticket\" value=\"([^\"]+)\"")]
    private static partial Regex Ticket();

    [GeneratedRegex("\\?passkey=([0-9]+)")]
    private static partial Regex Chosen();
}
