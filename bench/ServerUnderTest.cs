using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Exchange.Bench;

/// <summary>The exchange as a process of its own, Release build, with a fresh private PostgreSQL and no bots.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private const string HighestLimit = "1000000";
    private readonly Process _process;

    private ServerUnderTest(Process process, string data, int port) => (_process, Data, Port) = (process, data, port);

    public string Data { get; }

    public int Port { get; }

    public int ProcessId => _process.Id;

    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <param name="port">Where it listens.</param>
    /// <param name="limits">It counts every request against limits that nobody reaches, and tells their state in headers.</param>
    public static async Task<ServerUnderTest> StartAsync(int port, bool limits = false)
    {
        var data = Directory.CreateTempSubdirectory("exchange-bench-").FullName;
        // PostgreSQL runs as a user of its own when we are root, and must get through.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(data, (UnixFileMode)0b111_101_101);
        var web = Checkout.PathOf("Exchange.Web");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(web, "bin/Release/net10.0/Exchange.Web.dll")])
        {
            WorkingDirectory = web,
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Local__Directory"] = data;
        start.Environment["Demo__Bots"] = "false";
        start.Environment["RateLimits__Enabled"] = limits ? "true" : "false";
        foreach (var kind in new[] { "Orders", "Cancels", "Reads", "Public" })
            foreach (var number in new[] { "PerSecond", "Burst" })
                start.Environment[$"RateLimits__{kind}__{number}"] = HighestLimit;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var server = new ServerUnderTest(process, data, port);
        await server.WaitUntilReadyAsync();
        return server;
    }

    /// <summary>API keys of the demo's traders, made for this data folder, by name.</summary>
    public IReadOnlyList<ApiCredentials> ApiKeys()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "demo-credentials")));
        return
        [
            .. json.RootElement.EnumerateArray().OrderBy(c => c.GetProperty("Email").GetString(), StringComparer.Ordinal)
                .Select(c => (c.GetProperty("ApiKey").GetString(), c.GetProperty("ApiSecret").GetString()))
                .Where(c => c.Item1 is not null)
                .Select(c => new ApiCredentials(c.Item1!, c.Item2!)),
        ];
    }

    /// <summary>Seconds of processor time that the exchange has used, and its PostgreSQL.</summary>
    public (double Exchange, double Postgres) ProcessorSeconds()
    {
        var file = Directory.EnumerateFiles(Path.Combine(Data, "postgres"), "postmaster.pid", SearchOption.AllDirectories).First();
        var postmaster = int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
        return (ProcessorTime.Of(_process.Id), ProcessorTime.OfChildren(postmaster));
    }

    /// <summary>A value of the metrics page; a metric with labels is summed.</summary>
    public async Task<double> MetricAsync(string name)
    {
        using var client = new HttpClient { BaseAddress = Url };
        var text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is (' ' or '{'))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        using (var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await stop.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Url };
        using var limit = new CancellationTokenSource(StartLimit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(limit.Token))
        {
            if (_process.HasExited) throw new InvalidOperationException($"The server ended with {_process.ExitCode}.");
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), limit.Token);
                if (answer.StatusCode == HttpStatusCode.OK && ApiKeys().Count > 1) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            catch (IOException)
            {
                // The credentials are not written yet.
            }
        }
    }
}
