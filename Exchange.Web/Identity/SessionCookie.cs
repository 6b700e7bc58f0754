namespace Exchange.Web.Identity;

/// <summary>The cookie that carries a session's key. The key means nothing by itself; the table knows only its
/// hash.</summary>
internal static class SessionCookie
{
    /// <summary>Over https the prefix makes browsers refuse the cookie from anywhere but this host, whole site,
    /// encrypted.</summary>
    private const string SecureName = "__Host-exchange-session";

    private const string PlainName = "exchange-session";

    /// <summary>Barong's name, for programs. Only the API takes it, so nobody can plant a session under the pages with it.</summary>
    public const string ApiName = "_barong_session";

    private const string ApiPath = "/api";

    /// <summary>The key that a request brings, or null.</summary>
    public static string? Read(HttpContext context) => ReadApi(context) ?? context.Request.Cookies[NameFor(context)];

    /// <summary>The key of a program's session that a request to the API brings, or null.</summary>
    public static string? ReadApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments(ApiPath) ? context.Request.Cookies[ApiName] : null;

    /// <summary>Whether a request brings the cookie of a page, alone.</summary>
    public static bool IsOfPage(HttpContext context) =>
        ReadApi(context) is null && context.Request.Cookies[NameFor(context)] is not null;

    /// <summary>Gives a program a key.</summary>
    public static void WriteApi(HttpContext context, string key) =>
        context.Response.Cookies.Append(ApiName, key, OptionsFor(context, ApiPath));

    /// <summary>Takes a program's key back.</summary>
    public static void ClearApi(HttpContext context) =>
        context.Response.Cookies.Delete(ApiName, OptionsFor(context, ApiPath));

    /// <summary>Gives the browser a key. It lives until the browser closes; the table ends it earlier.</summary>
    public static void Write(HttpContext context, string key) =>
        context.Response.Cookies.Append(NameFor(context), key, OptionsFor(context));

    /// <summary>Takes the key back.</summary>
    public static void Clear(HttpContext context) =>
        context.Response.Cookies.Delete(NameFor(context), OptionsFor(context));

    private static string NameFor(HttpContext context) => context.Request.IsHttps ? SecureName : PlainName;

    private static CookieOptions OptionsFor(HttpContext context, string path = "/") => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = path,
        IsEssential = true,
    };
}
