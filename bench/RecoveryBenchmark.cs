using System.Globalization;
using System.Text.RegularExpressions;
using Exchange.Core.Engine;
using Npgsql;

namespace Exchange.Bench;

/// <summary>
/// The real program, killed with a full book and a long journal behind its last snapshot: how long from its start until it
/// takes orders again. The tables hold every open order, as they would.
/// </summary>
internal static partial class RecoveryBenchmark
{
    private const int Port = 7130;
    private const int Kills = 3;

    public static async Task<int> RunAsync(BenchOptions options)
    {
        Machine.Print();
        var work = RecoveryWork.Create(options, orders: 1_000_000, commands: 10_000_000);
        await using var exchange = new KillableExchange(Port);
        var empty = await exchange.StartAsync();
        await exchange.KillAsync();
        var journal = await work.WriteAsync(exchange.ConnectionString);
        Console.WriteLine(
            Invariant($"journal after the snapshot: {work.Stream.Measured.Length:N0} commands; in all {journal.Rows:N0} rows, ")
            + Invariant($"{journal.Bytes / 1e6:F0} MB"));
        await FillTablesAsync(exchange.ConnectionString, journal.State);
        Console.WriteLine(Invariant($"start without any data: {empty.TotalSeconds:F2} s"));

        var best = default(Start);
        for (var kill = 1; kill <= Kills; kill++)
        {
            var ready = await exchange.StartAsync();
            var start = Read(exchange.Output, ready);
            Console.WriteLine(Invariant(
                $"start {kill}: ready after {start.Ready:F2} s, of it snapshot {start.Snapshot:F2} s and replay {start.Replay:F2} s"));
            if (best.Ready == 0 || start.Ready < best.Ready) best = start;
            await exchange.KillAsync();
        }

        var replayed = journal.State.Sequence - best.From;
        ResultLine.Write(
            ("name", "recovery"), ("seconds", best.Ready), ("snapshot_seconds", best.Snapshot), ("replay_seconds", best.Replay),
            ("commands_per_s", replayed / best.Replay), ("open_orders", journal.State.Pool.Count), ("commands", replayed),
            ("seconds_without_data", empty.TotalSeconds), ("peer", null), ("peer_per_s", null), ("ratio", null),
            ("why_no_peer", "no other open exchange starts from a snapshot and a journal"));
        return 0;
    }

    private static Start Read(string output, TimeSpan ready)
    {
        var line = RecoveredLine().Match(output);
        if (!line.Success) throw new InvalidOperationException(output);
        var snapshot = double.Parse(line.Groups[2].ValueSpan, CultureInfo.InvariantCulture) / 1_000;
        var whole = double.Parse(line.Groups[3].ValueSpan, CultureInfo.InvariantCulture) / 1_000;
        return new Start(
            long.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture), ready.TotalSeconds, snapshot, whole - snapshot);
    }

    /// <summary>The tables as a projector without lag would have left them, closed orders and history apart.</summary>
    private static async Task FillTablesAsync(string connectionString, EngineState state)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (var copy = await connection.BeginBinaryImportAsync(
            """
            copy orders ("Id", "MemberId", "MarketIndex", "Side", "Type", "TimeInForce", "PostOnly", "PriceTicks", "QuantityLots",
              "RemainingLots", "ExecutedNotional", "TradeCount", "Close", "MakerRate", "TakerRate", "CreatedMicroseconds",
              "UpdatedMicroseconds") from stdin (format binary)
            """))
        {
            foreach (var order in state.OpenOrders())
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(order.Id.Value);
                await copy.WriteAsync(order.Member.Value);
                await copy.WriteAsync(order.Market.Index);
                await copy.WriteAsync((short)order.Side);
                await copy.WriteAsync((short)order.Type);
                await copy.WriteAsync((short)order.TimeInForce);
                await copy.WriteAsync(order.PostOnly);
                await copy.WriteAsync(order.Price.Ticks);
                await copy.WriteAsync(order.Quantity.Lots);
                await copy.WriteAsync(order.Remaining.Lots);
                await copy.WriteAsync((System.Numerics.BigInteger)order.ExecutedNotional.Units, NpgsqlTypes.NpgsqlDbType.Numeric);
                await copy.WriteAsync(order.TradeCount);
                await copy.WriteAsync((short)order.Close);
                await copy.WriteAsync(order.MakerRate.PartsPerMillion);
                await copy.WriteAsync(order.TakerRate.PartsPerMillion);
                await copy.WriteAsync(order.CreatedMicroseconds);
                await copy.WriteAsync(order.UpdatedMicroseconds);
            }

            await copy.CompleteAsync();
        }

        await using var position = new NpgsqlCommand(
            """
            insert into projection_positions ("Name", "Sequence") values ('tables', $1)
            on conflict ("Name") do update set "Sequence" = excluded."Sequence"
            """, connection);
        position.Parameters.Add(new NpgsqlParameter<long> { TypedValue = state.Sequence });
        await position.ExecuteNonQueryAsync();
        await using var analyze = new NpgsqlCommand("vacuum analyze", connection) { CommandTimeout = 600 };
        await analyze.ExecuteNonQueryAsync();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"from snapshot ([0-9]+) \(read in ([0-9.]+) ms\), in ([0-9.]+) ms")]
    private static partial Regex RecoveredLine();

    private readonly record struct Start(long From, double Ready, double Snapshot, double Replay);
}
