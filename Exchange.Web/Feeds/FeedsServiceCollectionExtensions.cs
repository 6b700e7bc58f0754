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

    /// <summary>Adds the market hub, the member feed and Ranger.</summary>
    public static IServiceCollection AddFeeds(this IServiceCollection services)
    {
        services.AddSignalR().AddHubOptions<MarketHub>(options =>
            options.MaximumReceiveMessageSize = FeedLimits.MaxMessageBytes);
        services.AddSingleton<MarketConnections>();
        services.AddSingleton<HubLifetimeManager<MarketHub>>(p => p.GetRequiredService<MarketConnections>());
        services.AddSingleton<FeedMarkets>();
        services.AddSingleton<MarketSnapshots>();
        services.AddSingleton<MemberFeed>();
        services.AddSingleton<RangerClients>();
        services.AddSingleton<RangerSession>();
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
            context => context.Request.Path.StartsWithSegments(MarketHub.Path)
                || context.Request.Path.StartsWithSegments(Ranger),
            feeds => feeds.Use(next => context => FeedOrigins.CheckAsync(context, next)));
        app.MapHub<MarketHub>(MarketHub.Path);
        app.MapGet(RangerPublic, (HttpContext context, RangerSession ranger) => AcceptAsync(context, ranger, null));
        app.MapGet(RangerPrivate, (HttpContext context, RangerSession ranger) => MemberOf(context) is { } member
            ? AcceptAsync(context, ranger, member)
            : RefuseAsync(context, StatusCodes.Status401Unauthorized));
        return app;
    }

    private static async Task AcceptAsync(HttpContext context, RangerSession ranger, MemberId? member)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        var streams = context.Request.Query["stream"].SelectMany(s => (s ?? "").Split(',')).ToList();
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = FeedLimits.RangerPingInterval,
            KeepAliveTimeout = FeedLimits.RangerPongTimeout,
        });
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await ranger.RunAsync(socket, FrameUpgrade.StreamOf(context), member, streams, ended.Token);
    }

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
