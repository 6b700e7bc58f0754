using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Exchange.Bench;

/// <summary>
/// A private PostgreSQL for one benchmark, as durable as the exchange's own (fsync and synchronous commits are on), reached
/// by Unix socket only; or one that the caller names. Gone afterwards.
/// </summary>
internal sealed partial class BenchPostgres : IAsyncDisposable
{
    private const string Settings =
        "-c listen_addresses='' -c fsync=on -c synchronous_commit=on -c full_page_writes=on -c max_wal_size=2GB "
        + "-c checkpoint_timeout=15min -c checkpoint_completion_target=0.9 -c shared_buffers=256MB";

    private readonly string _directory;

    private BenchPostgres(string directory) => _directory = directory;

    public string ConnectionString => $"Host={_directory};Username=postgres;Database=postgres;Include Error Detail=true";

    public static async Task<BenchPostgres> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("exchange-bench-pg-").FullName;
        var postgres = new BenchPostgres(directory);
        if (IsRoot) await RunAsync("chown", ["postgres", directory]);
        await ToolAsync(
            "initdb", "-D", $"{directory}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--data-checksums");
        await ToolAsync(
            "pg_ctl", "start", "-w", "-D", $"{directory}/data", "-l", $"{directory}/log", "-o", $"-k {directory} {Settings}");
        return postgres;
    }

    /// <summary>The peer: one small prepared insert per commit on one connection, in commits per second.</summary>
    public async Task<double> PreparedInsertsAsync(int seconds)
    {
        var script = Path.Combine(_directory, "peer.sql");
        await File.WriteAllTextAsync(script, "insert into peer_journal (payload) values ('\\x00112233445566778899aabbccddeeff');");
        await ToolAsync(
            "psql", "-q", "-h", _directory, "-U", "postgres", "-c",
            "create table peer_journal (id bigint generated always as identity primary key, payload bytea not null)");
        var output = await ToolAsync(
            "pgbench", "-n", "-M", "prepared", "-f", script, "-c", "1", "-j", "1", "-T", $"{seconds}", "-h", _directory, "-U",
            "postgres", "postgres");
        return double.Parse(Tps().Match(output).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        await ToolAsync("pg_ctl", "stop", "-m", "fast", "-w", "-D", $"{_directory}/data");
        Directory.Delete(_directory, recursive: true);
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static Task<string> ToolAsync(string tool, params string[] arguments)
    {
        var path = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(v => Path.Combine(v, "bin", tool)).LastOrDefault(File.Exists)
            : null;
        // PostgreSQL refuses root, so as root everything runs as the user that Debian's package made.
        return IsRoot ? RunAsync("runuser", ["-u", "postgres", "--", path ?? tool, .. arguments]) : RunAsync(path ?? tool, arguments);
    }

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        // A server that pg_ctl started keeps the pipes open: read no further than its starter's end.
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program}: {await error}");
        return arguments.Contains("start") ? "" : await output;
    }

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Tps();
}
