using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Trading;
using Exchange.Web.Feeds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exchange.Tests.Feeds;

/// <summary>The feeds on a real port over a fake engine. The header X-Member signs a member in.</summary>
internal sealed class FeedsHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FeedsHost(WebApplication app) => _app = app;

    public FakeExchange Exchange { get; } = new();

    public Uri Address => new(_app.Urls.First().Replace("http:", "ws:", StringComparison.Ordinal));

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<FeedsHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        FeedsHost? host = null;
        builder.Services.AddMarketData();
        builder.Services.AddSingleton<IMarketHistory>(_ => host!.Exchange);
        builder.Services.AddSingleton<IEventStream>(_ => host!.Exchange.Stream);
        builder.Services.AddSingleton<IEngine>(_ => host!.Exchange);
        builder.Services.AddSingleton<IEngineReadState>(_ => host!.Exchange);
        builder.Services.AddSingleton<IMarketCatalog>(_ => host!.Exchange);
        builder.Services.AddSingleton<SetCancelTimer>();
        builder.Services.AddSingleton<CancelOrders>();
        builder.Services.AddFeeds();
        var app = builder.Build();
        host = new FeedsHost(app);
        app.Use((context, next) =>
        {
            if (context.Request.Headers["X-Member"].ToString() is { Length: > 0 } member)
                context.User = new ClaimsPrincipal(
                    new ClaimsIdentity([new Claim(MemberClaims.MemberId, member)], "test"));
            return next(context);
        });
        app.MapFeeds();
        await app.StartAsync();
        // From here on every commit is news to the feeds.
        host.Get<FeedMarkets>().SeedWhenRunning();
        return host;
    }

    public async Task<ClientWebSocket> ConnectAsync(string path, string? member = null, string? origin = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (member is not null) socket.Options.SetRequestHeader("X-Member", member);
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await socket.ConnectAsync(new Uri(Address, path), timeout.Token);
        }
        catch (WebSocketException)
        {
            // The test looks at the status.
        }

        return socket;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>Reads and writes text messages of a socket, with a limit on how long a message may take to come.</summary>
internal static class SocketText
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Task SendTextAsync(this WebSocket socket, string text) => socket.SendAsync(
        Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public static async Task<string> ReceiveTextAsync(this WebSocket socket)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), timeout.Token);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return Encoding.UTF8.GetString(text.ToArray());
    }

    public static async Task<JsonElement> ReceiveJsonAsync(this WebSocket socket) =>
        JsonSerializer.Deserialize<JsonElement>(await socket.ReceiveTextAsync());
}
