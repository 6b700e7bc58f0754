using System.Diagnostics;
using System.Globalization;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Bench;

/// <summary>
/// Durable commands without HTTP: queue, engine, journal commit in PostgreSQL, read state, answer. Engine, database and
/// submitters share the machine; each submitter waits for its answer before it submits again (closed loop).
/// </summary>
internal static class PipelineBenchmark
{
    private const int MixLength = 1_000_000;
    private const int LiveOrders = 5_000;
    private const int WarmUpSeconds = 4;
    private const int PeerSeconds = 5;

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var (seconds, members) = (options.Number("seconds", 10), options.Number("members", 1_000));
        var (submitters, together) = (options.Number("submitters", 32), options.Number("together", 500));
        var singles = options.Number("singles", 512);
        Machine.Print();
        Console.WriteLine(Invariant($"mix: active, {members:N0} members, seed 1; each submitter cancels its own orders"));
        var mix = new MixCursor(CommandMix.Create(seed: 1, members, MixLength));
        await using var postgres = await BenchPostgres.StartAsync();
        var connection = options.Text("connection", postgres.ConnectionString);
        await using var exchange = await EngineUnderTest.StartAsync(connection);
        using var stages = new StageFigures();
        await SetUpAsync(exchange.Engine, members);

        var idle = singles == 0 ? null : await LoadAsync(exchange.Engine, mix, stages, submitters: 1, together: 1, seconds / 2);
        var single = singles == 0 ? null : await LoadAsync(exchange.Engine, mix, stages, singles, together: 1, seconds);
        var load = await LoadAsync(exchange.Engine, mix, stages, submitters, together, seconds);
        var peer = await postgres.PreparedInsertsAsync(PeerSeconds);
        Console.WriteLine(Invariant($"one prepared insert per commit (pgbench, 1 connection): {peer:F0}/s"));
        ResultLine.Write(
            ("name", "pipeline"), ("commands_per_s", load.PerSecond), ("p99_us", load.P99),
            ("allocated_bytes_per_command", load.BytesPerCommand), ("single_commands_per_s", single?.PerSecond ?? 0.0),
            ("idle_p50_us", idle?.P50 ?? 0), ("peer", "pgbench, one prepared insert per commit"), ("peer_per_s", peer),
            ("ratio", load.PerSecond / peer));
        return 0;
    }

    private static async Task<Figures> LoadAsync(
        IEngine engine, MixCursor mix, StageFigures stages, int submitters, int together, int seconds)
    {
        var mostOpen = Math.Max(LiveOrders / submitters, together);
        var loads = Enumerable.Range(0, submitters).Select(i => new PipelineLoad(engine, mix, i + 1, together, mostOpen)).ToList();
        await RunAsync(loads, TimeSpan.FromSeconds(WarmUpSeconds));
        foreach (var load in loads) load.Reset();
        stages.Reset();
        var (allocated, collections) = (GC.GetTotalAllocatedBytes(true), GC.CollectionCount(2));
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await RunAsync(loads, TimeSpan.FromSeconds(seconds));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var durable = loads.Sum(l => l.Durable);
        var percentiles = new Percentiles(loads.SelectMany(l => l.LatencyTicks).Select(t => t * 1_000_000 / Stopwatch.Frequency));
        var figures = new Figures(
            durable / elapsed, percentiles[50], percentiles[99], percentiles[99.9],
            (GC.GetTotalAllocatedBytes(true) - allocated) / (double)durable, loads.Sum(l => l.Refused), loads.Sum(l => l.Busy));
        Console.WriteLine(Invariant($"{submitters} submitters, {together} commands together: {figures}"));
        Console.WriteLine(stages.Describe(durable, Environment.CpuUsage.TotalTime - processor, elapsed)
            + Invariant($", {GC.CollectionCount(2) - collections} full collections"));
        return figures;
    }

    private static async Task RunAsync(List<PipelineLoad> loads, TimeSpan time)
    {
        using var stop = new CancellationTokenSource(time);
        await Task.WhenAll(loads.Select(l => l.RunAsync(stop.Token)));
    }

    private static async Task SetUpAsync(IEngine engine, int members)
    {
        foreach (var chunk in CommandMix.SetupCommands(members).Chunk(IEngine.MaxCommandsTogether))
        {
            foreach (var result in await engine.SubmitTogetherAsync(chunk))
                InvariantViolation.Unless(result.IsAccepted, $"Set-up was refused: {result.Reason}");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Figures(
        double PerSecond, long P50, long P99, long P999, double BytesPerCommand, long Refused, long Busy)
    {
        public override string ToString() => Invariant(
            $"{PerSecond:F0} durable commands/s, p50 {P50} µs, p99 {P99} µs, p99.9 {P999} µs, ")
            + Invariant($"{BytesPerCommand:F1} bytes allocated per command, {Refused} refused, {Busy} busy");
    }
}
