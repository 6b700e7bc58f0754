using System.Diagnostics;
using System.Globalization;

namespace Exchange.Tests.Support;

/// <summary>
/// One private PostgreSQL for the whole test run: reached by Unix socket only, no password, no fsync. A watcher process
/// holds a pipe to us and stops the server and removes its files when we end, however we end.
/// </summary>
internal sealed class PostgresCluster
{
    private const StringSplitOptions RemoveEmpty = StringSplitOptions.RemoveEmptyEntries
        | StringSplitOptions.TrimEntries;
    private const string RootOfAll = "/tmp";
    private const string DirectoryPrefix = "exchange-tests-pg-";
    private static readonly Lazy<Task<PostgresCluster>> Shared = new(() => Task.Run(() => Start()));

    private readonly Process _watcher;

    private PostgresCluster(string directory, Process watcher)
    {
        Directory = directory;
        _watcher = watcher;
    }

    public static Task<PostgresCluster> SharedAsync() => Shared.Value;

    public string Directory { get; }

    public bool IsWatched => !_watcher.HasExited;

    public string ConnectionStringFor(string database) =>
        $"Host={Directory};Username=postgres;Database={database};Maximum Pool Size=30;Timeout=60;Include Error Detail=true";

    /// <summary>A cluster of a test's own, which it may take away and bring back.</summary>
    public static Task<PostgresCluster> OwnAsync(string name) => Task.Run(() => Start($"{name}-"));

    /// <summary>Takes it away as a power cut of the database's machine would.</summary>
    public void Kill()
    {
        var server = int.Parse(
            File.ReadLines(Directory + "/data/postmaster.pid").First(), CultureInfo.InvariantCulture);
        var children = File.ReadAllText($"/proc/{server}/task/{server}/children").Split(' ', RemoveEmpty);
        // The parent last: it would start what it misses again.
        Run("kill", ["-STOP", $"{server}"]);
        Run("kill", ["-9", .. children, $"{server}"]);
    }

    /// <summary>Brings it back.</summary>
    public void StartAgain() => StartServer(Directory);

    /// <summary>Stops it for good; its watcher removes its files.</summary>
    public async Task EndAsync()
    {
        _watcher.StandardInput.Close();
        await _watcher.WaitForExitAsync();
        _watcher.Dispose();
    }

    private static PostgresCluster Start(string name = "")
    {
        if (name.Length == 0) RemoveLeftovers();
        var directory = $"{RootOfAll}/{DirectoryPrefix}{name}{Environment.ProcessId}";
        Run(BinariesDirectory() + "/initdb", "-D", directory + "/data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C", "--no-sync");
        Run("chmod", "755", directory);
        var watcher = StartWatcher(directory);
        StartServer(directory);
        return new PostgresCluster(directory, watcher);
    }

    private static void StartServer(string directory) =>
        Run(BinariesDirectory() + "/pg_ctl", "start", "-w", "-t", "60", "-D", directory + "/data", "-l",
            directory + "/log", "-o",
            $"-k {directory} -c listen_addresses='' -c max_connections=1000 -c fsync=off -c synchronous_commit=off "
            + "-c full_page_writes=off -c shared_buffers=64MB");

    private static void RemoveLeftovers()
    {
        foreach (var directory in System.IO.Directory.GetDirectories(RootOfAll, DirectoryPrefix + "*"))
        {
            var owner = directory[(directory.LastIndexOf('-') + 1)..];
            if (System.IO.Directory.Exists("/proc/" + owner)) continue;
            Run("sh", "-c", CleanUpScript(directory));
        }
    }

    /// <summary>Never fails: the watcher of the run before may be removing the same files.</summary>
    private static string CleanUpScript(string directory) =>
        $"'{BinariesDirectory()}/pg_ctl' stop -m immediate -D '{directory}/data' >/dev/null 2>&1; rm -rf '{directory}'; true";

    private static Process StartWatcher(string directory)
    {
        var info = CommandAsServerUser(
            "sh", "-c", $"trap '' INT TERM HUP; cat >/dev/null; {CleanUpScript(directory)}");
        info.RedirectStandardInput = true;
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        return Process.Start(info)!;
    }

    private static void Run(string program, params string[] arguments)
    {
        var info = CommandAsServerUser(program, arguments);
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program} ended with {process.ExitCode}: {error.GetAwaiter().GetResult()}");
    }

    /// <summary>PostgreSQL refuses root, so as root everything runs as the user that Debian's package made.</summary>
    private static ProcessStartInfo CommandAsServerUser(string program, params string[] arguments)
    {
        var asRoot = Environment.UserName == "root";
        var info = new ProcessStartInfo(asRoot ? "runuser" : program) { WorkingDirectory = RootOfAll };
        if (asRoot) foreach (var argument in new[] { "-u", "postgres", "--", program }) info.ArgumentList.Add(argument);
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        return info;
    }

    private static string BinariesDirectory()
    {
        if (Environment.GetEnvironmentVariable("EXCHANGE_POSTGRES_BIN") is { Length: > 0 } chosen) return chosen;
        const string debian = "/usr/lib/postgresql";
        var newest = System.IO.Directory.Exists(debian)
            ? System.IO.Directory.GetDirectories(debian).Where(d => File.Exists(d + "/bin/initdb"))
                .OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0)
                .FirstOrDefault()
            : null;
        return newest is null
            ? throw new InvalidOperationException(
                "No PostgreSQL server found; set EXCHANGE_POSTGRES_BIN to its bin directory.")
            : newest + "/bin";
    }
}
