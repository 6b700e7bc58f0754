using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Web.Identity;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Access;

/// <summary>The Barong API as its clients use it.</summary>
[Trait("Category", "Integration")]
public sealed class BarongApiTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Api = "/api/v2/barong";
    private const string Balances = "/api/v2/peatio/account/balances";
    private const string NewPassword = "five loud geese at dusk";

    [Trait("BadInput", "B139")]
    [Fact]
    public async Task From_sign_up_to_a_key_that_trades_and_out_again()
    {
        var (cookie, csrf, user) = await SignUpAsync();
        Assert.Equal("active", user.GetProperty("state").GetString());
        Assert.Matches("^[0-9a-f]{20}$", csrf.Value);
        Assert.Equal("authz.missing_csrf_token", await CodeAsync("POST", "/resource/api_keys", """{"algorithm":"HS256"}""", 401, cookie));
        Assert.Equal("authz.csrf_token_mismatch",
            await CodeAsync("POST", "/resource/api_keys", """{"algorithm":"HS256"}""", 401, cookie, (csrf.Name, "0")));

        var made = await world.SendAsync("POST", Api + "/resource/api_keys", """{"algorithm":"HS256","totp_code":"1"}""", cookie, csrf);
        Assert.Equal(201, made.Status);
        var key = Parse(made.Body);
        Assert.Equal(["read", "trade"], key.GetProperty("scope").EnumerateArray().Select(s => s.GetString()));
        var signer = new CreatedApiKey(
            ApiKeyChangeRejectReason.None, key.GetProperty("kid").GetString()!, key.GetProperty("secret").GetString()!);
        Assert.Equal(200, (await world.SendAsync("GET", Balances, null, AccessWorld.Signed(signer))).Status);
        var list = await world.SendAsync("GET", Api + "/resource/api_keys", null, cookie);
        Assert.Equal("1", Assert.Single(list.Response.Headers.GetValues("Total")));
        Assert.DoesNotContain("secret", list.Body, StringComparison.Ordinal);

        var path = "/resource/api_keys/" + signer.Kid;
        var off = await world.SendAsync("PATCH", Api + path, """{"state":"inactive","totp_code":"1"}""", cookie, csrf);
        Assert.Equal((200, "inactive"), (off.Status, Parse(off.Body).GetProperty("state").GetString()));
        var refused = await world.SendAsync("GET", Balances, null, AccessWorld.Signed(signer));
        Assert.Contains("authz.apikey_not_active", refused.Body, StringComparison.Ordinal);
        Assert.Equal(204, (await world.SendAsync("DELETE", Api + path, null, cookie, csrf)).Status);
        Assert.Equal(404, (await world.SendAsync("DELETE", Api + path, null, cookie, csrf)).Status);

        Assert.Equal(200, (await world.SendAsync("DELETE", Api + "/identity/sessions", null, cookie)).Status);
        Assert.Equal("identity.session.not_found", await CodeAsync("DELETE", "/identity/sessions", null, 404, cookie));
        Assert.Equal("authz.invalid_session", await CodeAsync("GET", "/resource/users/me", null, 401, cookie));
    }

    [Fact]
    public async Task A_sign_in_answers_the_same_for_a_wrong_password_and_a_stranger()
    {
        var (_, _, user) = await SignUpAsync();
        var email = user.GetProperty("email").GetString();
        var right = await world.SendAsync("POST", Api + "/identity/sessions/", Json(new { email, password = AccessWorld.Password }));
        Assert.Equal(200, right.Status);
        Assert.Equal(user.GetProperty("uid").GetString(), Parse(right.Body).GetProperty("uid").GetString());
        var set = Assert.Single(right.Response.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith(SessionCookie.ApiName + "=", set, StringComparison.Ordinal);
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);

        var wrong = await world.SendAsync("POST", Api + "/identity/sessions", Json(new { email, password = "not this one at all" }));
        var stranger = await world.SendAsync(
            "POST", Api + "/identity/sessions", Json(new { email = "nobody@example.com", password = "not this one at all" }));
        Assert.Equal((401, """{"errors":["identity.session.invalid_params"]}"""), (wrong.Status, wrong.Body));
        Assert.Equal((wrong.Status, wrong.Body), (stranger.Status, stranger.Body));
        Assert.False(wrong.Response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_right_one_out_and_a_ban_is_told_only_with_the_password()
    {
        var (_, _, user) = await SignUpAsync();
        var email = user.GetProperty("email").GetString();
        for (var i = 0; i < PasswordGuesses.Round; i++)
            await CodeAsync("POST", "/identity/sessions", Json(new { email, password = "not this one at all" }), 401);
        Assert.Equal("identity.session.invalid_params",
            await CodeAsync("POST", "/identity/sessions", Json(new { email, password = AccessWorld.Password }), 401));

        var (_, _, banned) = await SignUpAsync();
        var uid = banned.GetProperty("uid").GetString();
        await using var db = world.Context();
        await db.Set<Member>().Where(m => m.Uid == uid).ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MemberState.Banned));
        email = banned.GetProperty("email").GetString();
        Assert.Equal("identity.session.invalid_params",
            await CodeAsync("POST", "/identity/sessions", Json(new { email, password = "not this one at all" }), 401));
        Assert.Equal("identity.session.banned",
            await CodeAsync("POST", "/identity/sessions", Json(new { email, password = AccessWorld.Password }), 401));
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions()
    {
        var (cookie, csrf, user) = await SignUpAsync();
        var email = user.GetProperty("email").GetString();
        var second = await world.SendAsync("POST", Api + "/identity/sessions", Json(new { email, password = AccessWorld.Password }));
        var other = CookieOf(second.Response);
        string Change(string old, string chosen, string repeated) =>
            Json(new { old_password = old, new_password = chosen, confirm_password = repeated });
        const string path = "/resource/users/password";
        Assert.Equal("resource.password.missing_old_password", await CodeAsync("PUT", path, "{}", 422, cookie, csrf));
        Assert.Equal("resource.password.doesnt_match",
            await CodeAsync("PUT", path, Change(AccessWorld.Password, NewPassword, "x"), 422, cookie, csrf));
        Assert.Equal("resource.password.no_change_provided",
            await CodeAsync("PUT", path, Change(AccessWorld.Password, AccessWorld.Password, AccessWorld.Password), 400, cookie, csrf));
        Assert.Equal("resource.password.prev_pass_not_correct",
            await CodeAsync("PUT", path, Change("not this one at all", NewPassword, NewPassword), 400, cookie, csrf));
        Assert.Equal("password.requirements",
            await CodeAsync("PUT", path, Change(AccessWorld.Password, "short", "short"), 422, cookie, csrf));
        Assert.Equal(200, (await world.SendAsync("GET", Api + "/resource/users/me", null, other)).Status);

        var changed = await world.SendAsync("PUT", Api + path, Change(AccessWorld.Password, NewPassword, NewPassword), cookie, csrf);

        Assert.Equal(201, changed.Status);
        Assert.Equal(200, (await world.SendAsync("GET", Api + "/resource/users/me", null, cookie)).Status);
        Assert.Equal("authz.invalid_session", await CodeAsync("GET", "/resource/users/me", null, 401, other));
        var activity = await world.SendAsync("GET", Api + "/resource/users/activity/password?result=succeed", null, cookie);
        var row = Assert.Single(Parse(activity.Body).EnumerateArray());
        Assert.Equal(("password change", "succeed", AccessWorld.UserAgent),
            (row.GetProperty("action").GetString(), row.GetProperty("result").GetString(), row.GetProperty("user_agent").GetString()));
        Assert.Equal("resource.user.no_activity", await CodeAsync("GET", "/resource/users/activity/otp", null, 422, cookie));
        Assert.Equal("resource.user.wrong_topic", await CodeAsync("GET", "/resource/users/activity/x", null, 422, cookie));
    }

    [Fact]
    public async Task A_copied_cookie_is_worth_nothing_in_another_browser_and_dies_there()
    {
        var (cookie, _, _) = await SignUpAsync();
        Assert.Equal("authz.client_session_mismatch",
            await CodeAsync("GET", "/resource/users/me", null, 401, cookie, ("User-Agent", "thief/1")));
        Assert.Equal("authz.invalid_session", await CodeAsync("GET", "/resource/users/me", null, 401, cookie));
    }

    [Theory]
    [InlineData("POST", "/identity/sessions", "{}", 422, "identity.session.missing_email")]
    [InlineData("POST", "/identity/sessions", """{"email":"","password":"x"}""", 422, "identity.session.empty_email")]
    [InlineData("POST", "/identity/sessions", """{"email":["a@b.c","b@b.c"],"password":"x"}""", 422, "identity.session.repeated_email")]
    [InlineData("POST", "/identity/sessions", """{"email":"a@b.c",""", 400, "server.method.invalid_message_body")]
    [InlineData("POST", "/identity/users", """{"email":"a@b","password":"four quiet herons at dawn"}""", 422, "email.invalid")]
    [InlineData("POST", "/identity/users", """{"email":"a@x.example","password":"short"}""", 422, "password.requirements")]
    [InlineData("POST", "/identity/users", """{"email":"a@x.example","password":"Password12345"}""", 422, "password.weak")]
    [InlineData("POST", "/identity/users", """{"email":"a@x.example","password":"p","username":"ann1"}""", 501, "server.not_implemented")]
    [InlineData("POST", "/identity/users", """{"email":"a@x.example","password":"p","data":"{"}""", 422, "data.invalid_format")]
    [InlineData("POST", "/identity/users/password/generate_code", "{}", 422, "identity.user.missing_email")]
    [InlineData("POST", "/identity/users/password/confirm_code", "{}", 422, "identity.user.missing_pass_token")]
    [InlineData("POST", "/identity/users/password/confirm_code",
        """{"reset_password_token":"x","password":"a","confirm_password":"b"}""", 422, "identity.user.passwords_doesnt_match")]
    [InlineData("POST", "/identity/users/password/confirm_code",
        """{"reset_password_token":"x","password":"a","confirm_password":"a"}""", 422, "jwt.decode_and_verify.segments")]
    [InlineData("POST", "/identity/users/email/confirm_code", "{}", 422, "identity.user.missing_token")]
    [InlineData("POST", "/identity/password/validate", "{}", 422, "identity.password.missing_password")]
    [InlineData("GET", "/identity/nowhere", null, 404, "record.not_found")]
    [InlineData("PATCH", "/identity/sessions", "{}", 405, "server.method_not_allowed")]
    public async Task What_anyone_gets_wrong(string method, string path, string? body, int status, string code) =>
        Assert.Equal(code, await CodeAsync(method, path, body, status));

    [Theory]
    [InlineData("POST", "/resource/api_keys", "{}", 422, "resource.api_key.missing_algorithm")]
    [InlineData("POST", "/resource/api_keys", """{"algorithm":"none"}""", 422, "resource.api_key.invalid_algorithm")]
    [InlineData("POST", "/resource/api_keys", """{"algorithm":"HS256","scope":"read,fly"}""", 422, "resource.api_key.invalid_scope")]
    [InlineData("POST", "/resource/api_keys", """{"algorithm":"HS256","scope":["withdraw"]}""", 422,
        "resource.api_key.missing_allowed_ips")]
    [InlineData("POST", "/resource/api_keys", """{"algorithm":"HS256","allowed_ips":["x"]}""", 422, "resource.api_key.invalid_allowed_ips")]
    [InlineData("POST", "/resource/api_keys", """{"algorithm":"HS256","expires_at":"2001-01-01T00:00:00Z"}""", 422,
        "resource.api_key.invalid_expires_at")]
    [InlineData("POST", "/resource/api_keys", """{"algorithm":"HS256","password":"wrong"}""", 422, "resource.api_key.invalid_password")]
    [InlineData("GET", "/resource/api_keys?order_by=secret", null, 422, "resource.api_key.invalid_attribute")]
    [InlineData("GET", "/resource/api_keys?ordering=up", null, 422, "resource.api_key.invalid_ordering")]
    [InlineData("PATCH", "/resource/api_keys/%2e%2e%2fx", """{"state":"inactive"}""", 404, "record.not_found")]
    [InlineData("PATCH", "/resource/api_keys/0123456789ABCDEF", "{}", 404, "record.not_found")]
    [InlineData("DELETE", "/resource/api_keys/x'%20or%201=1", null, 404, "record.not_found")]
    [InlineData("PUT", "/resource/users/me", "{}", 422, "resource.user.missing_data")]
    [InlineData("PUT", "/resource/users/me", """{"data":"plain"}""", 422, "data.invalid_format")]
    [InlineData("GET", "/resource/users/activity/all?limit=0", null, 422, "resource.user.invalid_limit")]
    [InlineData("GET", "/resource/users/activity/all?page=x", null, 422, "resource.user.non_integer_page")]
    [InlineData("GET", "/resource/users/activity/all?time_from=x", null, 422, "resource.user.non_integer_time_from")]
    public async Task What_a_member_gets_wrong(string method, string path, string? body, int status, string code)
    {
        var keys = await world.Get<ApiKeyQueries>().ListAsync(world.Other, default);
        Assert.Equal(code, await CodeAsync(method, path, body, status, await world.SessionAsync(world.Other)));
        Assert.Equal(keys.Count, (await world.Get<ApiKeyQueries>().ListAsync(world.Other, default)).Count);
    }

    [Fact]
    public async Task A_page_of_another_site_signs_nobody_in()
    {
        var body = Json(new { email = "owner@example.com", password = AccessWorld.Password });
        Assert.Equal("authz.origin_not_allowed",
            await CodeAsync("POST", "/identity/sessions", body, 403, ("Origin", "https://evil.example")));
    }

    [Fact]
    public async Task Data_comes_back_as_it_was_kept_and_service_endpoints_answer()
    {
        var (cookie, csrf, _) = await SignUpAsync();
        var put = await world.SendAsync("PUT", Api + "/resource/users/me", Json(new { data = """{"a":1}""" }), cookie, csrf);
        Assert.Equal((200, """{"a":1}"""), (put.Status, Parse(put.Body).GetProperty("data").GetString()));
        foreach (var part in new[] { "/identity", "/public" })
        {
            Assert.Equal("""{"ping":"pong"}""", (await world.SendAsync("GET", Api + part + "/ping", null)).Body);
            var time = Parse((await world.SendAsync("GET", Api + part + "/time", null)).Body);
            Assert.InRange(time.GetProperty("time").GetInt64(), 1, long.MaxValue);
            var configs = Parse((await world.SendAsync("GET", Api + part + "/configs", null)).Body);
            Assert.Equal(1800, configs.GetProperty("session_expire_time").GetInt32());
            var strength = await world.SendAsync("POST", Api + part + "/password/validate", Json(new { password = "aB3$xyz9Kq1!" }));
            Assert.Equal((201, """{"entropy":24}"""), (strength.Status, strength.Body));
        }
    }

    private async Task<((string Name, string Value) Cookie, (string Name, string Value) Csrf, JsonElement User)> SignUpAsync()
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        Assert.Equal(201, (await world.SendAsync("POST", Api + "/identity/users",
            Json(new { email, password = AccessWorld.Password }))).Status);
        var answer = await world.SendAsync(
            "POST", Api + "/identity/users/email/confirm_code", Json(new { token = await world.TokenAsync(email) }));
        Assert.Equal(201, answer.Status);
        var user = Parse(answer.Body);
        return (CookieOf(answer.Response), (ApiGate.CsrfHeader, user.GetProperty("csrf_token").GetString()!), user);
    }

    private static (string, string) CookieOf(HttpResponseMessage response) =>
        ("Cookie", Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0]);

    /// <summary>The code of a refusal whose status is as expected.</summary>
    private async Task<string> CodeAsync(
        string method, string path, string? body, int status, params (string Name, string Value)[] headers)
    {
        var answer = await world.SendAsync(method, Api + path, body, headers);
        Assert.True(answer.Status == status, $"{method} {path}: {answer.Status} {answer.Body}");
        var errors = Parse(answer.Body).GetProperty("errors");
        return errors.ValueKind == JsonValueKind.String ? errors.GetString()! : errors[0].GetString()!;
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
