using System.Globalization;

namespace Exchange.Bench;

/// <summary>
/// From the moment an order is sent to the trade's message on the counterparty's private socket, while others place orders
/// at a steady rate: signature, queue, engine, journal commit and feed, all in between.
/// </summary>
internal static class LatencyBenchmark
{
    private const int Port = 7992;
    private const string Writeback = "/proc/sys/vm/dirty_background_bytes";

    /// <summary>As many as the exchange's own PostgreSQL keeps: <c>min_wal_size</c>, 1 GB.</summary>
    private const int Segments = 64;

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var (rate, probes) = (options.Number("rate", 5_000), options.Number("probes", 200));
        var (seconds, runs) = (options.Number("seconds", 10), options.Number("runs", 3));
        Machine.Print();
        Console.WriteLine(Invariant(
            $"mix: {rate} orders/s open loop, of them {probes} timed from order to trade message; {runs} runs of {seconds} s"));
        await using var server = await ServerUnderTest.StartAsync(options.Number("port", Port));
        var segments = options.Number("segments", Segments);
        await new LocalDatabase(server.Data).RecycleSegmentsAsync(segments);
        var writeback = File.Exists(Writeback) ? (await File.ReadAllTextAsync(Writeback)).Trim() : "unknown";
        Console.WriteLine(Invariant($"disk: {segments} log segments to use again, vm.dirty_background_bytes {writeback}"));
        var others = new LoadPlan
        {
            Port = server.Port,
            Keys = server.ApiKeys(),
            Connections = options.Number("connections", 64),
            Seconds = seconds,
            Rate = rate - probes,
        };
        var probe = others with { Rate = probes };
        await ChildProcess.GenerateAsync(others with { Seconds = options.Number("warmup", 8), Rate = 0 });
        List<LoadFigures> figures = [];
        for (var i = 0; i < runs; i++)
        {
            var load = ChildProcess.GenerateAsync(others);
            // They sell to each other in turn, so that neither runs out.
            figures.Add(await ChildProcess.ProbeAsync(i % 2 == 0 ? probe : probe with { Keys = [.. probe.Keys.Reverse()] }));
            Console.WriteLine(Invariant(
                $"run {i + 1}: {figures[^1].Acknowledged} trades, p50 {figures[^1].P50} µs, p99 {figures[^1].P99} µs, ")
                + Invariant($"p99.9 {figures[^1].P999} µs, {figures[^1].Refused} refused, {figures[^1].Unsent} unseen"));
            Console.WriteLine($"  the others: {await load}");
        }

        var median = figures.OrderBy(f => f.P99).ElementAt(runs / 2);
        ResultLine.Write(
            ("name", "latency"), ("orders_per_s", rate), ("p50_us", median.P50), ("p99_us", median.P99), ("p999_us", median.P999),
            ("unseen", figures.Sum(f => f.Unsent)), ("peer", null), ("peer_per_s", null), ("ratio", null),
            ("why_no_peer", "a latency, compared with its target"));
        return figures.Sum(f => f.Unsent + f.Refused) == 0 ? 0 : 1;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
