using System.Diagnostics;
using System.Globalization;

namespace Exchange.Bench;

/// <summary>
/// The whole exchange under a third of what it can do, for minutes on end, with sockets that listen: what it holds in
/// memory, threads and handles must stay level in the second half, when every buffer has met its largest batch.
/// </summary>
internal static class SoakBenchmark
{
    private const int Port = 7175;
    private const int Connections = 32;
    private const int CapacitySeconds = 10;
    private const double LoadShare = 0.3;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);

    /// <summary>At these parts of the run, and at its end, garbage is collected to see what is in use.</summary>
    private static readonly double[] Collections = [0.25, 0.5, 0.75];

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
        var samples = await SampleAsync(server, load, minutes * 60);
        Report([.. samples.Where(s => s.Seconds >= minutes * 60 / 2.0)], await load, listeners);
        return 0;
    }

    private static async Task<List<ProcessSample>> SampleAsync(ServerUnderTest server, Task load, double length)
    {
        var samples = new List<ProcessSample>();
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(SampleInterval);
        var collected = 0;
        do
        {
            await timer.WaitForNextTickAsync();
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var isTime = load.IsCompleted || (collected < Collections.Length && seconds >= Collections[collected] * length);
            if (isTime) collected++;
            samples.Add(await ProcessSample.TakeAsync(server, seconds, isTime));
            Console.WriteLine(samples[^1]);
        }
        while (!load.IsCompleted || !samples[^1].IsCollected);

        return samples;
    }

    private static void Report(List<ProcessSample> samples, LoadFigures load, Listeners listeners)
    {
        var resident = ProcessSample.SlopePerHour(samples, s => s.ResidentMebibytes);
        var outside = ProcessSample.SlopePerHour(samples, s => s.OutsideMebibytes);
        var inUse = ProcessSample.SlopePerHour([.. samples.Where(s => s.IsCollected)], s => s.HeapMebibytes);
        Console.WriteLine($"load: {load}; {listeners.Gone} sockets lost, {listeners.Gaps} gaps");
        Console.WriteLine(Invariant($"second half, per hour: in use after full collections {inUse:+0.0;-0.0} MiB, ")
            + Invariant($"RSS outside the GC heap {outside:+0.0;-0.0} MiB, RSS {resident:+0.0;-0.0} MiB, ")
            + Invariant($"threads {ProcessSample.SlopePerHour(samples, s => s.Threads):+0.0;-0.0}, ")
            + Invariant($"handles {ProcessSample.SlopePerHour(samples, s => s.Handles):+0.0;-0.0}"));
        ResultLine.Write(
            ("name", "soak"), ("orders_per_s", load.PerSecond), ("p99_us", load.P99), ("seconds", samples[^1].Seconds),
            ("orders", load.Acknowledged), ("rss_mib", samples[^1].ResidentMebibytes), ("rss_mib_per_hour", resident),
            ("in_use_mib", samples[^1].HeapMebibytes), ("in_use_mib_per_hour", inUse),
            ("outside_heap_mib_per_hour", outside), ("sockets_lost", listeners.Gone));
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
