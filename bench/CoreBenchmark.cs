using System.Diagnostics;
using System.Globalization;

namespace Exchange.Bench;

/// <summary>
/// The core alone, one thread, commands from memory: our engine with balances, fees, double-entry postings, events and
/// journal encoding, beside npm nodejs-order-book and a naive book, which only match, on the same commands.
/// </summary>
internal static class CoreBenchmark
{
    public static int Active(BenchOptions options)
    {
        Machine.Print();
        return Run(options, CommandStream.Active(Members(options), options.Number("commands", 1_000_000)));
    }

    public static int Deep(BenchOptions options)
    {
        Machine.Print();
        return Run(options, CommandStream.Deep(
            Members(options), options.Number("commands", 1_000_000), options.Number("resting", 1_000_000)));
    }

    private static int Members(BenchOptions options) => options.Number("members", 100_000);

    private static int Run(BenchOptions options, CommandStream stream)
    {
        var (runs, warmUps) = (options.Number("runs", 5), options.Number("warm-up", 6));
        Console.WriteLine($"mix: {stream.Mix}");
        using var peer = options.Text("peer", "on") == "on" ? new NodeOrderBook(stream) : null;
        if (!TradesAgree(stream, peer)) return 1;

        for (var i = 0; i < warmUps; i++) new EnginePass(stream).Measure();
        for (var i = 0; i < Math.Min(2, warmUps); i++)
        {
            NaiveRate(stream);
            peer?.Measure();
        }

        List<double> ours = [], naive = [], theirs = [], allocated = [];
        List<long> latencies = [];
        for (var i = 0; i < runs; i++)
        {
            var pass = new EnginePass(stream);
            ours.Add(pass.Measure());
            allocated.Add(pass.AllocatedPerCommand);
            new EnginePass(stream).Sample(latencies);
            naive.Add(NaiveRate(stream));
            if (peer is not null) theirs.Add(peer.Measure());
        }

        Report(stream, runs, (ours, naive, theirs, allocated), new Percentiles(latencies));
        return 0;
    }

    private static bool TradesAgree(CommandStream stream, NodeOrderBook? peer)
    {
        var naive = new TradeHash();
        var book = new NaiveBook(naive);
        foreach (ref readonly var command in stream.Fill.AsSpan()) book.Apply(command);
        foreach (ref readonly var command in stream.Measured.AsSpan()) book.Apply(command);
        var ours = new EnginePass(stream).Trades().ToString();
        var theirs = peer?.Trades() ?? ours;
        Console.WriteLine($"trades (count:hash): engine {ours}, naive book {naive}, {NodeOrderBook.Name} {theirs}");
        if (ours == naive.ToString() && theirs == ours) return true;
        Console.Error.WriteLine("The engines did not make the same trades: nothing to compare.");
        return false;
    }

    private static double NaiveRate(CommandStream stream)
    {
        var book = new NaiveBook();
        foreach (ref readonly var command in stream.Fill.AsSpan()) book.Apply(command);
        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        foreach (ref readonly var command in stream.Measured.AsSpan()) book.Apply(command);
        return stream.Measured.Length / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Report(
        CommandStream stream, int runs, (List<double> Ours, List<double> Naive, List<double> Theirs, List<double> Allocated) rates,
        Percentiles percentiles)
    {
        var (ours, naive, allocated) = (Median(rates.Ours), Median(rates.Naive), Median(rates.Allocated));
        var theirs = rates.Theirs.Count == 0 ? 0 : Median(rates.Theirs);
        Console.WriteLine(Invariant($"medians of {runs} interleaved runs (lowest to highest):"));
        Console.WriteLine(Invariant(
            $"  engine, all it does: {Spread(rates.Ours)} M commands/s, {allocated:F2} bytes allocated per command"));
        Console.WriteLine(Invariant($"    each 16th command timed: p50 {percentiles[50]} ns, p99 {percentiles[99]} ns, ")
            + Invariant($"p99.9 {percentiles[99.9]} ns, longest {percentiles[100] / 1000} µs"));
        Console.WriteLine(Invariant($"  naive book, matches only: {Spread(rates.Naive)} M commands/s"));
        if (theirs > 0) Console.WriteLine(Invariant($"  {NodeOrderBook.Name}, matches only: {Spread(rates.Theirs)} M commands/s"));
        Console.WriteLine(Invariant($"memory touched: {Process.GetCurrentProcess().WorkingSet64 / 1_048_576} MiB, streams included"));
        ResultLine.Write(
            ("name", stream.Name == "deep" ? "deep" : "core"), ("commands_per_s", ours), ("p99_us", percentiles[99] / 1000.0),
            ("allocated_bytes_per_command", allocated), ("peer", NodeOrderBook.Name), ("peer_per_s", theirs),
            ("ratio", theirs > 0 ? ours / theirs : 0), ("naive_per_s", naive), ("p999_us", percentiles[99.9] / 1000.0));
    }

    private static string Spread(List<double> rates) =>
        Invariant($"{Median(rates) / 1e6:F2} ({rates.Min() / 1e6:F2} to {rates.Max() / 1e6:F2})");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
