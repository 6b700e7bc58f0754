using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Exchange.Tests.Notifications;

/// <summary>What another system was sent.</summary>
internal sealed record Received(string Path, string Body, string? Authorization);

/// <summary>Another system on a real port, which keeps what it is sent and answers as it is told.</summary>
internal sealed class OtherSystem(WebApplication app) : IAsyncDisposable
{
    public int Status { get; set; } = 200;

    public List<Received> Requests { get; } = [];

    public string Url => app.Urls.First();

    public static async Task<OtherSystem> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var system = new OtherSystem(app);
        app.MapPost("/{**path}", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            system.Requests.Add(new Received(request.Path, await reader.ReadToEndAsync(), request.Headers.Authorization));
            return Results.StatusCode(system.Status);
        });
        await app.StartAsync();
        return system;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
