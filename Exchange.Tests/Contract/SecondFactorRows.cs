namespace Exchange.Tests.Contract;

/// <summary>Sections 2.2 and 2.9 of the contract: Carol has no second factor, Frank has one. The rows follow each other.</summary>
internal static class SecondFactorRows
{
    private const string Sessions = "/identity/sessions";
    private const string Otp = "/resource/otp";
    private const string Keys = "/resource/api_keys";
    private const string Invalid = "resource.otp.invalid";

    public static readonly ContractModule Module = new(
        "Barong: second factor", "/api/v2/barong", [.. SigningIn(), .. Off(), .. On(), .. WithKeys()])
    {
        Notes = new Dictionary<string, string>
        {
            ["POST /identity/sessions"] = "`otp_code` may be a recovery code, and is of who has only passkeys; a used code is wrong",
            ["POST /resource/otp/enable"] = "asks for `password`, too, unless the sign-in is new; all codes may be recovery codes",
            ["POST /resource/api_keys"] = "of who has a second factor",
            ["PUT /resource/users/password"] = "`totp_code` of who has a second factor",
        },
    };

    /// <summary>Frank's session.</summary>
    public static IReadOnlyList<(string Name, string Value)> Frank =>
        [("Cookie", "<frank-cookie>"), ("X-CSRF-Token", "<frank-csrf>")];

    private static IEnumerable<ContractRow> SigningIn()
    {
        yield return SignIn("without a code", null, 401) with { Errors = "identity.session.missing_otp" };
        yield return SignIn("wrong code", "<frank-wrong>", 403) with { Errors = "identity.session.invalid_otp" };
        yield return SignIn("a sign before the code", "+<frank-code>", 403) with { Errors = "identity.session.invalid_otp" };
        yield return SignIn("right code", "<frank-code>", 200) with { Has = ["\"otp\":true", "\"csrf_token\":\"", "\"key\":\"otp\""] };
    }

    private static IEnumerable<ContractRow> Off()
    {
        yield return Post("generate_qrcode", "off", "{}", 201, BarongRows.Session) with
        {
            Has = ["{\"data\":{\"barcode\":\"iVBORw0KGgo", "\"url\":\"otpauth://totp/"],
        };
        yield return Post("enable", "wrong code", """{"code":"12345"}""", 422, BarongRows.Session) with { Errors = Invalid };
        yield return Post("enable", "nothing", "{}", 422, BarongRows.Session) with { Errors = "resource.otp.missing_code" };
        yield return Post("disable", "off", """{"code":"123456"}""", 400, BarongRows.Session) with { Errors = "resource.otp.not_enabled" };
        yield return Post("verify", "off", """{"code":"123456"}""", 400, BarongRows.Session) with
        {
            Errors = "resource.otp.already_enabled",
        };
    }

    private static IEnumerable<ContractRow> On()
    {
        yield return Post("generate_qrcode", "on", "{}", 400, Frank) with { Errors = "resource.otp.already_enabled" };
        yield return Post("enable", "on", """{"code":"123456"}""", 400, Frank) with { Errors = "resource.otp.already_enabled" };
        yield return Post("verify", "wrong code", """{"code":"<frank-wrong>"}""", 422, Frank) with { Errors = Invalid };
        yield return Post("disable", "wrong code", """{"code":"<frank-wrong>"}""", 422, Frank) with { Errors = Invalid };
        yield return Post("verify", "right code", """{"code":"<frank-next>"}""", 201, Frank);
        yield return Post("verify", "one before it", """{"code":"<frank-code>"}""", 422, Frank) with { Errors = Invalid };
    }

    private static IEnumerable<ContractRow> WithKeys()
    {
        yield return new ContractRow("POST " + Keys, "without a code", Keys, 422)
        {
            Headers = Frank,
            Body = """{"algorithm":"HS256","password":"four quiet herons at dawn"}""",
            Errors = "resource.api_key.missing_totp",
        };
        yield return new ContractRow("POST " + Keys, "wrong code", Keys, 422)
        {
            Headers = Frank,
            Body = """{"algorithm":"HS256","totp_code":"<frank-wrong>"}""",
            Errors = "resource.api_key.invalid_totp",
        };
        yield return new ContractRow("PUT /resource/users/password", "without a code", "/resource/users/password", 422)
        {
            Headers = Frank,
            Body = """
                {"old_password":"four quiet herons at dawn","new_password":"five loud geese at dusk",
                "confirm_password":"five loud geese at dusk"}
                """,
            Errors = "resource.password.missing_totp",
        };
    }

    private static ContractRow SignIn(string @case, string? code, int status)
    {
        var more = code is null ? "" : $",\"otp_code\":\"{code}\"";
        return new ContractRow("POST " + Sessions, @case, Sessions, status)
        {
            Body = $"{{\"email\":\"frank@contract.example\",\"password\":\"{ContractWorld.CarolsPassword}\"{more}}}",
        };
    }

    private static ContractRow Post(
        string act, string @case, string body, int status, IReadOnlyList<(string Name, string Value)> session) =>
        new($"POST {Otp}/{act}", @case, $"{Otp}/{act}", status) { Body = body, Headers = session };
}
