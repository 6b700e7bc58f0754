namespace Exchange.Web.Api;

/// <summary>The reference of the Barong API.</summary>
internal static class BarongDocs
{
    public static IReadOnlyList<ApiDoc> All => [.. Service(), .. Identity(), .. Resource(), .. VerificationDocs.All, .. Later()];

    private static IEnumerable<ApiDoc> Service()
    {
        foreach (var part in new[] { "/identity", "/public" })
        {
            yield return new("GET", part + "/ping", "Whether the program runs");
            yield return new("GET", part + "/time", "The server's time");
            yield return new("GET", part + "/version", "What is running");
            yield return new("GET", part + "/configs", "What a sign-up form must know");
            yield return new("POST", part + "/password/validate", "How strong a password is")
            {
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
        yield return new("POST", "/identity/sessions", "Signs in") { Parameters = credentials };
        yield return new("DELETE", "/identity/sessions", "Signs out");
        yield return new("POST", "/identity/users", "Signs up; a mail brings the link that confirms the address")
        {
            Parameters = credentials, Status = 201,
        };
        yield return new("POST", "/identity/users/email/generate_code", "Sends another link to confirm an address")
        {
            Parameters = ApiParameter.ParseAll("email!: str - the member's address"), Status = 201,
        };
        yield return new("POST", "/identity/users/email/confirm_code", "Confirms an address and signs in")
        {
            Parameters = ApiParameter.ParseAll("token!: str - the token of the link"), Status = 201,
        };
    }

    private static IEnumerable<ApiDoc> Resource()
    {
        yield return new("GET", "/resource/users/me", "Who you are");
        yield return new("PUT", "/resource/users/me", "Changes what your clients keep with you")
        {
            Parameters = ApiParameter.ParseAll("data!: str - JSON of your own"),
        };
        yield return new("PUT", "/resource/users/password", "Changes your password")
        {
            Parameters = ApiParameter.ParseAll("""
                old_password!: str - the password until now
                new_password!: str - the new one
                confirm_password!: str - the new one again
                """),
        };
        yield return new("GET", "/resource/users/activity/{topic}", "What happened to your account") { IsPaged = true };
        yield return new("GET", "/resource/api_keys", "Your API keys") { IsPaged = true };
        yield return new("POST", "/resource/api_keys", "Makes an API key; its secret is shown once") { Status = 201 };
        yield return new("PATCH", "/resource/api_keys/{kid}", "Changes an API key");
        yield return new("DELETE", "/resource/api_keys/{kid}", "Deletes an API key") { Status = 204 };
    }

    private static IEnumerable<ApiDoc> Later() => BarongApiRoutes.LaterForAnyone.Concat(BarongApiRoutes.LaterForMembers)
        .Select(route => new ApiDoc(route.Method, route.Pattern, "") { Status = 501 });
}
