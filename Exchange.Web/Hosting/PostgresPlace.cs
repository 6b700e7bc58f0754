using System.Security.Cryptography;
using System.Text;

namespace Exchange.Web.Hosting;

/// <summary>
/// The folder of a private cluster: data, socket, log and password, none of it readable by other users.
/// </summary>
internal sealed class PostgresPlace
{
    /// <summary>Longest path of a Unix socket is 107 bytes; this much of it is the file's own name.</summary>
    private const int SocketPathBytesMax = 107;
    private const string SocketFile = "/socket/.s.PGSQL.5432";
    private const string Elsewhere = "/var/lib/exchange";
    private const int PasswordBytes = 32;
    private const int LogTailLines = 15;

    private PostgresPlace(string root, string password)
    {
        Root = root;
        Password = password;
    }

    public string Root { get; }

    public string Data => Path.Combine(Root, "data");

    public string Socket => Path.Combine(Root, "socket");

    public string LogFile => Path.Combine(Root, "postgres.log");

    /// <summary>The password of the cluster's one role.</summary>
    public string Password { get; }

    private string PasswordFile => PasswordFileIn(Root);

    /// <summary>
    /// <c>.local/postgres</c>, or a folder under /var/lib when PostgreSQL's user cannot get there (a checkout under
    /// /root) or the path is too long for a socket.
    /// </summary>
    public static async Task<PostgresPlace> ChooseAsync(LocalData local, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(local.Directory);
        var account = PostgresAccount.Current();
        var root = local.PathOf("postgres");
        var fits = Encoding.UTF8.GetByteCount(root + SocketFile) <= SocketPathBytesMax;
        if (!fits || !await account.CanEnterAsync(local.Directory, cancellationToken))
            root = Path.Combine(account.IsOther ? Elsewhere : Path.GetTempPath(), local.Fingerprint, "postgres");
        return At(root);
    }

    /// <summary>A place with the password its folder holds, or a new one.</summary>
    public static PostgresPlace At(string root)
    {
        var file = PasswordFileIn(root);
        var password = File.Exists(file) && new FileInfo(file).Length > 0
            ? File.ReadAllText(file).Trim()
            : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes));
        return new PostgresPlace(root, password);
    }

    /// <summary>Keeps the password for the next start, in a file that initdb reads too.</summary>
    public async Task<string> WritePasswordAsync(PostgresAccount account, CancellationToken cancellationToken)
    {
        File.Delete(PasswordFile);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(PasswordFile, options))
            await file.WriteAsync(Encoding.ASCII.GetBytes(Password + "\n"), cancellationToken);
        await account.HandOverAsync(PasswordFile, cancellationToken);
        return PasswordFile;
    }

    public async Task<string> LogTailAsync(CancellationToken cancellationToken) =>
        File.Exists(LogFile)
            ? string.Join('\n', (await File.ReadAllLinesAsync(LogFile, cancellationToken)).TakeLast(LogTailLines))
            : "(no log)";

    private static string PasswordFileIn(string root) => Path.Combine(root, "password");
}
