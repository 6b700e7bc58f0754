using System.Net.Sockets;
using System.Text;
using Exchange.Core.Compliance;
using Exchange.Tests.Support;
using Exchange.Web.Api;
using Exchange.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Exchange.Tests.Compliance;

/// <summary>What the provider's door answers, by HTTP.</summary>
[Trait("Category", "Integration")]
public sealed class KycEndpointTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_message_is_taken_once_and_whatever_else_comes_is_refused_without_effect()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database);
        await using var door = await StartAsync(world);
        var member = await world.SentAsync("door");
        var (review, _) = await world.ReviewAsync(member);
        var good = FakeProvider.Verdict($"app-review-{review.Id}-1", "approved", world.Time.GetUtcNow());
        Assert.Equal(404, await PostAsync(door, world, good));
        await world.SendAsync();
        Assert.Equal(401, await PostAsync(door, world, good, without: StandardWebhook.SignatureHeader));
        Assert.Equal(401, await PostAsync(door, world, good, twice: StandardWebhook.SignatureHeader));
        Assert.Equal(401, await PostAsync(door, world, good, sent: good + " "));
        Assert.Equal(400, await PostAsync(door, world, good[..^1]));
        Assert.Equal(413, await PostAsync(door, world, good + new string(' ', ReceiveVerdict.MaxBytes)));
        Assert.Equal(413, await PostAsync(door, world, good + new string(' ', ReceiveVerdict.MaxBytes), isChunked: true));
        Assert.Equal(204, await PostAsync(door, world, good + new string(' ', ReceiveVerdict.MaxBytes - good.Length)));
        Assert.Equal(204, await PostAsync(door, world, good));
    }

    [Fact]
    public async Task A_body_that_ends_too_early_is_refused_and_one_who_knocks_too_often_waits()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await provider.WorldAsync(database);
        await using var door = await StartAsync(world, new RateLimits { Public = new RateLimit { PerSecond = 1, Burst = 2 } });
        var url = new Uri(door.Urls.First());
        using (var socket = new TcpClient(url.Host, url.Port))
        {
            var stream = socket.GetStream();
            await stream.WriteAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"type\""u8.ToArray());
            socket.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream);
            // Who has left is not answered any more; who still listens is told that the body is no message.
            Assert.DoesNotContain("204", await reader.ReadToEndAsync());
        }

        await using var db = world.Context();
        Assert.Empty(await db.Set<ProviderMessage>().ToListAsync());
        Assert.Equal(401, await PostAsync(door, world, "{}", without: StandardWebhook.IdHeader));
        Assert.Equal(429, await PostAsync(door, world, "{}"));
    }

    private static async Task<WebApplication> StartAsync(ComplianceWorld world, RateLimits? limits = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseExchangeLimits();
        var app = builder.Build();
        var limiter = new RequestLimiter(Options.Create(limits ?? new RateLimits { Enabled = false }), world.Time);
        var pipeline = new ApiPipeline(limiter, new IdempotentRequests(new IdempotencyStore(world.Time)), NullLogger<ApiPipeline>.Instance);
        var endpoint = new KycEndpoint(world.Get<ReceiveVerdict>(), NullLogger<KycEndpoint>.Instance);
        app.Run(pipeline.ForAnyone(endpoint.HandleAsync));
        await app.StartAsync();
        return app;
    }

    private static async Task<int> PostAsync(
        WebApplication door, ComplianceWorld world, string signed, string? sent = null, string? without = null, string? twice = null,
        bool isChunked = false)
    {
        var (headers, _) = FakeProvider.Sign(signed, world.Time.GetUtcNow());
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, door.Urls.First());
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(sent ?? signed));
        if (isChunked) request.Headers.TransferEncodingChunked = true;
        foreach (var (name, value) in new[]
        {
            (StandardWebhook.IdHeader, headers.Id), (StandardWebhook.TimestampHeader, headers.Timestamp),
            (StandardWebhook.SignatureHeader, headers.Signature),
        })
        {
            if (name != without) request.Headers.Add(name, value);
            if (name == twice) request.Headers.Add(name, "v1,AAAA");
        }

        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
