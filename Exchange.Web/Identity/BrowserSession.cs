using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Identity;

/// <summary>Signs a browser in and out: the session in the table and the key in the cookie, together.</summary>
internal sealed class BrowserSession(Sessions sessions)
{
    /// <summary>Where a request comes from, for the records.</summary>
    public static RequestOrigin OriginOf(HttpContext context) =>
        new(context.Connection.RemoteIpAddress?.ToString(), context.Request.Headers.UserAgent.ToString())
        {
            Language = Languages.Of(context.Request.Headers.AcceptLanguage.ToString()),
        };

    /// <summary>
    /// Always with a new key, and the old one dies: a key that someone planted before the sign-in is worth nothing
    /// after it.
    /// </summary>
    public async Task StartAsync(HttpContext context, MemberId member, bool hasSecondFactor = false)
    {
        await CloseAsync(context);
        var opened = await sessions.OpenAsync(member, OriginOf(context), isBound: false, hasSecondFactor, context.RequestAborted);
        SessionCookie.Write(context, opened.Key);
    }

    /// <summary>Ends the session that the browser brought, if any.</summary>
    public async Task EndAsync(HttpContext context)
    {
        await CloseAsync(context);
        SessionCookie.Clear(context);
    }

    /// <summary>
    /// Leaves a form for another page. 303 says that the next request is a GET; the framework itself would answer 302.
    /// </summary>
    public static void SeeOther(HttpContext context, NavigationManager navigation, string path)
    {
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode == StatusCodes.Status302Found)
                context.Response.StatusCode = StatusCodes.Status303SeeOther;
            return Task.CompletedTask;
        });
        navigation.NavigateTo(path);
    }

    private async Task CloseAsync(HttpContext context)
    {
        if (SessionCookie.Read(context) is { } key)
            await sessions.CloseAsync(key, OriginOf(context), context.RequestAborted);
    }
}
