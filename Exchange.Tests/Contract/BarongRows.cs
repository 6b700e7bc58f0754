namespace Exchange.Tests.Contract;

/// <summary>Sections 2.1 and 2.2 of the contract: who a member is, and their keys.</summary>
internal static class BarongRows
{
    private const string Prefix = "/api/v2/barong";
    private const string Password = ContractWorld.CarolsPassword;

    public static readonly ContractModule Identity = new("Barong: identity and public", Prefix, [.. Service(), .. SignIn(), .. SignUp()])
    {
        Notes = new Dictionary<string, string>
        {
            ["POST /identity/sessions"] = "`banned` and the like are told only to who knows the password",
            ["POST /identity/users"] = "signs nobody in and names no `uid`: a taken address gets the same answer, and a mail; the first "
                + "member is no admin; `username` and `refid` are 501",
            ["POST /identity/users/email/confirm_code"] = "the token is no JWT; an unknown one is `jwt.decode_and_verify.segments`",
            ["POST /identity/users/password/confirm_code"] = "the token is no JWT; an unknown one is `jwt.decode_and_verify.segments`",
            ["GET /identity/captcha"] = "not in the contract: the question to which `captcha_response` is the answer",
            ["POST /identity/password/validate"] = "bits by the rule of NIST SP 800-63-1",
        },
    };

    public static readonly ContractModule Resource = new("Barong: resource", Prefix, [.. User(), .. Keys(), .. Later()])
    {
        Notes = new Dictionary<string, string>
        {
            ["GET /resource/users/me"] = "`data_storages` is empty",
            ["DELETE /resource/users/me"] = "also 422 `resource.user.open_orders`, `balance_left` and `not_closable`",
            ["POST /resource/api_keys"] = "without a second factor `password`, or a new sign-in, in place of `totp_code`",
        },
    };

    private static IEnumerable<ContractRow> Service()
    {
        foreach (var part in new[] { "/identity", "/public" })
        {
            yield return Get($"{part}/ping", "ping", $"{part}/ping") with { Has = ["{\"ping\":\"pong\"}"] };
            yield return Get($"{part}/time", "seconds", $"{part}/time") with { Has = ["{\"time\":1"] };
            yield return Get($"{part}/version", "tag, commit and date", $"{part}/version") with
            {
                Has = ["\"git_tag\":", "\"build_date\":null"],
            };
            yield return Get($"{part}/configs", "all", $"{part}/configs") with
            {
                Has = ["\"session_expire_time\":1800", "\"captcha_type\":\"none\"", "\"password_min_entropy\":", "\"password_regexp\":"],
            };
            yield return Post($"{part}/password/validate", "long", """{"password":"four quiet herons at dawn"}""", 201) with
            {
                Has = ["{\"entropy\":"],
            };
            yield return Post($"{part}/password/validate", "none", "{}", 422) with { Errors = "identity.password.missing_password" };
        }
    }

    private static IEnumerable<ContractRow> SignIn()
    {
        const string sessions = "/identity/sessions";
        yield return Post(sessions, "right", Json("carol@contract.example", Password), 200) with
        {
            Has = ["\"email\":\"carol@contract.example\"", "\"csrf_token\":\"", "\"state\":\"active\"", "\"created_at\":\""],
        };
        yield return Post(sessions, "wrong password", Json("carol@contract.example", "not this one at all"), 401) with
        {
            Errors = "identity.session.invalid_params",
        };
        yield return Post(sessions, "stranger", Json("nobody@contract.example", "not this one at all"), 401) with
        {
            Errors = "identity.session.invalid_params",
        };
        yield return Post(sessions, "nothing", "{}", 422) with
        {
            Errors = "identity.session.missing_email identity.session.missing_password",
        };
        yield return new ContractRow("DELETE /identity/sessions", "none", sessions, 404) { Errors = "identity.session.not_found" };
    }

    private static IEnumerable<ContractRow> SignUp()
    {
        const string users = "/identity/users";
        yield return Post(users, "new", Json("erin@contract.example", Password), 201) with
        {
            Has = ["\"email\":\"erin@contract.example\"", "\"uid\":null", "\"state\":\"pending\""],
            HasNot = ["csrf_token"],
        };
        yield return Post(users, "taken: the same answer", Json("carol@contract.example", Password), 201) with
        {
            Has = ["\"uid\":null", "\"state\":\"pending\""],
            HasNot = ["csrf_token"],
        };
        yield return Post(users, "not an address", Json("carol", Password), 422) with { Errors = "email.invalid" };
        yield return Post(users, "short password", Json("dora@contract.example", "short"), 422) with { Errors = "password.requirements" };
        yield return Post(users, "weak password", Json("dora@contract.example", "Password12345"), 422) with { Errors = "password.weak" };
        yield return Post(users, "nothing", "{}", 422) with
        {
            Errors = "identity.user.missing_email identity.user.missing_password",
        };
        const string emails = "/identity/users/email";
        yield return Post(emails + "/generate_code", "known", """{"email":"carol@contract.example"}""", 201);
        yield return Post(emails + "/generate_code", "stranger", """{"email":"nobody@contract.example"}""", 201);
        yield return Post(emails + "/generate_code", "nothing", "{}", 422) with { Errors = "identity.user.missing_email" };
        yield return Post(emails + "/confirm_code", "unknown", """{"token":"x"}""", 422) with
        {
            Errors = "jwt.decode_and_verify.segments",
        };
        yield return Post(emails + "/confirm_code", "used", """{"token":"<used-token>"}""", 422) with
        {
            Errors = "identity.user.utilized_token",
        };
        yield return Post(emails + "/confirm_code", "nothing", "{}", 422) with { Errors = "identity.user.missing_token" };
        const string passwords = "/identity/users/password";
        yield return Post(passwords + "/generate_code", "stranger", """{"email":"nobody@contract.example"}""", 201);
        yield return Post(passwords + "/generate_code", "nothing", "{}", 422) with { Errors = "identity.user.missing_email" };
        yield return Post(passwords + "/confirm_code", "unknown", Reset("x", "five loud geese at dusk"), 422) with
        {
            Errors = "jwt.decode_and_verify.segments",
        };
        yield return Post(passwords + "/confirm_code", "nothing", "{}", 422) with
        {
            Errors = "identity.user.missing_pass_token identity.user.missing_password identity.user.missing_confirm_password",
        };
        yield return Get("/identity/captcha", "none", "/identity/captcha") with { Has = ["{\"type\":\"none\"}"] };
        string[] later =
        [
            "POST /identity/sessions/auth0", "POST /identity/users/access", "GET /identity/users/register_geetest",
            "GET /public/configs/auth0",
        ];
        yield return Post("/public/kyc", "no provider", "{}", 404) with { Errors = "record.not_found" };
        foreach (var endpoint in later)
            yield return new ContractRow(endpoint, "later", PathOf(endpoint), 501) { Errors = "server.not_implemented" };
    }

    private static IEnumerable<ContractRow> User()
    {
        const string me = "/resource/users/me";
        yield return Get(me, "by session", me) with
        {
            Headers = Session,
            Has = ["\"email\":\"carol@contract.example\"", "\"labels\":[{\"key\":\"email\",\"value\":\"verified\""],
        };
        yield return Get(me, "by key", me) with { Caller = ContractWorld.Alice, Has = ["\"uid\":\"ID", "\"otp\":false"] };
        yield return Get(me, "nobody", me, 401) with { Errors = "authz.invalid_session" };
        yield return new ContractRow("PUT /resource/users/me", "data", me, 200)
        {
            Headers = Session,
            Body = """{"data":"{\"a\":1}"}""",
            Has = ["\"data\":\"{"],
        };
        yield return new ContractRow("PUT /resource/users/me", "without the token", me, 401)
        {
            Headers = [Session[0]],
            Body = """{"data":"{}"}""",
            Errors = "authz.missing_csrf_token",
        };
        yield return new ContractRow("PUT /resource/users/me", "by key", me, 401)
        {
            Caller = ContractWorld.Alice,
            Body = """{"data":"{}"}""",
            Errors = "authz.invalid_permission",
        };
        foreach (var (@case, body, error) in ((string, string, string)[])[
            ("no password", "{}", "missing_password"), ("wrong password", """{"password":"wrong"}""", "invalid_password")])
        {
            yield return new ContractRow("DELETE /resource/users/me", @case, me, 422)
            {
                Headers = Session,
                Body = body,
                Errors = "resource.user." + error,
            };
        }

        yield return new ContractRow("DELETE /resource/users/me", "by key", me, 401)
        {
            Caller = ContractWorld.Alice,
            Body = """{"password":"wrong"}""",
            Errors = "authz.invalid_permission",
        };
        const string activity = "/resource/users/activity/:topic";
        yield return Get(activity, "account", "/resource/users/activity/account") with
        {
            Headers = Session,
            Has = ["\"action\":\"signup\",\"result\":\"succeed\""],
            Answers = [("Page", "1"), ("Per-Page", "100")],
        };
        yield return Get(activity, "none", "/resource/users/activity/otp", 422) with
        {
            Headers = Session,
            Errors = "resource.user.no_activity",
        };
        yield return Get(activity, "wrong topic", "/resource/users/activity/x", 422) with
        {
            Headers = Session,
            Errors = "resource.user.wrong_topic",
        };
        yield return new ContractRow("PUT /resource/users/password", "repeated wrongly", "/resource/users/password", 422)
        {
            Headers = Session,
            Body = """{"old_password":"a","new_password":"b","confirm_password":"c"}""",
            Errors = "resource.password.doesnt_match",
        };
    }

    private static IEnumerable<ContractRow> Keys()
    {
        const string keys = "/resource/api_keys";
        yield return new ContractRow("POST " + keys, "new", keys, 201)
        {
            Headers = Session,
            Body = """{"algorithm":"HS256","scope":"read","totp_code":"123456"}""",
            Has = ["\"kid\":\"", "\"secret\":\"", "\"algorithm\":\"HS256\"", "\"scope\":[\"read\"]", "\"state\":\"active\""],
        };
        yield return new ContractRow("POST " + keys, "withdraw from everywhere", keys, 422)
        {
            Headers = Session,
            Body = """{"algorithm":"HS256","scope":["withdraw"]}""",
            Errors = "resource.api_key.missing_allowed_ips",
        };
        yield return new ContractRow("POST " + keys, "by key", keys, 401)
        {
            Caller = ContractWorld.Alice,
            Body = """{"algorithm":"HS256"}""",
            Errors = "authz.invalid_permission",
        };
        yield return Get(keys, "all", keys) with { Headers = Session, HasNot = ["secret"], Has = ["\"kid\":\""] };
        yield return Get(keys, "wrong order", keys + "?order_by=x", 422) with
        {
            Headers = Session,
            Errors = "resource.api_key.invalid_attribute",
        };
        foreach (var method in new[] { "PATCH", "DELETE" })
        {
            yield return new ContractRow($"{method} {keys}/:kid", "none", keys + "/0123456789abcdef", 404)
            {
                Headers = Session,
                Body = method == "PATCH" ? """{"state":"inactive"}""" : null,
                Errors = "record.not_found",
            };
        }
    }

    private static IEnumerable<ContractRow> Later()
    {
        string[] endpoints =
        [
            "POST /resource/data_storage", "GET /resource/service_accounts", "GET /resource/service_accounts/api_keys",
            "POST /resource/service_accounts/api_keys", "PUT /resource/service_accounts/api_keys/:kid",
            "DELETE /resource/service_accounts/api_keys/:kid",
        ];
        foreach (var endpoint in endpoints)
        {
            yield return new ContractRow(endpoint, "later", PathOf(endpoint), 501)
            {
                Headers = Session,
                Errors = "server.not_implemented",
            };
        }
    }

    /// <summary>Carol's session.</summary>
    public static IReadOnlyList<(string Name, string Value)> Session => [("Cookie", "<cookie>"), ("X-CSRF-Token", "<csrf>")];

    private static string PathOf(string endpoint) =>
        endpoint[endpoint.IndexOf('/', StringComparison.Ordinal)..].Replace(":", "", StringComparison.Ordinal);

    private static string Json(string email, string password) => $$"""{"email":"{{email}}","password":"{{password}}"}""";

    private static string Reset(string token, string password) =>
        $$"""{"reset_password_token":"{{token}}","password":"{{password}}","confirm_password":"{{password}}"}""";

    private static ContractRow Get(string endpoint, string @case, string path, int status = 200) =>
        new("GET " + endpoint, @case, path, status);

    private static ContractRow Post(string endpoint, string @case, string body, int status) =>
        new("POST " + endpoint, @case, endpoint, status) { Body = body };
}
