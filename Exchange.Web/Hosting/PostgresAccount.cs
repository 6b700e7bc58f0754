using System.Diagnostics;

namespace Exchange.Web.Hosting;

/// <summary>
/// The system user that PostgreSQL runs as. PostgreSQL refuses root, so a process of root runs it as <c>postgres</c>;
/// any other user runs it as themselves.
/// </summary>
internal sealed class PostgresAccount
{
    private const string SystemUser = "postgres";
    private readonly string[] _prefix;

    private PostgresAccount(string[] prefix) => _prefix = prefix;

    /// <summary>True when the programs run as another user than this process.</summary>
    public bool IsOther => _prefix.Length > 0;

    /// <exception cref="StartupFailure">The process is root and there is no way to be the system user.</exception>
    public static PostgresAccount Current()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new StartupFailure(
                "A private PostgreSQL is not available on Windows. Set ConnectionStrings__Exchange to a "
                + "PostgreSQL database.");
        }

        if (!Environment.IsPrivilegedProcess) return new PostgresAccount([]);
        var hasUser = File.ReadLines("/etc/passwd").Any(line => line.StartsWith(SystemUser + ":",
            StringComparison.Ordinal));
        if (hasUser && FirstExisting("/usr/bin/setpriv", "/bin/setpriv") is { } setpriv)
            return new PostgresAccount([setpriv, $"--reuid={SystemUser}", $"--regid={SystemUser}",
                "--init-groups", "--"]);
        if (hasUser && FirstExisting("/usr/sbin/runuser", "/sbin/runuser") is { } runuser)
            return new PostgresAccount([runuser, "-u", SystemUser, "--"]);
        throw new StartupFailure(
            $"PostgreSQL does not run as root, and the system user '{SystemUser}' or the program setpriv is missing. "
            + "Install the PostgreSQL server package, start the exchange as another user, or set "
            + "ConnectionStrings__Exchange.");
    }

    /// <summary>Runs a program as the account and waits for it.</summary>
    public Task<ProgramResult> RunAsync(CancellationToken cancellationToken, params string[] command) =>
        StartAsync([.. _prefix, .. command], cancellationToken);

    /// <summary>Runs a program as this process's own user and waits for it.</summary>
    public static Task<ProgramResult> RunAsOwnUserAsync(CancellationToken cancellationToken, params string[] command) =>
        StartAsync(command, cancellationToken);

    /// <summary>True when the account can pass through a folder.</summary>
    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancellationToken) =>
        !IsOther || (await RunAsync(cancellationToken, "test", "-x", folder)).ExitCode == 0;

    /// <summary>Makes a folder that only the account may enter.</summary>
    public async Task MakeFolderAsync(string folder, CancellationToken cancellationToken)
    {
        string[] owner = IsOther ? ["-o", SystemUser, "-g", SystemUser] : [];
        var made = await RunAsOwnUserAsync(cancellationToken, ["install", "-d", "-m", "0700", .. owner, folder]);
        if (made.ExitCode != 0) throw new StartupFailure($"Could not make the folder {folder}: {made.Output}");
    }

    /// <summary>Hands a file over to the account, readable by it alone.</summary>
    public async Task HandOverAsync(string file, CancellationToken cancellationToken)
    {
        if (!IsOther) return;
        var given = await RunAsOwnUserAsync(cancellationToken, "chown", $"{SystemUser}:{SystemUser}", file);
        if (given.ExitCode != 0) throw new StartupFailure($"Could not hand over {file}: {given.Output}");
    }

    private static async Task<ProgramResult> StartAsync(string[] command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            // PostgreSQL's programs look at the working directory, which the account may not be allowed to see.
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start) ?? throw new StartupFailure($"Could not start {command[0]}.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new ProgramResult(process.ExitCode, (await output + await errors).Trim());
    }

    private static string? FirstExisting(params string[] paths) => paths.FirstOrDefault(File.Exists);
}

/// <summary>How a program ended.</summary>
internal readonly record struct ProgramResult(int ExitCode, string Output);
