#pragma warning disable CA1305, CA2201, CA1822
using Exchange.Core.Engine;
namespace Exchange.Tests.Oracle;
public sealed class TempNaiveTests
{
    [Fact]
    public void Naive_alone()
    {
        var seeds = int.Parse(Environment.GetEnvironmentVariable("NAIVE_SEEDS") ?? "100");
        var sum = new Coverage();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Parallel.For(1, seeds + 1, seed =>
        {
            var random = new Random(seed);
            var world = new World(random);
            var naive = new NaiveExchange();
            foreach (var c in world.Setup) { var o = naive.Apply(c, ExchangeHost.Start); if (o.Reason != 0 && c.Kind != CommandKind.SetMarketProtection) throw new Exception($"{seed} {o.Reason} {c}"); }
            var stream = new CommandStream(random, world, naive);
            var cov = new Coverage();
            for (var i = 0; i < 2000; i++)
            {
                var (command, time) = stream.Next();
                try {
                if (naive.NextDue <= time) { cov.Add(Command.Advance(), naive.Apply(Command.Advance(), time), naive); if (naive.NextDue <= time) throw new Exception("still due"); }
                cov.Add(command, naive.Apply(command, time), naive);
                foreach (var m in naive.Markets) foreach (var o in m.Open) if (!o.IsWaiting && o.Locked != o.Need) throw new Exception($"locked {o.Locked} need {o.Need}");
                foreach (var m in naive.Markets) if (m.State == Exchange.Core.Markets.MarketState.Open && m.Best(Exchange.Core.Matching.Side.Buy) is {} b && m.Best(Exchange.Core.Matching.Side.Sell) is {} a && b.Ticks >= a.Ticks) throw new Exception("crossed");
                if (i % 100 == 0) for (var k = 0; k < naive.Currencies.Count; k++) if (naive.Ledger.Sum(k) != 0) throw new Exception("sum");
                } catch (Exception e) { throw new Exception($"seed {seed} step {i} {command}", e); }
            }
            lock (sum) sum.Add(cov);
        });
        var text = $"{clock.Elapsed} accepted {sum.Accepted} trades {sum.Trades} of {seeds * 2000}\n" + string.Join('\n', Coverage.Wanted.Select(w => $"{sum[w],8} {w}"));
        File.WriteAllText("/tmp/naive-coverage.txt", text);
    }
}
public sealed class TempScenarioWriter
{
    [Fact]
    public void Compare_duels()
    {
        if (Environment.GetEnvironmentVariable("DUEL_REPORT") is not { } to) return;
        var failures = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        var lost = 0;
        Parallel.For(1, int.Parse(to) + 1, seed =>
        {
            try { Duel.Run(seed, 2000); }
            catch (DuelLost e) { Interlocked.Increment(ref lost); var key = System.Text.RegularExpressions.Regex.Replace(e.Message.Split('\n')[0].Split("step")[1], "[0-9]+", "N"); failures.TryAdd(key, e.Message); }
        });
        File.WriteAllText("/tmp/duel-report.txt", $"{lost} lost of {to}\n" + string.Join("\n\n", failures.Values.Select(v => v.Length > 3500 ? v[..3500] : v)));
    }

    [Fact]
    public void Write_transcripts()
    {
        if (Environment.GetEnvironmentVariable("WRITE_SCENARIOS") is null) return;
        foreach (var file in Directory.GetFiles("/work/wt/oracle/Exchange.Tests/Matching/Scenarios", "*.txt"))
            File.WriteAllText(file, Exchange.Tests.Matching.Scenarios.Scenario.Play(File.ReadAllText(file), new NaiveExchange()));
    }
}
