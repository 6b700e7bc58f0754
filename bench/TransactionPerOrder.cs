using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Exchange.Bench;

/// <summary>
/// The peer: the textbook way, one database transaction per order (conditional balance update, order insert), by
/// pgbench on the same PostgreSQL. It matches nothing. Once with only that, and once with what an exchange of this kind
/// writes in the same transaction: two lines of its ledger, and the indexes that its pages need.
/// </summary>
internal static partial class TransactionPerOrder
{
    private const string Schema =
        """
        drop table if exists peer_balances, peer_orders, peer_ledger;
        create table peer_balances (member int primary key, available numeric not null check (available >= 0), locked numeric not null);
        insert into peer_balances select m, 1000000000, 0 from generate_series(1, 1000) m;
        create table peer_orders (id bigserial primary key, member int, side smallint, price bigint, quantity bigint);
        """;

    private const string LedgerSchema =
        """
        create index on peer_orders (member, id);
        create table peer_ledger (id bigserial primary key, member int, account smallint, amount numeric, order_id bigint,
          at timestamptz default now());
        create index on peer_ledger (member, id);
        """;

    private const string Place =
        """
        \set member random(1, 1000)
        \set price random(5999980, 6000020)
        \set quantity random(1, 50)
        begin;
        update peer_balances set available = available - :quantity, locked = locked + :quantity
          where member = :member and available >= :quantity;

        """;

    private const string Alone = "insert into peer_orders (member, side, price, quantity) values (:member, 1, :price, :quantity);\ncommit;";

    private const string WithLedger =
        """
        with o as (insert into peer_orders (member, side, price, quantity) values (:member, 1, :price, :quantity) returning id)
        insert into peer_ledger (member, account, amount, order_id)
          select :member, line.account, line.sign * :quantity, o.id from o, (values (211, -1), (212, 1)) line (account, sign);
        commit;
        """;

    /// <summary>Orders a second: with balance and order only, and with ledger and indexes.</summary>
    public static async Task<(double Alone, double WithLedger)> RunAsync(string data, int connections, int seconds) => (
        await RunAsync(data, Schema, Place + Alone, connections, seconds),
        await RunAsync(data, Schema + LedgerSchema, Place + WithLedger, connections, seconds));

    private static async Task<double> RunAsync(string data, string schema, string transaction, int connections, int seconds)
    {
        var script = Path.Combine(data, "peer.sql");
        await File.WriteAllTextAsync(script, transaction);
        await ToolAsync("psql", data, "-q", "-c", schema, "-d", "exchange");
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
        var database = new LocalDatabase(data);
        var start = new ProcessStartInfo(PathOf(tool), ["-h", database.Socket, "-U", "exchange", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = database.Password;
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
