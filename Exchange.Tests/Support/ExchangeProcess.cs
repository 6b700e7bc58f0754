using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Exchange.Tests.Support;

/// <summary>What <c>/health/ready</c> answers.</summary>
internal sealed record Health(int StatusCode, string Engine, long Sequence, long? ProjectorLag, string? Problem);

/// <summary>
/// The real program in a process of its own, on a database that a test gives it: demo content, no bots. A test can kill
/// it, stop it, start it again on the same data, and read what it printed.
/// </summary>
internal sealed partial class ExchangeProcess(string connectionString) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private readonly List<string> _output = [];
    private readonly ReservedPort _port = new();
    private Process? _process;

    /// <summary>Given to every start, by the names of environment variables.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    public string Data { get; } = Directory.CreateTempSubdirectory("exchange-process-").FullName;

    public Uri Url => new($"http://localhost:{_port.Number}");

    public string Output
    {
        get
        {
            lock (_output) return string.Join('\n', _output);
        }
    }

    /// <summary>The digest of the state that the last start logged when it had recovered.</summary>
    public string RecoveredDigest => RecoveredState().Matches(Output)[^1].Groups[1].Value;

    /// <summary>A program that takes orders.</summary>
    public static async Task<ExchangeProcess> StartedAsync(string connectionString)
    {
        var exchange = new ExchangeProcess(connectionString);
        await exchange.StartAsync();
        return exchange;
    }

    /// <summary>Starts the program and waits until it takes orders.</summary>
    public async Task StartAsync()
    {
        Launch();
        await WaitForHealthAsync(health => health.StatusCode == 200 && health.ProjectorLag == 0);
        await WaitForOutputAsync("Demo content is in");
    }

    /// <summary>Starts the program, which is expected to end by itself, and gives its exit code.</summary>
    public Task<int> RunToEndAsync(params (string Key, string Value)[] settings) => EndOfAsync(Launch(settings));

    /// <summary>Runs <c>Exchange.Web verify</c> and gives its exit code.</summary>
    public Task<int> VerifyAsync() => EndOfAsync(Launch([], "verify"));

    /// <summary>Ends the program as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts the program and ends it as a power cut would, soon after it has reached the database: while it
    /// recovers, or shortly before or after.</summary>
    /// <returns>False when it had recovered by then.</returns>
    public async Task<bool> KillWhileRecoveringAsync(TimeSpan afterDatabase)
    {
        Launch();
        await WaitForOutputAsync("The database is ready");
        using (var timer = new PeriodicTimer(afterDatabase)) await timer.WaitForNextTickAsync();
        await KillAsync();
        return !RecoveredState().IsMatch(Output);
    }

    /// <summary>Ends the program as Ctrl-C does, and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        return await EndOfAsync(_process);
    }

    public async Task<Health> HealthAsync()
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var root = json.RootElement;
        var lag = root.GetProperty("projectorLag");
        return new Health(
            (int)answer.StatusCode, root.GetProperty("engine").GetString()!, root.GetProperty("sequence").GetInt64(),
            lag.ValueKind == JsonValueKind.Null ? null : lag.GetInt64(), root.GetProperty("problem").GetString());
    }

    /// <summary>Waits until the program says that it is so.</summary>
    public async Task<Health> WaitForHealthAsync(Func<Health, bool> isSo)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        using var timer = new PeriodicTimer(PollInterval);
        while (await timer.WaitForNextTickAsync(limit.Token))
        {
            if (_process!.HasExited)
                throw new InvalidOperationException($"The program ended with {_process.ExitCode}:\n{Output}");
            try
            {
                var health = await HealthAsync();
                if (isSo(health)) return health;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        throw new TimeoutException(Output);
    }

    /// <summary>The token of the link in the newest mail to an address, as soon as that is in the development mailbox.</summary>
    public async Task<string> TokenInMailAsync(string email)
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var limit = new CancellationTokenSource(StartLimit);
        using var timer = new PeriodicTimer(PollInterval);
        var list = $"/dev/mailbox?to={Uri.EscapeDataString(email)}";
        while (await timer.WaitForNextTickAsync(limit.Token))
        {
            var page = await http.GetStringAsync(new Uri(list, UriKind.Relative), limit.Token);
            if (NewestMail().Match(page) is not { Success: true } mail) continue;
            var text = await http.GetStringAsync(new Uri($"/dev/mailbox?id={mail.Groups[1].Value}", UriKind.Relative), limit.Token);
            if (MailboxDoor.TokenIn(text) is { } token) return token;
        }

        throw new TimeoutException(Output);
    }

    /// <summary>A demo trader with the API key that the program wrote into its data folder.</summary>
    public TradingClient ClientFor(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "demo-credentials")));
        var credential = file.RootElement.EnumerateArray().Single(
            c => c.GetProperty("Email").GetString()!.StartsWith(name, StringComparison.Ordinal));
        return new TradingClient(
            Url, credential.GetProperty("ApiKey").GetString()!, credential.GetProperty("ApiSecret").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _process?.Dispose();
        _port.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private Process Launch((string Key, string Value)[]? settings = null, params string[] arguments)
    {
        var urls = arguments.Length == 0 ? new[] { "--urls", Url.ToString() } : arguments;
        var start = new ProcessStartInfo("dotnet", [ProgramFile, .. urls])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(ProgramFile)!,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ConnectionStrings__Exchange"] = connectionString;
        start.Environment["Local__Directory"] = Data;
        start.Environment["Demo__Bots"] = "false";
        start.Environment["RateLimits__Enabled"] = "false";
        start.Environment["Captcha__Type"] = "none";
        foreach (var (key, value) in Settings.Concat(settings ?? [])) start.Environment[key] = value;
        lock (_output) _output.Clear();
        _process?.Dispose();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return _process;
    }

    private static async Task<int> EndOfAsync(Process process)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    private async Task WaitForOutputAsync(string text)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        using var timer = new PeriodicTimer(PollInterval);
        while (!Output.Contains(text, StringComparison.Ordinal)) await timer.WaitForNextTickAsync(limit.Token);
    }

    private static string ProgramFile
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Exchange.sln"))) folder = folder.Parent!;
            var isRelease = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal);
            return Path.Combine(
                folder.FullName, "Exchange.Web", "bin", isRelease ? "Release" : "Debug", "net10.0", "Exchange.Web.dll");
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output) _output.Add(line);
    }

    [GeneratedRegex(@"/dev/mailbox\?id=([0-9]+)")]
    private static partial Regex NewestMail();

    [GeneratedRegex("recovered at sequence [0-9]+, digest ([0-9a-f]{16})")]
    private static partial Regex RecoveredState();
}
