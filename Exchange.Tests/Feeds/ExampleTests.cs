using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Exchange.Tests.Support;
using Exchange.Tests.Tidy;

namespace Exchange.Tests.Feeds;

/// <summary>The examples of the documentation trade on the running program, each in its language.</summary>
[Trait("Category", "Integration")]
public sealed class ExampleTests(PostgresFixture database) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "examples");
    private ExchangeProcess _exchange = null!;

    public async Task InitializeAsync()
    {
        _exchange = await ExchangeProcess.StartedAsync(await database.CreateDatabaseAsync());
        using var bob = _exchange.ClientFor("bob");
        Assert.Equal(201, (await bob.LimitAsync("sell", "60000", "1")).Status);
    }

    public async Task DisposeAsync() => await _exchange.DisposeAsync();

    [NeedsFact("curl", "openssl")]
    public Task With_curl() => TradesAsync("bash", Path.Combine(Folder, "trade.sh"));

    [NeedsFact("python3")]
    public Task In_python() => TradesAsync("python3", Path.Combine(Folder, "trade.py"));

    [NeedsFact("node")]
    public Task In_javascript() => TradesAsync("node", Path.Combine(Folder, "trade.mjs"));

    [Fact]
    public Task In_csharp()
    {
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        return TradesAsync("dotnet", Path.Combine(Folder, "csharp", "bin", configuration, "net10.0", "Trade.dll"));
    }

    [NeedsFact("python3")]
    public async Task A_program_signs_up_and_trades_with_the_key_it_made()
    {
        var signUp = Path.Combine(Folder, "sign_up.py");
        var exports = await RunAsync("python3", [signUp, "new@mail.example", "four quiet herons at dawn"], []);
        var key = Regex.Match(exports, "^export EXCHANGE_URL=[^ ]+ EXCHANGE_KEY=([0-9a-f]+) EXCHANGE_SECRET=([0-9a-f]+)\n$");
        Assert.True(key.Success, exports);
        AssertTraded(await RunAsync("python3", [Path.Combine(Folder, "trade.py")], Keys(key.Groups[1].Value, key.Groups[2].Value)));
    }

    /// <summary>Runs an example as its page says, with the key of a member of the demonstration.</summary>
    private async Task TradesAsync(string program, string file)
    {
        using var credentials = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_exchange.Data, "demo-credentials")));
        var alice = credentials.RootElement.EnumerateArray().Single(c => c.GetProperty("Email").GetString() == "alice@demo.example");
        var keys = Keys(alice.GetProperty("ApiKey").GetString()!, alice.GetProperty("ApiSecret").GetString()!);
        AssertTraded(await RunAsync(program, [file], keys));
    }

    private static Dictionary<string, string> Keys(string key, string secret) =>
        new() { ["EXCHANGE_KEY"] = key, ["EXCHANGE_SECRET"] = secret };

    private async Task<string> RunAsync(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["EXCHANGE_URL"] = _exchange.Url.ToString().TrimEnd('/');
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{await output}{await errors}");
        return await output;
    }

    /// <summary>It signed in, placed, canceled, traded, and was told of the fill.</summary>
    private static void AssertTraded(string output)
    {
        Assert.Collection(
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches("^signed in: [0-9]+\\.[0-9]+ USDT$", line),
            line => Assert.Matches("^subscribed: .*order.*trade", line),
            line => Assert.Matches("^placed: order [0-9]+ is wait$", line),
            line => Assert.Matches("^canceled: order [0-9]+ is cancel$", line),
            line => Assert.Equal("filled: 0.001 at 60000.0", line));
    }
}

/// <summary>A test that is skipped, and says so, where a program is not installed.</summary>
internal sealed class NeedsFactAttribute : FactAttribute
{
    public NeedsFactAttribute(params string[] programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var missing = programs.FirstOrDefault(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program))));
        if (missing is not null) Skip = $"{missing} is not installed.";
    }
}
