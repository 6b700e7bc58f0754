using System.Text.Json;
using System.Text.RegularExpressions;
using Exchange.Core.Members;
using Exchange.Core.Tower;
using Exchange.Web.Identity;

namespace Exchange.Tests.Access;

/// <summary>Cookies, forms and texts that nobody sends by mistake.</summary>
[Trait("Category", "Integration")]
public sealed partial class HostilePageTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Sessions = "/api/v2/barong/identity/sessions";
    private const string Me = "/api/v2/barong/resource/users/me";
    private const string Markup = "<svg onload=alert(1)> [a](javascript:alert(1)) data:text/html,x {{7*7}} ${7*7} @(1+1) %n%s";

    [Trait("BadInput", "B137")]
    [Fact]
    public async Task A_session_that_was_planted_before_a_sign_in_is_not_the_one_after_it()
    {
        var planted = (await world.SessionAsync(world.Other, csrf: false))[0];
        var email = $"{Guid.NewGuid():N}@example.com";
        await world.MemberAsync(email);

        var (status, _, response) = await world.SendAsync(
            "POST", Sessions, $$"""{"email":"{{email}}","password":"{{AccessWorld.Password}}"}""", planted);

        Assert.Equal(200, status);
        var given = Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
        Assert.DoesNotContain(given.Split('=')[1], planted.Value, StringComparison.Ordinal);
        Assert.Equal(401, (await world.SendAsync("GET", Me, null, planted)).Status);
        Assert.Contains(email, (await world.SendAsync("GET", Me, null, ("Cookie", given))).Body, StringComparison.Ordinal);
    }

    [Trait("BadInput", "B140")]
    [Fact]
    public async Task A_cookie_that_is_not_whole_is_nobodys_and_breaks_nothing()
    {
        var cookie = (await world.SessionAsync(world.Owner, csrf: false))[0].Value;
        var key = Key().Match(cookie).Groups[1].Value;
        var flipped = (key[0] == 'A' ? 'B' : 'A') + key[1..];
        foreach (var wrong in new[] { flipped, key[..^1], key + "A", "", "=", new string('A', 10_240), "%00", "%c3%a4", "CfDJ8" + key })
        {
            var call = await world.SendAsync("GET", Me, null, ("Cookie", $"{SessionCookie.ApiName}={wrong}"));
            Assert.Equal((wrong, 401), (wrong, call.Status));
            var page = await world.SendAsync("GET", "/account", null, ("Cookie", $"exchange-session={wrong}"));
            Assert.Equal((wrong, 302), (wrong, page.Status));
        }

        Assert.Equal(200, (await world.SendAsync("GET", Me, null, ("Cookie", cookie))).Status);
    }

    [Trait("BadInput", "B190, B191")]
    [Fact]
    public async Task What_the_staff_writes_is_text_for_everybody()
    {
        var boss = await world.ActorAsync(Roles.Superadmin);
        var terms = new AnnouncementTerms("Title " + Markup, "Text " + Markup, AnnouncementKind.Information,
            TimeProvider.System.GetUtcNow().AddMinutes(-1), null);
        Assert.Equal(StaffOutcome.Done, await world.Get<EditAnnouncements>().SaveAsync(boss, null, 0, terms, "for the test", default));

        var (_, page, _) = await world.SendAsync("GET", "/markets", null);
        Assert.Contains("&lt;svg onload=alert(1)&gt;", page, StringComparison.Ordinal);
        Assert.Contains("{{7*7}} ${7*7} @(1&#x2B;1) %n%s", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg onload", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(href|src)=\"(javascript|data):", page);
        var news = await world.SendAsync("GET", "/announcements", null);
        Assert.Equal("application/json", news.Response.Content.Headers.ContentType!.MediaType);
        var told = JsonSerializer.Deserialize<JsonElement>(news.Body)[0].GetProperty("text").GetString();
        Assert.Contains(Markup, told, StringComparison.Ordinal);
    }

    [Trait("BadInput", "B193, B194")]
    [Theory]
    [InlineData("/api/v2/peatio/market/orders?order_by=(select%201)", 422)]
    [InlineData("/api/v2/peatio/market/orders?order_by=PasswordHash", 422)]
    [InlineData("/api/v2/barong/resource/labels?ordering=PasswordHash", 422)]
    [InlineData("/tower/members?sort=PasswordHash&include=*", 200)]
    [InlineData("/tower/members?sort=-(select%20pg_sleep(9))&level=1%20or%201=1&state='--", 200)]
    [InlineData("/tower/audit?action='%20or%201=1--&from=x&older=-1", 200)]
    [InlineData("/tower/reviews?state=(((((((((((a%2B)%2B)%2B)%2B)%2B)%2B)%2B)%2B)%2B)%2B)%2B)$", 200)]
    public async Task What_is_no_order_and_no_filter_is_refused_or_ignored(string path, int expected)
    {
        var headers = await world.StaffAsync(Roles.Superadmin, secondFactor: true);
        Assert.Equal(expected, (await world.SendAsync("GET", path, null, headers)).Status);
    }

    [Trait("BadInput", "B194")]
    [Theory]
    [InlineData("%25%25%25%25")]
    [InlineData("____________")]
    [InlineData("(a%2B)%2B$")]
    public async Task Letters_that_mean_something_to_a_search_are_letters(string search)
    {
        var headers = await world.StaffAsync(Roles.Superadmin, secondFactor: true);
        var (_, page, _) = await world.SendAsync("GET", "/tower/members?q=" + search, null, headers);
        Assert.Contains("Nobody matches", page, StringComparison.Ordinal);
        var longest = await world.SendAsync("GET", "/tower/members?q=" + new string('_', 7_000), null, headers);
        Assert.Equal(200, longest.Status);
        Assert.Equal(414, (await world.SendAsync("GET", "/tower/members?q=" + new string('_', 10_000), null, headers)).Status);
    }

    [Trait("BadInput", "B196")]
    [Theory]
    [InlineData(".AspNetCore.Culture=c%3D%3Cscript%3E%7Cuic%3D%3Cscript%3E")]
    [InlineData("theme=\"><script>alert(1)</script>")]
    [InlineData("lang=../../etc/passwd")]
    public async Task A_cookie_that_nobody_asks_for_changes_no_page(string cookie)
    {
        (string, string)[] hostile = [("Cookie", cookie), ("Accept-Language", "<script>, ../../x;q=9")];
        var (plain, asked) = (await world.SendAsync("GET", "/signin", null), await world.SendAsync("GET", "/signin", null, hostile));
        Assert.Equal((200, Changing().Replace(plain.Body, "")), (asked.Status, Changing().Replace(asked.Body, "")));
    }

    [Trait("BadInput", "B202")]
    [Theory]
    [InlineData("/signin")]
    [InlineData("/signup")]
    [InlineData("/reset-password")]
    public async Task A_form_with_too_many_fields_or_too_much_in_one_is_refused(string path)
    {
        var many = string.Join('&', Enumerable.Range(0, 1_025).Select(i => $"k{i}=v"));
        Assert.Equal(400, (await PostAsync(path, many, "application/x-www-form-urlencoded")).Status);
        var large = await PostAsync(path, "email=" + new string('x', 4 << 20), "application/x-www-form-urlencoded");
        Assert.True(large.Status is 400 or 413, $"{large.Status}");
        var deep = string.Join('&', Enumerable.Range(0, 100).Select(i => $"a{string.Concat(Enumerable.Repeat("[b]", i))}=v"));
        Assert.Equal(400, (await PostAsync(path, deep, "application/x-www-form-urlencoded")).Status);
        Assert.Equal(400, (await PostAsync(path, "--b--", "multipart/form-data; boundary=b")).Status);
    }

    private async Task<(int Status, string Body, HttpResponseMessage Response)> PostAsync(string path, string body, string type)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, type.Split(';')[0]);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        return await world.SendContentAsync("POST", path, content, ("Expect", "100-continue")); // the body waits for a yes
    }

    [GeneratedRegex("exchange-session=([^;]+)")]
    private static partial Regex Key();

    [GeneratedRegex("<!--.*?-->|value=\"CfDJ8[^\"]+\"|data-captcha=\"[^\"]+\"|nonce=\"[^\"]+\"", RegexOptions.Singleline)]
    private static partial Regex Changing();
}
