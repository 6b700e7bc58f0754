namespace Exchange.Web.Api;

/// <summary>The reference of the Barong API.</summary>
internal static class BarongDocs
{
    public static IReadOnlyList<ApiDoc> All =>
        [.. Service(), .. Identity(), .. Resource(), .. VerificationDocs.All, .. OtpDocs.All, .. AdminDocs.All, .. Later()];

    private static IEnumerable<ApiDoc> Service()
    {
        foreach (var part in new[] { "/identity", "/public" })
        {
            yield return new("GET", part + "/ping", "Whether the program runs") { Answer = "{ping:\"pong\"}" };
            yield return new("GET", part + "/time", "The server's time") { Answer = "{time:int}" };
            yield return new("GET", part + "/version", "What is running")
            {
                Answer = "{git_tag:str, git_sha:str|null, build_date:iso|null, version:str}",
            };
            yield return new("GET", part + "/configs", "What a sign-up form must know")
            {
                Answer = """
                    {session_expire_time:int, captcha_type:str, phone_verification_type:str, password_min_entropy:int,
                     password_regexp:str}
                    """,
            };
            yield return new("POST", part + "/password/validate", "How strong a password is")
            {
                Status = 201,
                Answer = "{entropy:int}",
                Parameters = ApiParameter.ParseAll("password!: str - the password"),
            };
        }
    }

    private static IEnumerable<ApiDoc> Identity()
    {
        var credentials = ApiParameter.ParseAll("""
            email!: str - the member's address
            password!: str - the password
            """);
        yield return new("POST", "/identity/sessions", "Signs in")
        {
            Parameters =
            [
                .. credentials, .. ApiParameter.ParseAll("otp_code: str - a code, for who has a second factor; or a recovery code"),
            ],
            Answer = "User",
            Refusals =
            [
                "401 identity.session.invalid_params", "401 identity.session.banned", "401 identity.session.missing_otp",
                "403 identity.session.invalid_otp",
            ],
        };
        yield return new("DELETE", "/identity/sessions", "Signs out") { Refusals = ["404 identity.session.not_found"] };
        yield return new("POST", "/identity/users", "Signs up; a mail brings the link that confirms the address")
        {
            Parameters =
            [
                .. credentials, .. ApiParameter.ParseAll("captcha_response: str - the answer to the captcha, unless its type is none"),
            ],
            Status = 201,
            Answer = "PendingUser",
            Refusals = ["422 email.invalid", "422 password.requirements", "422 password.weak", "400 identity.captcha.required"],
        };
        yield return new("POST", "/identity/users/email/generate_code", "Sends another link to confirm an address")
        {
            Parameters = ApiParameter.ParseAll("email!: str - the member's address"),
            Status = 201,
        };
        yield return new("POST", "/identity/users/email/confirm_code", "Confirms an address and signs in")
        {
            Parameters = ApiParameter.ParseAll("token!: str - the token of the link"),
            Status = 201,
            Answer = "User",
            Refusals = ["422 identity.user.utilized_token", "422 jwt.decode_and_verify.segments", "422 jwt.decode_and_verify.expired"],
        };
        yield return new("POST", "/identity/users/password/generate_code", "Sends a link to choose another password")
        {
            Parameters = ApiParameter.ParseAll("email!: str - the member's address"),
            Status = 201,
        };
        yield return new("POST", "/identity/users/password/confirm_code", "Chooses another password and ends all sessions")
        {
            Parameters = ApiParameter.ParseAll("""
                reset_password_token!: str - the token of the link
                password!: str - the new password
                confirm_password!: str - the new password again
                """),
            Status = 201,
        };
        yield return new(
            "GET", "/identity/captcha", "The question that `captcha_response` answers: it, a colon, and a number with which its SHA-256 "
            + "begins with `difficulty` zero bits")
        {
            Answer = "{type:str, challenge?:str, difficulty?:int, expires_at?:iso}",
        };
    }

    private static IEnumerable<ApiDoc> Resource()
    {
        yield return new("GET", "/resource/users/me", "Who you are") { Answer = "User" };
        yield return new("PUT", "/resource/users/me", "Changes what your clients keep with you")
        {
            Answer = "User",
            Parameters = ApiParameter.ParseAll("data!: str - JSON of your own"),
        };
        yield return new("DELETE", "/resource/users/me", "Closes your account; there must be no open order, and no more left than dust")
        {
            Refusals =
            [
                "422 resource.user.invalid_password", "422 resource.user.missing_otp_code", "422 resource.user.empty_otp_code",
                "422 resource.user.invalid_otp", "422 resource.user.open_orders", "422 resource.user.balance_left",
                "422 resource.user.not_closable",
            ],
            Parameters = ApiParameter.ParseAll("""
                password!: str - your password
                otp_code: str - a code, for who has a second factor
                """),
        };
        yield return new("PUT", "/resource/users/password", "Changes your password")
        {
            Status = 201,
            Refusals = ["422 resource.password.doesnt_match", "400 resource.password.prev_pass_not_correct"],
            Parameters = ApiParameter.ParseAll("""
                old_password!: str - the password until now
                new_password!: str - the new one
                confirm_password!: str - the new one again
                totp_code: str - a code, for who has a second factor
                """),
        };
        yield return new("GET", "/resource/users/activity/{topic}", "What happened to your account")
        {
            IsPaged = true,
            Answer = "[Activity]",
            Parameters = ApiParameter.ParseAll("""
                result: str - succeed, failed or denied
                time_from: int - from this unix time on
                time_to: int - until before this unix time
                """),
            Refusals = ["422 resource.user.no_activity", "422 resource.user.wrong_topic"],
        };
        yield return new("GET", "/resource/api_keys", "Your API keys") { IsPaged = true, Answer = "[ApiKey]" };
        yield return new("POST", "/resource/api_keys", "Makes an API key; its secret is shown once")
        {
            Status = 201,
            Answer = "ApiKey",
            Parameters = [.. ApiParameter.ParseAll("algorithm!: \"HS256\" - the only one"), .. KeyTerms],
        };
        yield return new("PATCH", "/resource/api_keys/{kid}", "Changes an API key")
        {
            Answer = "ApiKey",
            Parameters = [.. ApiParameter.ParseAll("state: \"active\"|\"inactive\" - whether it may be used"), .. KeyTerms],
        };
        yield return new("DELETE", "/resource/api_keys/{kid}", "Deletes an API key") { Status = 204 };
    }

    private static IReadOnlyList<ApiParameter> KeyTerms => ApiParameter.ParseAll("""
        scope: [str] - any of read, trade, withdraw; read and trade when absent
        label: str - what you call it
        allowed_ips: [str] - addresses and networks it may be used from
        expires_at: str - when it ends, ISO-8601 or unix time; never for no end
        signing: "nonce"|"request" - what a signature must cover
        nonce_once: bool - takes each nonce once
        totp_code: str - a code, for who has a second factor
        password: str - for the others; not asked for within five minutes of a sign-in
        """);

    private static IEnumerable<ApiDoc> Later() => BarongApiRoutes.LaterForAnyone.Concat(BarongApiRoutes.LaterForMembers)
        .Select(route => new ApiDoc(route.Method, route.Pattern, "") { Status = 501 });
}
