using System.Diagnostics;
using System.Globalization;
using System.Net;
using Npgsql;

namespace Exchange.Bench;

/// <summary>
/// The real program on a private PostgreSQL of its own, without demo content, to be killed and started again. PostgreSQL
/// outlives a kill, and the next start adopts it.
/// </summary>
internal sealed class KillableExchange : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(10);
    private readonly string _data = Directory.CreateTempSubdirectory("exchange-bench-").FullName;
    private readonly List<string> _output = [];
    private readonly int _port;
    private Process? _process;

    public KillableExchange(int port)
    {
        _port = port;
        // PostgreSQL runs as a user of its own when we are root, and must get through.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_data, (UnixFileMode)0b111_101_101);
    }

    /// <summary>For work on the database while the program does not run.</summary>
    public string ConnectionString => new LocalDatabase(_data).ConnectionString;

    /// <summary>What the last start printed.</summary>
    public string Output
    {
        get
        {
            lock (_output) return string.Join('\n', _output);
        }
    }

    /// <summary>Starts the program and gives the time until it takes orders.</summary>
    public async Task<TimeSpan> StartAsync()
    {
        var web = Checkout.PathOf("Exchange.Web");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(web, "bin/Release/net10.0/Exchange.Web.dll")])
        {
            WorkingDirectory = web,
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");
        start.Environment["Local__Directory"] = _data;
        start.Environment["Demo__Enabled"] = "false";
        lock (_output) _output.Clear();
        var started = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.BeginOutputReadLine();
        await WaitUntilReadyAsync();
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Ends the program as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _process?.Dispose();
        NpgsqlConnection.ClearAllPools();
        await StopPostgresAsync();
        Directory.Delete(_data, recursive: true);
    }

    private async Task StopPostgresAsync()
    {
        var file = Path.Combine(_data, "postgres", "data", "postmaster.pid");
        if (!File.Exists(file)) return;
        var server = int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
        using (var stop = Process.Start("kill", ["-INT", string.Create(CultureInfo.InvariantCulture, $"{server}")]))
            await stop.WaitForExitAsync();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (Directory.Exists($"/proc/{server}") && await timer.WaitForNextTickAsync())
        {
        }
    }

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient();
        client.BaseAddress = new Uri($"http://127.0.0.1:{_port}");
        using var limit = new CancellationTokenSource(StartLimit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await timer.WaitForNextTickAsync(limit.Token))
        {
            if (_process!.HasExited)
                throw new InvalidOperationException($"The exchange ended with {_process.ExitCode}:\n{Output}");
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), limit.Token);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output) _output.Add(line);
    }
}
