using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Web.Feeds;
using Exchange.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exchange.Bench;

/// <summary>
/// The exchange's Ranger feed on its own Kestrel, without an engine behind it: a process that publishes a step of
/// messages for each byte on its control port, as <c>node/fanout.mjs</c> does with npm ws.
/// </summary>
internal static class FeedServer
{
    /// <summary>A stream that needs no market.</summary>
    public const string Stream = RangerStreams.Tickers;

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var (perStep, bytes) = (options.Number("per-step", 8), options.Number("bytes", 200));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseExchangeLimits();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddFeeds();
        builder.Services.RemoveAll<IHostedService>();
        builder.Services.AddSingleton(Unused.Create<IEngine>());
        builder.Services.AddSingleton(Unused.Create<IEngineReadState>());
        builder.Services.AddSingleton(Unused.Create<IMarketCatalog>());
        await using var app = builder.Build();
        app.MapFeeds();
        await app.StartAsync();
        using var control = new TcpListener(IPAddress.Loopback, 0);
        control.Start();
        var port = new Uri(app.Urls.First()).Port;
        Console.WriteLine(JsonSerializer.Serialize(new { port, control = ((IPEndPoint)control.LocalEndpoint).Port }));
        _ = PublishAsync(control, app.Services.GetRequiredService<RangerClients>(), perStep, bytes);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task PublishAsync(TcpListener control, RangerClients clients, int perStep, int bytes)
    {
        var credits = new byte[1024];
        while (true)
        {
            using var connection = await control.AcceptTcpClientAsync();
            var sequence = 0;
            int count;
            while ((count = await connection.GetStream().ReadAsync(credits)) > 0)
            {
                for (var step = 0; step < count; step++)
                {
                    var messages = new ReadOnlyMemory<byte>[perStep];
                    for (var i = 0; i < perStep; i++) messages[i] = Message(++sequence, bytes);
                    clients.Post(Stream, messages);
                }
            }
        }
    }

    private static byte[] Message(int sequence, int bytes)
    {
        var (head, tail) = ("{\"bench.messages\":{\"pad\":\"", $"\",\"sequence\":{sequence:d10}}}}}");
        return Encoding.ASCII.GetBytes(head + new string('x', bytes - head.Length - tail.Length) + tail);
    }
}

/// <summary>Stands in for a service that is asked for and never called.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy is derived from it at run time.")]
internal class Unused : DispatchProxy
{
    public static T Create<T>() where T : class => Create<T, Unused>();

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        throw new NotSupportedException($"{targetMethod} is not part of this benchmark.");
}
