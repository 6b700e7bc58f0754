using System.Diagnostics;
using System.Globalization;

namespace Exchange.Bench;

/// <summary>
/// Durable orders end to end: HTTP request with an API key, through queue, engine and journal commit, to the
/// acknowledgement. Server, database and generator share the machine; each connection waits for its answer before the
/// next order (closed loop).
/// </summary>
internal static class DurableBenchmark
{
    private const int Port = 7990;
    private const int WarmUpSeconds = 5;
    private const int PeerSeconds = 8;

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var connections = options.Number("connections", 64);
        var seconds = options.Number("seconds", 15);
        Machine.Print();
        Console.WriteLine(Invariant(
            $"mix: limit orders within 20 ticks, about half trade at once; {connections} connections, closed loop, {seconds} s"));
        await using var server = await ServerUnderTest.StartAsync(Port);
        await LoadAsync(server, 1, 2);
        var idle = await LoadAsync(server, 1, 3);
        await LoadAsync(server, connections, WarmUpSeconds);
        var load = await LoadAsync(server, connections, seconds);
        var peer = await TransactionPerOrder.RunAsync(server.Data, connections, PeerSeconds);

        Console.WriteLine($"one connection: {idle}");
        Console.WriteLine($"{connections} connections: {load}");
        Console.WriteLine(Invariant($"transaction per order (pgbench, {connections} connections): {peer:F0} orders/s"));
        ResultLine.Write(
            ("name", "durable"), ("orders_per_s", load.PerSecond), ("p99_us", load.P99), ("peer", "transaction per order"),
            ("peer_per_s", peer), ("ratio", load.PerSecond / peer));
        return 0;
    }

    private static async Task<Figures> LoadAsync(ServerUnderTest server, int connections, int seconds)
    {
        var keys = server.ApiKeys();
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, connections)
            .Select(i => new OrderConnection(server.Port, keys[i % keys.Count].Key, keys[i % keys.Count].Secret, i)).ToList();
        var started = Stopwatch.GetTimestamp();
        var running = clients.Select(c => Task.Run(() => c.RunAsync(stop.Token))).ToList();
        stop.CancelAfter(TimeSpan.FromSeconds(seconds));
        await Task.WhenAll(running);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var latencies = clients.SelectMany(c => c.LatencyTicks).ToList();
        var percentiles = new Percentiles(latencies.Select(ticks => ticks * 1_000_000 / Stopwatch.Frequency));
        return new Figures(
            latencies.Count / elapsed, percentiles[50], percentiles[99], percentiles[99.9], clients.Sum(c => c.Refused));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Figures(double PerSecond, long P50, long P99, long P999, int Refused)
    {
        public override string ToString() => Invariant(
            $"{PerSecond:F0} orders/s acknowledged, p50 {P50} µs, p99 {P99} µs, p99.9 {P999} µs, {Refused} refused");
    }
}
