using System.Globalization;

namespace Exchange.Bench;

/// <summary>
/// A thousand sockets on the one market that trades, one in twenty of which never reads, beside open-loop orders: nobody who
/// reads may miss a number, and orders are timed with and without the crowd, in turn.
/// </summary>
internal static class CrowdBenchmark
{
    private const int Port = 7176;
    private const int Connections = 16;
    private const int SlowOneIn = 20;
    private const int SlowBufferBytes = 4_096;
    private const string Path = "/api/v2/ranger/public?stream=btcusdt.ob-inc,btcusdt.trades";

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var (count, rate, seconds) = (options.Number("clients", 1_000), options.Number("rate", 500), options.Number("seconds", 10));
        var runs = options.Number("runs", 3);
        Machine.Print();
        Console.WriteLine(Invariant(
            $"mix: {rate} orders/s open loop, {seconds} s a run, {count} sockets of which {count / SlowOneIn} never read"));
        await using var server = await ServerUnderTest.StartAsync(options.Number("port", Port));
        var plan = new LoadPlan
        {
            Port = server.Port,
            Keys = server.ApiKeys(),
            Connections = Connections,
            Seconds = seconds,
            Rate = rate,
        };
        await ChildProcess.GenerateAsync(plan);
        List<LoadFigures> alone = [], crowded = [];
        var (gaps, messages, gone) = (0, 0L, 0);
        for (var i = 0; i < runs; i++)
        {
            alone.Add(await ChildProcess.GenerateAsync(plan));
            using var crowd = new Crowd(server.Port, count);
            await crowd.ConnectAsync();
            crowded.Add(await ChildProcess.GenerateAsync(plan));
            (gaps, messages, gone) = (gaps + crowd.Gaps, messages + crowd.Messages, gone + crowd.Gone);
        }

        var (without, with) = (Median(alone), Median(crowded));
        Console.WriteLine($"without the crowd: {without}");
        Console.WriteLine($"with the crowd: {with}");
        Console.WriteLine(Invariant($"healthy sockets: {messages} messages, {gaps} gaps, {gone} cut off"));
        ResultLine.Write(
            ("name", "crowd"), ("orders_per_s", with.PerSecond), ("p50_us", with.P50), ("p99_us", with.P99), ("p50_alone_us", without.P50),
            ("p99_alone_us", without.P99), ("ratio", without.P99 == 0 ? 0 : (double)with.P99 / without.P99),
            ("gaps", gaps), ("cut_off", gone));
        return gaps + gone == 0 ? 0 : 1;
    }

    private static LoadFigures Median(List<LoadFigures> runs) => runs.OrderBy(r => r.P99).ElementAt(runs.Count / 2);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Sockets that read, and some that do not.</summary>
    private sealed class Crowd(int port, int count) : IDisposable
    {
        private readonly List<SwarmClient> _healthy = [.. Enumerable.Range(0, count - count / SlowOneIn).Select(_ => new SwarmClient())];
        private readonly List<SwarmClient> _slow =
            [.. Enumerable.Range(0, count / SlowOneIn).Select(_ => new SwarmClient { ReceiveBufferBytes = SlowBufferBytes })];

        private bool _isOver;
        private int _gone;

        public int Gaps => _healthy.Sum(c => c.Gaps);

        public long Messages => _healthy.Sum(c => c.Messages);

        public int Gone => _gone;

        public async Task ConnectAsync()
        {
            foreach (var client in _slow) await client.ConnectAsync(port, Path);
            foreach (var client in _healthy)
            {
                await client.ConnectAsync(port, Path);
                _ = ListenAsync(client);
            }
        }

        public void Dispose()
        {
            _isOver = true;
            foreach (var client in _healthy.Concat(_slow)) client.Dispose();
        }

        private async Task ListenAsync(SwarmClient client)
        {
            await client.ReadAsync(_ => { });
            if (!_isOver) Interlocked.Increment(ref _gone);
        }
    }
}
