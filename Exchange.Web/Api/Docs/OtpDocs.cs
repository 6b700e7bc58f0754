namespace Exchange.Web.Api;

/// <summary>The reference of the second factor.</summary>
internal static class OtpDocs
{
    private const string Code = "code!: str - the six digits that the authenticator shows";
    private const string Invalid = "422 resource.otp.invalid";

    public static IReadOnlyList<ApiDoc> All { get; } =
    [
        new("POST", "/resource/otp/generate_qrcode", "Makes a secret for an authenticator, as a picture and an address")
        {
            Status = 201,
            Answer = "{data:{barcode:str, url:str}}",
            Refusals = ["400 resource.otp.already_enabled"],
        },
        new("POST", "/resource/otp/enable", "Turns the second factor on and ends all other sessions")
        {
            Status = 201,
            Parameters = ApiParameter.ParseAll($"{Code}\npassword: str - not asked for within five minutes of a sign-in"),
            Refusals = ["400 resource.otp.already_enabled", Invalid, "403 resource.otp.password_required"],
        },
        new("POST", "/resource/otp/disable", "Turns it off; other sessions end and API keys rest")
        {
            Parameters = ApiParameter.ParseAll(Code),
            Refusals = ["400 resource.otp.not_enabled", Invalid],
        },
        new("POST", "/resource/otp/verify", "Checks a code and uses it up")
        {
            Status = 201,
            Parameters = ApiParameter.ParseAll(Code),
            Refusals = ["400 resource.otp.already_enabled", Invalid],
        },
    ];
}
