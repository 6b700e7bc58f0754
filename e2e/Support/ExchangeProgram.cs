using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Exchange.E2E.Support;

/// <summary>
/// The real program as an operator starts it: its own process, its own data directory, its own private PostgreSQL, demo
/// content without bots, so that nothing moves but what a test moves.
/// </summary>
public sealed class ExchangeProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(180);
    private const int FirstPort = 20_000;
    private const int PortCount = 10_000;
    private static int _tried;
    private readonly Dictionary<string, string> _settings;
    private readonly List<string> _output = [];
    private Process? _process;

    public ExchangeProgram(params (string Key, string Value)[] settings)
    {
        Data = Directory.CreateTempSubdirectory("exchange-e2e-").FullName;
        // PostgreSQL runs as a user of its own when we are root, and must get through.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Data, (UnixFileMode)0b111_101_101);
        Port = FreePort();
        _settings = settings.ToDictionary(s => s.Key, s => s.Value);
    }

    public string Data { get; }

    public int Port { get; }

    public string Url => $"http://localhost:{Port}";

    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_output) return [.. _output];
        }
    }

    /// <summary>Starts the program and waits until it says that it is ready.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [ProgramFile, "--urls", Url])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(ProgramFile)!,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Local__Directory"] = Data;
        start.Environment["Demo__Bots"] = "false";
        start.Environment["RateLimits__Enabled"] = "false";
        foreach (var (key, value) in _settings) start.Environment[key] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilReadyAsync();
    }

    /// <summary>Ends the program as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends the program as Ctrl-C does, and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await StopAsync();
        _process?.Dispose();
        await File.WriteAllLinesAsync($"{Evidence.NewName("program", $"port-{Port}")}.log", Output);
        Directory.Delete(Data, recursive: true);
    }

    private static string ProgramFile
    {
        get
        {
            var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
            return Path.Combine(Evidence.Root, "Exchange.Web", "bin", configuration, "net10.0", "Exchange.Web.dll");
        }
    }

    /// <summary>It has printed its addresses, which it does after it answers.</summary>
    private bool HasGreeted => Output.Any(line => line.Contains("Stop with Ctrl-C", StringComparison.Ordinal));

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri(Url) };
        using var limit = new CancellationTokenSource(StartLimit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(limit.Token))
        {
            if (_process!.HasExited)
                throw new InvalidOperationException($"The program ended with {_process.ExitCode}:\n{string.Join('\n', Output)}");
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), limit.Token);
                if (answer.StatusCode == HttpStatusCode.OK && HasGreeted) return;
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

    /// <summary>Below the range from which outgoing connections take theirs, so that nobody takes it before the program
    /// does, nor between a kill and the next start.</summary>
    internal static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (Environment.ProcessId + Interlocked.Increment(ref _tried)) % PortCount;
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's; the next one.
            }
        }
    }
}
