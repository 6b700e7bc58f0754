using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Exchange.Bench;

/// <summary>
/// One message to many sockets: the exchange's public feed beside npm ws, the same messages, pace and clients, interleaved.
/// Server and swarm are processes of their own and share the machine.
/// </summary>
internal static class FanoutBenchmark
{
    private const string Peer = "npm ws 8.23.0";

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var load = new Load(
            options.Number("clients", 500), options.Number("messages", 1_000), options.Number("per-step", 8), options.Number("bytes", 200));
        var runs = options.Number("runs", 5);
        Machine.Print();
        Console.WriteLine(Invariant($"mix: {load.Clients} clients x {load.Messages} messages of {load.Bytes} bytes, ")
            + Invariant($"{load.PerStep} messages a step as when a step changes {load.PerStep} price levels"));
        using var ours = Server.Start("dotnet", Environment.GetCommandLineArgs()[0], "feed-server",
            "--per-step", $"{load.PerStep}", "--bytes", $"{load.Bytes}");
        using var peer = Server.Start("node", Checkout.PathOf("bench/node/fanout.mjs"), $"{load.PerStep}", $"{load.Bytes}");
        List<Figures> oursRuns = [], peerRuns = [];
        for (var i = 0; i <= runs; i++)
        {
            var (own, other) = (await SwarmAsync(ours, load), await SwarmAsync(peer, load));
            if (i == 0) continue; // Both servers are warm now.
            oursRuns.Add(own);
            peerRuns.Add(other);
        }

        Console.WriteLine($"exchange: {Median(oursRuns)}; runs {Rates(oursRuns)}");
        Console.WriteLine($"{Peer}: {Median(peerRuns)}; runs {Rates(peerRuns)}");
        var (best, theirs) = (Median(oursRuns), Median(peerRuns));
        ResultLine.Write(
            ("name", "fanout"), ("deliveries_per_s", best.PerSecond), ("server_cpu_us_per_delivery", best.ServerMicroseconds),
            ("peer", Peer), ("peer_per_s", theirs.PerSecond), ("ratio", best.PerSecond / theirs.PerSecond));
        return oursRuns.Concat(peerRuns).All(r => r.Gaps == 0) ? 0 : 1;
    }

    private static async Task<Figures> SwarmAsync(Server server, Load load)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            Environment.GetCommandLineArgs()[0], "swarm", "--port", $"{server.Port}", "--control", $"{server.Control}",
            "--path", $"/api/v2/ranger/public?stream={FeedServer.Stream}", "--clients", $"{load.Clients}",
            "--messages", $"{load.Messages}", "--per-step", $"{load.PerStep}", "--bytes", $"{load.Bytes}",
        ])
        { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var swarm = Process.Start(start)!;
        if (await swarm.StandardOutput.ReadLineAsync() != "warm") throw new InvalidOperationException("The swarm could not connect.");
        var processor = server.ProcessorTime;
        await swarm.StandardInput.WriteLineAsync();
        var answer = await swarm.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The swarm ended early.");
        processor = server.ProcessorTime - processor;
        await swarm.WaitForExitAsync();
        var json = JsonSerializer.Deserialize<JsonElement>(answer);
        var deliveries = (double)(load.Messages / load.PerStep * load.PerStep) * load.Clients;
        return new Figures(
            deliveries / json.GetProperty("seconds").GetDouble(), processor.TotalMicroseconds / deliveries,
            json.GetProperty("gaps").GetInt32());
    }

    private static Figures Median(List<Figures> runs) => runs.OrderBy(r => r.PerSecond).ElementAt(runs.Count / 2);

    private static string Rates(List<Figures> runs) =>
        string.Join(' ', runs.Select(r => r.PerSecond.ToString("F0", CultureInfo.InvariantCulture)));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Load(int Clients, int Messages, int PerStep, int Bytes);

    private sealed record Figures(double PerSecond, double ServerMicroseconds, int Gaps)
    {
        public override string ToString() => Invariant(
            $"{PerSecond:F0} deliveries/s, {ServerMicroseconds:F2} µs of the server's CPU each, {Gaps} gaps");
    }

    /// <summary>A server that prints its ports as its first line and ends with its standard input.</summary>
    private sealed class Server(Process process, int port, int control) : IDisposable
    {
        public int Port { get; } = port;

        public int Control { get; } = control;

        public TimeSpan ProcessorTime
        {
            get
            {
                process.Refresh();
                return process.TotalProcessorTime;
            }
        }

        public static Server Start(string program, params string[] arguments)
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
            var process = Process.Start(start)!;
            var ports = JsonSerializer.Deserialize<JsonElement>(process.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException($"{program} {arguments[0]} did not start."));
            return new Server(process, ports.GetProperty("port").GetInt32(), ports.GetProperty("control").GetInt32());
        }

        public void Dispose()
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
