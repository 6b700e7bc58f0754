using System.Diagnostics;
using System.Globalization;
using Exchange.Core.Engine;
using Exchange.Core.Primitives;

namespace Exchange.Bench;

/// <summary>
/// The core alone, one thread, commands from memory: our engine with balances, fees, double-entry postings, events and
/// journal encoding, beside a naive book that only matches, on the same commands.
/// </summary>
internal static class CoreBenchmark
{
    private const int WarmUpPasses = 6;

    public static int Run(BenchOptions options)
    {
        var count = options.Number("commands", 1_000_000);
        var members = options.Number("members", 1_000);
        Machine.Print();
        Console.WriteLine($"mix: active, {count:N0} commands, {members:N0} members, seed 1");
        var commands = CommandMix.Create(seed: 1, members, count);

        for (var i = 0; i < WarmUpPasses; i++)
        {
            RunEngine(commands, members, null);
            RunNaive(commands);
        }

        var latencies = new long[count];
        RunEngine(commands, members, latencies);
        var percentiles = new Percentiles(latencies.Select(ToNanoseconds));
        var ours = RunEngine(commands, members, null);
        var peer = RunNaive(commands);

        Console.WriteLine(Invariant(
            $"engine: {ours.PerSecond / 1e6:F2} M commands/s, p50 {percentiles[50]} ns, p99 {percentiles[99]} ns, ")
            + Invariant($"p99.9 {percentiles[99.9]} ns, {ours.BytesPerCommand:F1} bytes allocated per command"));
        Console.WriteLine(Invariant($"naive book (matches only): {peer / 1e6:F2} M commands/s"));
        ResultLine.Write(
            ("name", "core"), ("commands_per_s", ours.PerSecond), ("p99_us", percentiles[99] / 1000.0),
            ("allocated_bytes_per_command", ours.BytesPerCommand), ("peer", "naive book, match only"), ("peer_per_s", peer),
            ("ratio", ours.PerSecond / peer));
        return 0;
    }

    private static (double PerSecond, double BytesPerCommand) RunEngine(Command[] commands, int members, long[]? latencies)
    {
        var state = new EngineState();
        CommandMix.Setup(state, members);
        var output = new EventBuffer();
        var journal = new BatchCodec();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < commands.Length; i++)
        {
            var before = latencies is null ? 0 : Stopwatch.GetTimestamp();
            var at = state.AtMicroseconds + 1;
            var result = state.Apply(commands[i], state.Sequence + 1, at, output);
            InvariantViolation.Unless(result.IsAccepted, "The mix holds accepted commands only.");
            journal.Add(commands[i], at);
            if (latencies is not null) latencies[i] = Stopwatch.GetTimestamp() - before;
            if ((i & 1023) != 1023) continue;
            output.Clear();
            journal.Clear();
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return (commands.Length / seconds, (double)allocated / commands.Length);
    }

    private static double RunNaive(Command[] commands)
    {
        var book = new NaiveBook();
        var started = Stopwatch.GetTimestamp();
        foreach (ref readonly var command in commands.AsSpan()) book.Apply(command);
        return commands.Length / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static long ToNanoseconds(long ticks) => (long)(ticks * (1e9 / Stopwatch.Frequency));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
