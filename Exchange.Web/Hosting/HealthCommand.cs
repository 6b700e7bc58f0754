using System.Globalization;

namespace Exchange.Web.Hosting;

/// <summary>
/// <c>Exchange.Web health</c>: asks the exchange in the same container whether it is ready, for images that hold no
/// curl. Exit code 0 or 1.
/// </summary>
internal static class HealthCommand
{
    public const string Name = "health";
    private const int DefaultPort = 8080;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync()
    {
        var ports = Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS");
        var first = ports?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        var port = int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var set)
            ? set : DefaultPort;
        using var client = new HttpClient { Timeout = Timeout };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }
}
