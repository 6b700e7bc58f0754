using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>All routes of the Barong REST API, in one table.</summary>
internal static class BarongApiRoutes
{
    /// <summary>Where the API begins.</summary>
    public const string Prefix = "/api/v2/barong";

    internal static readonly (string Method, string Pattern)[] LaterForAnyone =
    [
        ("POST", "/identity/sessions/auth0"),
        ("POST", "/identity/users/access"),
        ("GET", "/identity/users/register_geetest"),
        ("GET", "/public/configs/auth0"),
    ];

    internal static readonly (string Method, string Pattern)[] LaterForMembers =
    [
        ("POST", "/resource/data_storage"),
        ("GET", "/resource/service_accounts"),
        ("GET", "/resource/service_accounts/api_keys"),
        ("POST", "/resource/service_accounts/api_keys"),
        ("PUT", "/resource/service_accounts/api_keys/{kid}"),
        ("DELETE", "/resource/service_accounts/api_keys/{kid}"),
    ];

    /// <summary>Fills the table.</summary>
    public static void Map(RouteTable table)
    {
        var service = table.Create<IdentityServiceEndpoints>();
        foreach (var part in (ReadOnlySpan<string>)["/identity", "/public"])
        {
            table.Anyone("GET", part + "/ping", IdentityServiceEndpoints.PingAsync);
            table.Anyone("GET", part + "/time", service.TimeAsync);
            table.Anyone("GET", part + "/version", ServiceEndpoints.VersionAsync);
            table.Anyone("GET", part + "/configs", service.ConfigsAsync);
            table.Anyone("POST", part + "/password/validate", IdentityServiceEndpoints.ValidatePasswordAsync);
        }

        var sessions = table.Create<SessionEndpoints>();
        table.Anyone("POST", "/identity/sessions", sessions.OpenAsync);
        table.Anyone("DELETE", "/identity/sessions", sessions.CloseAsync);
        table.Anyone("POST", "/identity/users", table.Create<SignUpEndpoint>().HandleAsync);
        var emails = table.Create<EmailConfirmationEndpoints>();
        table.Anyone("POST", "/identity/users/email/generate_code", emails.GenerateAsync);
        table.Anyone("POST", "/identity/users/email/confirm_code", emails.ConfirmAsync);
        var passwords = table.Create<PasswordResetEndpoints>();
        table.Anyone("POST", "/identity/users/password/generate_code", passwords.GenerateAsync);
        table.Anyone("POST", "/identity/users/password/confirm_code", passwords.ConfirmAsync);
        table.Anyone("GET", "/identity/captcha", table.Create<CaptchaEndpoint>().ShowAsync);
        table.Anyone("POST", "/public/kyc", table.Create<KycEndpoint>().HandleAsync);
        MapResource(table);
        AdminRoutes.Map(table);
        OpenApiEndpoints.Map(table, Prefix);
        foreach (var (method, pattern) in LaterForAnyone) table.Anyone(method, pattern, ApiError.NotImplemented.WriteAsync);
        foreach (var (method, pattern) in LaterForMembers) MapForMembers(table, method, pattern, LaterAsync);
    }

    private static void MapResource(RouteTable table)
    {
        var users = table.Create<UserEndpoints>();
        MapForMembers(table, "GET", "/resource/users/me", users.ShowAsync);
        MapForMembers(table, "PUT", "/resource/users/me", users.UpdateAsync);
        MapForMembers(table, "DELETE", "/resource/users/me", table.Create<CloseEndpoint>().HandleAsync);
        MapForMembers(table, "PUT", "/resource/users/password", table.Create<PasswordEndpoint>().HandleAsync);
        MapForMembers(table, "GET", "/resource/users/activity/{topic}", table.Create<ActivityEndpoint>().ListAsync);
        var labels = table.Create<LabelEndpoints>();
        MapForMembers(table, "GET", "/resource/labels", labels.ListAsync);
        MapForMembers(table, "POST", "/resource/labels", labels.CreateAsync);
        MapForMembers(table, "GET", "/resource/labels/{key}", labels.ShowAsync);
        MapForMembers(table, "PATCH", "/resource/labels/{key}", labels.UpdateAsync);
        MapForMembers(table, "DELETE", "/resource/labels/{key}", labels.DeleteAsync);
        var phones = table.Create<PhoneEndpoints>();
        MapForMembers(table, "GET", "/resource/phones", phones.ListAsync);
        MapForMembers(table, "POST", "/resource/phones", phones.CreateAsync);
        MapForMembers(table, "POST", "/resource/phones/send_code", phones.SendCodeAsync);
        MapForMembers(table, "POST", "/resource/phones/verify", phones.VerifyAsync);
        var profiles = table.Create<ProfileEndpoints>();
        MapForMembers(table, "GET", "/resource/profiles/me", profiles.ListAsync);
        MapForMembers(table, "POST", "/resource/profiles", profiles.CreateAsync);
        MapForMembers(table, "PUT", "/resource/profiles", profiles.UpdateAsync);
        var documents = table.Create<DocumentEndpoints>();
        MapForMembers(table, "GET", "/resource/documents", documents.ListAsync);
        MapForMembers(table, "POST", "/resource/documents", documents.CreateAsync);
        MapForMembers(table, "POST", "/resource/addresses", documents.CreateAddressAsync);
        var otp = table.Create<OtpEndpoints>();
        MapForMembers(table, "POST", "/resource/otp/generate_qrcode", otp.GenerateAsync);
        MapForMembers(table, "POST", "/resource/otp/enable", otp.EnableAsync);
        MapForMembers(table, "POST", "/resource/otp/disable", otp.DisableAsync);
        MapForMembers(table, "POST", "/resource/otp/verify", otp.VerifyAsync);
        var keys = table.Create<ApiKeyEndpoints>();
        MapForMembers(table, "GET", "/resource/api_keys", keys.ListAsync);
        MapForMembers(table, "POST", "/resource/api_keys", keys.CreateAsync);
        MapForMembers(table, "PATCH", "/resource/api_keys/{kid}", keys.UpdateAsync);
        MapForMembers(table, "DELETE", "/resource/api_keys/{kid}", keys.DeleteAsync);
    }

    /// <summary>A key may look at the account, and never change it: one that could make keys would outlive itself.</summary>
    internal static void MapForMembers(
        RouteTable table, string method, string pattern, Func<HttpContext, MemberId, Task> handle, ApiKeyScopes? scope = null) =>
        table.Members(
            method, pattern, RequestKind.Read, handle, scope ?? (method == "GET" ? ApiKeyScopes.Read : ApiKeyScopes.None));

    private static Task LaterAsync(HttpContext http, MemberId member) => ApiError.NotImplemented.WriteAsync(http);
}
