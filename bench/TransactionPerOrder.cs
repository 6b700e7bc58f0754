using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Exchange.Bench;

/// <summary>
/// The peer: the textbook way, one database transaction per order (conditional balance update, order insert), by
/// pgbench on the same PostgreSQL. It matches nothing.
/// </summary>
internal static partial class TransactionPerOrder
{
    private const string Schema =
        """
        drop table if exists peer_balances, peer_orders;
        create table peer_balances (member int primary key, available numeric not null check (available >= 0), locked numeric not null);
        insert into peer_balances select m, 1000000000, 0 from generate_series(1, 1000) m;
        create table peer_orders (id bigserial primary key, member int, side smallint, price bigint, quantity bigint);
        """;

    private const string Transaction =
        """
        \set member random(1, 1000)
        \set price random(5999980, 6000020)
        \set quantity random(1, 50)
        begin;
        update peer_balances set available = available - :quantity, locked = locked + :quantity
          where member = :member and available >= :quantity;
        insert into peer_orders (member, side, price, quantity) values (:member, 1, :price, :quantity);
        commit;
        """;

    public static async Task<double> RunAsync(string data, int connections, int seconds)
    {
        var script = Path.Combine(data, "peer.sql");
        await File.WriteAllTextAsync(script, Transaction);
        await ToolAsync("psql", data, "-q", "-c", Schema, "-d", "exchange");
        var output = await ToolAsync(
            "pgbench", data, "-n", "-M", "prepared", "-f", script, "-c", $"{connections}", "-j", "2", "-T", $"{seconds}",
            "exchange");
        var tps = TpsLine().Match(output);
        return tps.Success
            ? double.Parse(tps.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException(output);
    }

    private static async Task<string> ToolAsync(string tool, string data, params string[] arguments)
    {
        var connection = ConnectionOf(data);
        var start = new ProcessStartInfo(PathOf(tool), ["-h", connection.Socket, "-U", "exchange", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = connection.Password;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{tool}: {await error}");
    }

    private static (string Socket, string Password) ConnectionOf(string data)
    {
        var root = Path.Combine(data, "postgres");
        var password = Directory.EnumerateFiles(root, "*password*", SearchOption.TopDirectoryOnly).First();
        return (Path.Combine(root, "socket"), File.ReadAllText(password).Trim());
    }

    private static string PathOf(string tool)
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(v => Path.Combine(v, "bin", tool)).FirstOrDefault(File.Exists)
            : null;
        return debian ?? tool;
    }

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex TpsLine();
}
