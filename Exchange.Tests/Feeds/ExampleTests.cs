using System.Diagnostics;
using System.Text.Json;
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

    /// <summary>Runs an example as its page says: it signs in, places, cancels, trades, and is told of the fill.</summary>
    private async Task TradesAsync(string program, string file)
    {
        var start = new ProcessStartInfo(program, [file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var credentials = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_exchange.Data, "demo-credentials")));
        var alice = credentials.RootElement.EnumerateArray().Single(c => c.GetProperty("Email").GetString() == "alice@demo.example");
        start.Environment["EXCHANGE_URL"] = _exchange.Url.ToString().TrimEnd('/');
        start.Environment["EXCHANGE_KEY"] = alice.GetProperty("ApiKey").GetString();
        start.Environment["EXCHANGE_SECRET"] = alice.GetProperty("ApiSecret").GetString();
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{await output}{await errors}");
        var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Collection(
            lines,
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
