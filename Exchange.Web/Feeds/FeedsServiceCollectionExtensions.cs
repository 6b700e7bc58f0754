using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Microsoft.AspNetCore.SignalR;

namespace Exchange.Web.Feeds;

/// <summary>Registers and maps the live feeds.</summary>
internal static class FeedsServiceCollectionExtensions
{
    private const string Ranger = "/api/v2/ranger";
    private const string RangerPublic = Ranger + "/public";
    private const string RangerPrivate = Ranger + "/private";
    private const string Circuits = "/_blazor";
    private const string CancelOnDisconnectParameter = "cancel_on_disconnect";
    private static readonly PathString[] Sockets = [MarketHub.Path, Ranger, Circuits];

    /// <summary>Adds the market hub, the member feed and Ranger.</summary>
    public static IServiceCollection AddFeeds(this IServiceCollection services)
    {
        services.AddSignalR().AddHubOptions<MarketHub>(options =>
            options.MaximumReceiveMessageSize = FeedLimits.MaxMessageBytes);
        services.AddSingleton<CircuitConnections>();
        services.AddSingleton<MarketConnections>();
        services.AddSingleton<HubLifetimeManager<MarketHub>>(p => p.GetRequiredService<MarketConnections>());
        services.AddSingleton<FeedMarkets>();
        services.AddSingleton<MarketSnapshots>();
        services.AddSingleton<MemberFeed>();
        services.AddSingleton<RangerClients>();
        services.AddSingleton<RangerSubscriptions>();
        services.AddSingleton<RangerSession>();
        services.AddSingleton<CancelOnDisconnect>();
        services.AddHostedService<FeedFollower>();
        services.AddHostedService<FeedPublisher>();
        return services;
    }

    /// <summary>Maps the feeds' addresses. Call it after the middleware of authentication.</summary>
    public static WebApplication MapFeeds(this WebApplication app)
    {
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Ranger),
            ranger => ranger.Use(next => context => FrameUpgrade.PrepareAsync(context, next)));
        app.UseWebSockets();
        app.UseWhen(
            context => Sockets.Any(path => context.Request.Path.StartsWithSegments(path)),
            feeds => feeds.Use(next => context => FeedOrigins.CheckAsync(context, next)));
        var circuits = app.Services.GetRequiredService<CircuitConnections>();
        app.UseWhen(IsCircuit, pages => pages.Use(next => context => circuits.AdmitAsync(context, next)));
        app.MapHub<MarketHub>(MarketHub.Path);
        app.MapGet(RangerPublic, (HttpContext context, RangerSession ranger) => AcceptAsync(context, ranger, null));
        app.MapGet(RangerPrivate, (HttpContext context, RangerSession ranger, CancelOnDisconnect cancel) =>
            MemberOf(context) is { } member
                ? AcceptPrivateAsync(context, ranger, cancel, member)
                : RefuseAsync(context, StatusCodes.Status401Unauthorized));
        return app;
    }

    /// <summary>A page's connection, by socket or by long requests; what is posted belongs to one that is counted.</summary>
    private static bool IsCircuit(HttpContext context) =>
        context.Request.Path.Equals(Circuits, StringComparison.OrdinalIgnoreCase) && !HttpMethods.IsPost(context.Request.Method);

    /// <summary>A member's socket. With cancel-on-disconnect its end cancels the member's orders, so a key needs the scope
    /// for that.</summary>
    private static async Task AcceptPrivateAsync(
        HttpContext context, RangerSession ranger, CancelOnDisconnect cancel, MemberId member)
    {
        var asked = context.Request.Query[CancelOnDisconnectParameter].ToString();
        if (asked is "" or "false")
        {
            await AcceptAsync(context, ranger, member);
            return;
        }

        var refusal = asked != "true" || !context.WebSockets.IsWebSocketRequest ? StatusCodes.Status400BadRequest
            : !MayTrade(context) ? StatusCodes.Status401Unauthorized
            : await cancel.OpenAsync(member) ? (int?)null
            : StatusCodes.Status503ServiceUnavailable;
        if (refusal is { } status)
        {
            await RefuseAsync(context, status);
            return;
        }

        var closed = false;
        try
        {
            await AcceptAsync(context, ranger, member, CloseOnceAsync);
        }
        finally
        {
            await CloseOnceAsync();
        }

        Task CloseOnceAsync()
        {
            if (closed) return Task.CompletedTask;
            closed = true;
            return cancel.CloseAsync(member);
        }
    }

    private static bool MayTrade(HttpContext context) =>
        context.User.Identity?.AuthenticationType != ApiKeyVerifier.Scheme
        || context.User.HasClaim(MemberClaims.Scope, MemberClaims.TradeScope);

    private static async Task AcceptAsync(
        HttpContext context, RangerSession ranger, MemberId? member, Func<Task>? whenGone = null)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        var streams = context.Request.Query["stream"].SelectMany(s => (s ?? "").Split(',')).ToList();
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = whenGone is null ? FeedLimits.RangerPingInterval : FeedLimits.CancelOnDisconnectPing,
            KeepAliveTimeout = whenGone is null ? FeedLimits.RangerPongTimeout : FeedLimits.CancelOnDisconnectPing,
        });
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await ranger.RunAsync(socket, FrameUpgrade.StreamOf(context), member, streams, whenGone ?? NothingAsync, ended.Token);
    }

    private static Task NothingAsync() => Task.CompletedTask;

    private static Task RefuseAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static MemberId? MemberOf(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true }
        && long.TryParse(
            context.User.FindFirst(MemberClaims.MemberId)?.Value, NumberStyles.None, CultureInfo.InvariantCulture,
            out var id) && id > 0
            ? new MemberId(id)
            : null;
}
