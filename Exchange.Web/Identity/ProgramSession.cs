using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Identity;

/// <summary>Signs a program in and out over the API: the session in the table and the key in Barong's cookie, together.</summary>
internal sealed class ProgramSession(Sessions sessions)
{
    /// <summary>Opens a session in place of the one that the request brought, and gives its CSRF token.</summary>
    public async Task<string> StartAsync(HttpContext context, MemberId member, bool hasSecondFactor = false)
    {
        var origin = BrowserSession.OriginOf(context);
        if (SessionCookie.ReadApi(context) is { } old) await sessions.CloseAsync(old, origin, context.RequestAborted);
        var opened = await sessions.OpenAsync(member, origin, isBound: true, hasSecondFactor, context.RequestAborted);
        SessionCookie.WriteApi(context, opened.Key);
        return opened.CsrfToken;
    }

    /// <summary>Ends the session that the request brought; false when there is none.</summary>
    public async Task<bool> EndAsync(HttpContext context)
    {
        if (SessionCookie.ReadApi(context) is not { } key) return false;
        SessionCookie.ClearApi(context);
        return await sessions.CloseAsync(key, BrowserSession.OriginOf(context), context.RequestAborted);
    }
}
