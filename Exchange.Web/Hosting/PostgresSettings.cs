namespace Exchange.Web.Hosting;

/// <summary>How the private PostgreSQL is run: the journal's promises first, then a small machine's memory.</summary>
internal static class PostgresSettings
{
    private static readonly (string Name, string Value)[] Fixed =
    [
        ("listen_addresses", ""),
        ("ssl", "off"),
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("wal_level", "replica"),
        ("wal_compression", "on"),
        // Segments of the log that a busy hour needed stay for the next one: a new one is filled with zeros while all commits wait.
        ("min_wal_size", "1GB"),
        ("max_wal_size", "2GB"),
        ("checkpoint_timeout", "15min"),
        ("checkpoint_completion_target", "0.9"),
        ("shared_buffers", "256MB"),
        ("max_connections", "120"),
        ("log_line_prefix", "%m [%p] "),
    ];

    /// <summary>The settings as <c>pg_ctl -o</c> wants them: one string that a shell takes apart.</summary>
    public static string CommandLine(PostgresPlace place) => string.Join(
        ' ',
        Fixed.Append(("unix_socket_directories", place.Socket)).Append(("unix_socket_permissions", "0700"))
            .Select(setting => $"-c {setting.Item1}={Quoted(setting.Item2)}"));

    private static string Quoted(string value) =>
        $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
