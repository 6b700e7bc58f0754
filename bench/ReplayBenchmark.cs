using System.Diagnostics;
using System.Globalization;
using Exchange.Core.Engine;
using Exchange.Core.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Exchange.Bench;

/// <summary>
/// Replay as a start does it: rows from PostgreSQL, chain of hashes verified, commands decoded and applied. The peer is what
/// the database does with the same commands at best: COPY, one row each, into a table without an index; it verifies and
/// applies nothing.
/// </summary>
internal static class ReplayBenchmark
{
    private const int Port = 7131;
    private const int Passes = 4;

    public static async Task<int> RunAsync(BenchOptions options)
    {
        Machine.Print();
        var work = RecoveryWork.Create(options, orders: 100_000, commands: 5_000_000);
        await using var exchange = new KillableExchange(Port);
        await exchange.StartAsync();
        await exchange.KillAsync();
        var journal = await work.WriteAsync(exchange.ConnectionString);
        Console.WriteLine(Invariant(
            $"journal: {journal.Rows:N0} rows of up to {work.CommandsPerRow} commands, {journal.Bytes / 1e6:F0} MB"));

        var best = default(Pass);
        for (var i = 0; i < Passes; i++)
        {
            var pass = await ReplayAsync(exchange.ConnectionString);
            Console.WriteLine(Invariant(
                $"pass {i + 1}: snapshot in {pass.SnapshotSeconds:F2} s ({pass.Loading:F2} loading, {pass.Decoding:F2} decoding); ")
                + Invariant($"{pass.Commands:N0} commands in {pass.Seconds:F2} s: ")
                + Invariant($"{pass.PerSecond / 1e6:F2} M commands/s, {pass.BytesPerCommand:F1} bytes allocated per command"));
            if (pass.PerSecond > best.PerSecond) best = pass;
        }

        var peer = await CopyOfCommands.RunAsync(exchange.ConnectionString, best.Commands, (int)(journal.Bytes / best.Commands));
        Console.WriteLine(Invariant($"COPY of the same commands, one row each: {peer / 1e6:F2} M rows/s"));
        ResultLine.Write(
            ("name", "replay"), ("commands_per_s", best.PerSecond), ("seconds", best.Seconds),
            ("snapshot_seconds", best.SnapshotSeconds), ("allocated_bytes_per_command", best.BytesPerCommand),
            ("peer", "COPY of the commands into a table, one row each"), ("peer_per_s", peer), ("ratio", best.PerSecond / peer));
        return 0;
    }

    private static async Task<Pass> ReplayAsync(string connectionString)
    {
        var database = new DatabaseConnectionString(connectionString);
        var store = new SnapshotStore(database);
        await using var journal = new PostgresJournal(
            database, TimeProvider.System, new SegmentFiles(Options.Create(new JournalOptions())));
        var started = Stopwatch.GetTimestamp();
        var snapshot = (await store.ListAsync(CancellationToken.None))[0];
        var content = await store.LoadAsync(snapshot, CancellationToken.None);
        var loaded = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var state = SnapshotCodec.Read(content);
        var decoded = Stopwatch.GetElapsedTime(started).TotalSeconds;

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        started = Stopwatch.GetTimestamp();
        var output = new EventBuffer();
        var replay = new RowReplay(state);
        var point = new JournalPoint(snapshot.Sequence, snapshot.JournalHash);
        await foreach (var row in VerifiedRows.After(point, journal, CancellationToken.None))
        {
            replay.Apply(row, output);
            output.Clear();
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new Pass(state.Sequence - snapshot.Sequence, loaded, decoded - loaded, seconds, allocated);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Pass(long Commands, double Loading, double Decoding, double Seconds, long Allocated)
    {
        public double SnapshotSeconds => Loading + Decoding;

        public double PerSecond => Seconds == 0 ? 0 : Commands / Seconds;

        public double BytesPerCommand => (double)Allocated / Commands;
    }
}
