using System.Diagnostics;
using System.Globalization;

namespace Exchange.Bench;

/// <summary>
/// The whole exchange under a third of what it can do, for minutes on end, with sockets that listen: what it holds in
/// memory, threads and handles must stay level after the first quarter.
/// </summary>
internal static class SoakBenchmark
{
    private const int Port = 7175;
    private const int Connections = 32;
    private const int CapacitySeconds = 10;
    private const double LoadShare = 0.3;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var (minutes, sockets, rate) = (options.Number("minutes", 20), options.Number("sockets", 50), (double)options.Number("rate", 0));
        Machine.Print();
        await using var server = await ServerUnderTest.StartAsync(options.Number("port", Port));
        var plan = new LoadPlan { Port = server.Port, Keys = server.ApiKeys(), Connections = Connections, Seconds = CapacitySeconds };
        if (rate == 0) rate = (await ChildProcess.GenerateAsync(plan)).PerSecond * LoadShare;
        Console.WriteLine(Invariant($"mix: {rate:F0} orders/s for {minutes} min, {sockets} sockets on book and trades of the market"));

        using var listeners = new Listeners(server.Port, sockets);
        await listeners.ConnectAsync();
        var load = ChildProcess.GenerateAsync(plan with { Seconds = minutes * 60, Rate = rate });
        var samples = await SampleAsync(server, load);
        var later = samples.Where(s => s.Seconds > minutes * 60 / 4.0).ToList();
        Report(later, await load, listeners);
        return 0;
    }

    private static async Task<List<ProcessSample>> SampleAsync(ServerUnderTest server, Task load)
    {
        var samples = new List<ProcessSample>();
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(SampleInterval);
        while (!load.IsCompleted && await timer.WaitForNextTickAsync())
        {
            samples.Add(await ProcessSample.TakeAsync(server, Stopwatch.GetElapsedTime(started).TotalSeconds));
            Console.WriteLine(samples[^1]);
        }

        return samples;
    }

    private static void Report(List<ProcessSample> samples, LoadFigures load, Listeners listeners)
    {
        var resident = ProcessSample.SlopePerHour(samples, s => s.ResidentMebibytes);
        var heap = ProcessSample.SlopePerHour(samples, s => s.HeapMebibytes);
        Console.WriteLine($"load: {load}; {listeners.Gone} sockets lost, {listeners.Gaps} gaps");
        Console.WriteLine(Invariant($"after the first quarter, per hour: RSS {resident:+0.0;-0.0} MiB, GC heap {heap:+0.0;-0.0} MiB, ")
            + Invariant($"threads {ProcessSample.SlopePerHour(samples, s => s.Threads):+0.0;-0.0}, ")
            + Invariant($"handles {ProcessSample.SlopePerHour(samples, s => s.Handles):+0.0;-0.0}"));
        ResultLine.Write(
            ("name", "soak"), ("orders_per_s", load.PerSecond), ("p99_us", load.P99), ("seconds", samples[^1].Seconds),
            ("orders", load.Acknowledged), ("rss_mib", samples[^1].ResidentMebibytes), ("rss_mib_per_hour", resident),
            ("heap_mib_per_hour", heap), ("sockets_lost", listeners.Gone));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Sockets that read what comes.</summary>
    private sealed class Listeners(int port, int count) : IDisposable
    {
        private readonly List<SwarmClient> _clients = [.. Enumerable.Range(0, count).Select(_ => new SwarmClient())];
        private bool _isOver;

        public int Gaps => _clients.Sum(c => c.Gaps);

        public int Gone { get; private set; }

        public async Task ConnectAsync()
        {
            foreach (var client in _clients)
            {
                await client.ConnectAsync(port, "/api/v2/ranger/public?stream=btcusdt.ob-inc,btcusdt.trades");
                _ = ListenAsync(client);
            }
        }

        public void Dispose()
        {
            _isOver = true;
            foreach (var client in _clients) client.Dispose();
        }

        private async Task ListenAsync(SwarmClient client)
        {
            await client.ReadAsync(_ => { });
            if (!_isOver) Gone++;
        }
    }
}
