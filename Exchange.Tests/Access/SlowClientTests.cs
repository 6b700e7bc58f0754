using System.Net.Sockets;
using System.Text;
using Exchange.Web.Hosting;

namespace Exchange.Tests.Access;

/// <summary>Many clients that begin a request and never finish it.</summary>
[Trait("Category", "Integration")]
public sealed class SlowClientTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const int Clients = 1000;
    private static readonly string[] Endings = ["", "HTTP/1.1 400", "HTTP/1.1 408"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    [Trait("BadInput", "B058, B080")]
    public async Task Who_does_not_finish_is_closed_and_the_others_are_answered_meanwhile()
    {
        var started = TimeProvider.System.GetTimestamp();
        var slow = Enumerable.Range(0, Clients).Select(i => EndOfAsync(i % 2 == 0)).ToList();
        for (var left = slow; left.Count > 0; left = left.FindAll(client => !client.IsCompleted))
        {
            var asked = TimeProvider.System.GetTimestamp();
            Assert.Equal(200, (await world.SendAsync("GET", "/api/v2/peatio/public/timestamp", null)).Status);
            // Who waited for the slow ones would wait this long.
            Assert.True(TimeProvider.System.GetElapsedTime(asked) < KestrelSetup.RequestHeadersTimeout);
            await Task.WhenAny(left);
        }

        var answers = await Task.WhenAll(slow);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience);
        Assert.All(answers, answer => Assert.Contains(answer, Endings));
    }

    /// <summary>Sends half of its headers, or headers that promise more body than comes, and reads to the end.</summary>
    private async Task<string> EndOfAsync(bool isHeader)
    {
        var request = "POST /api/v2/barong/identity/password/validate HTTP/1.1\r\nHost: a\r\n"
            + (isHeader ? "X-Slow: " : "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
        using var client = new TcpClient();
        await client.ConnectAsync(world.Address.Host, world.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var limit = new CancellationTokenSource(Patience);
        using var reader = new StreamReader(client.GetStream());
        try
        {
            var answer = await reader.ReadToEndAsync(limit.Token);
            return answer[..Math.Min(12, answer.Length)];
        }
        catch (IOException)
        {
            return "";
        }
    }
}
