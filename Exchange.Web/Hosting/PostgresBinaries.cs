using System.Globalization;

namespace Exchange.Web.Hosting;

/// <summary>Where PostgreSQL's server programs are.</summary>
/// <param name="Directory">The folder with <c>initdb</c> and <c>pg_ctl</c>.</param>
internal sealed record PostgresBinaries(string Directory)
{
    /// <summary>The oldest PostgreSQL that is run in the tests.</summary>
    public const int OldestMajor = 15;

    private const string DebianRoot = "/usr/lib/postgresql";

    public string Initdb => Path.Combine(Directory, "initdb");

    public string PgCtl => Path.Combine(Directory, "pg_ctl");

    /// <summary>Debian's folders first, newest version first, then PATH (Homebrew, Fedora, Arch).</summary>
    /// <exception cref="StartupFailure">There are none.</exception>
    public static PostgresBinaries Find() =>
        FindIn(DebianRoot, Environment.GetEnvironmentVariable("PATH") ?? "") ?? throw new StartupFailure(
            $"PostgreSQL's server programs (initdb, pg_ctl; version {OldestMajor} or newer) were not found in "
            + $"{DebianRoot}/*/bin "
            + "or PATH. Install them (Debian and Ubuntu: apt-get install postgresql; Fedora: dnf install "
            + "postgresql-server; "
            + "macOS: brew install postgresql@17), or set ConnectionStrings__Exchange to a PostgreSQL database of "
            + "your own.");

    public static PostgresBinaries? FindIn(string debianRoot, string path)
    {
        var versions = System.IO.Directory.Exists(debianRoot) ? System.IO.Directory.GetDirectories(debianRoot) : [];
        var debian = versions
            .Select(folder => (Folder: Path.Combine(folder, "bin"), Major: MajorOf(Path.GetFileName(folder))))
            .Where(found => found.Major >= OldestMajor)
            .OrderByDescending(found => found.Major)
            .Select(found => found.Folder);
        return debian.Concat(path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Select(folder => new PostgresBinaries(folder))
            .FirstOrDefault(found => File.Exists(found.Initdb) && File.Exists(found.PgCtl));
    }

    /// <summary>The programs of the version that made a cluster; another major version cannot read its files.</summary>
    public static PostgresBinaries FindFor(string dataDirectory)
    {
        var newest = Find();
        var versionFile = Path.Combine(dataDirectory, "PG_VERSION");
        if (!File.Exists(versionFile)) return newest;
        var exact = new PostgresBinaries(Path.Combine(DebianRoot, File.ReadAllText(versionFile).Trim(), "bin"));
        return File.Exists(exact.PgCtl) ? exact : newest;
    }

    private static int MajorOf(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;
}
