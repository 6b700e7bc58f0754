using System.Globalization;

namespace Exchange.Bench;

/// <summary>
/// Durable orders end to end: HTTP request with an API key, through queue, engine and journal commit, to the
/// acknowledgement. Server, database and generator are processes of their own and share the machine.
/// </summary>
internal static class DurableBenchmark
{
    private const int BarePort = 7991;
    private const int IdleRate = 100;
    private const int OverloadConnections = 1_000;
    private static readonly TimeSpan LagInterval = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var seconds = options.Number("seconds", 10);
        var batch = options.Number("batch", 1);
        // More batches at once would put more orders of a member into the book than it may have there.
        var connections = options.Number("connections", batch == 1 ? 64 : 8);
        var parts = options.Text("parts", "idle,closed,open,overload,bare,peer").Split(',');
        Machine.Print();
        Console.WriteLine(Invariant(
            $"mix: limit orders around one price, sides in turn, about half trade at once; {connections} connections, ")
            + Invariant($"{batch} a request"));
        var with = options.Text("with", "").Split(',');
        await using var server = await ServerUnderTest.StartAsync(options.Number("port", 7990), with.Contains("limits"));
        var plan = new LoadPlan { Port = server.Port, Keys = server.ApiKeys(), Connections = connections, Seconds = seconds };
        plan = plan with { HasKeys = with.Contains("keys") };
        if (batch > 1) plan = plan with { Batch = batch, Path = plan.Path + "/batch" };

        await ChildProcess.GenerateAsync(plan with { Seconds = options.Number("warmup", 8) });
        if (parts.Contains("idle")) await IdleAsync(plan);
        var (closed, allocated) = await ClosedAsync(server, plan);
        if (parts.Contains("open")) await OpenAsync(plan, closed.PerSecond / batch, options);
        if (parts.Contains("overload")) await OverloadAsync(plan, closed.PerSecond / batch);
        var bare = parts.Contains("bare") ? await BareAsync(plan) : 0;
        var (peer, ledger) = parts.Contains("peer") ? await TransactionPerOrder.RunAsync(server.Data, connections, seconds) : default;
        Console.WriteLine(Invariant(
            $"bare Kestrel, no durability: {bare:F0} orders/s; ours is {Ratio(closed.PerSecond, bare):F2} of it"));
        Console.WriteLine(Invariant(
            $"transaction per order (pgbench, {connections} connections): {peer:F0} orders/s; with ledger lines and indexes {ledger:F0}"));
        ResultLine.Write(
            ("name", "durable"), ("orders_per_s", closed.PerSecond), ("p99_us", closed.P99),
            ("allocated_bytes_per_command", allocated), ("peer", "transaction per order"), ("peer_per_s", peer),
            ("ratio", Ratio(closed.PerSecond, peer)), ("peer_with_ledger_per_s", ledger),
            ("ratio_with_ledger", Ratio(closed.PerSecond, ledger)), ("bare_kestrel_per_s", bare),
            ("of_bare_kestrel", Ratio(closed.PerSecond, bare)));
        return 0;
    }

    private static async Task IdleAsync(LoadPlan plan) => Console.WriteLine(
        $"idle, {IdleRate} a second: {await ChildProcess.GenerateAsync(plan with { Connections = 1, Rate = IdleRate, Seconds = 5 })}");

    /// <summary>As much as it can do; what it costs is told per order.</summary>
    private static async Task<(LoadFigures Figures, double Allocated)> ClosedAsync(ServerUnderTest server, LoadPlan plan)
    {
        const string counter = "dotnet_gc_heap_total_allocated_total";
        var allocatedBefore = await server.MetricAsync(counter);
        var before = server.ProcessorSeconds();
        var database = new LocalDatabase(server.Data);
        var rolesBefore = await database.ProcessorSecondsAsync();
        var (figures, lags) = await WithLagAsync(server, ChildProcess.GenerateAsync(plan));
        var after = server.ProcessorSeconds();
        var roles = (await database.ProcessorSecondsAsync()).OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => Invariant(
            $"{r.Key} {(r.Value - rolesBefore.GetValueOrDefault(r.Key)) * 1e6 / Math.Max(1, figures.Acknowledged):F1}"));
        var allocated = (await server.MetricAsync(counter) - allocatedBefore) / Math.Max(1, figures.Acknowledged);
        var exchange = (after.Exchange - before.Exchange) * 1e6 / Math.Max(1, figures.Acknowledged);
        var postgres = (after.Postgres - before.Postgres) * 1e6 / Math.Max(1, figures.Acknowledged);
        Console.WriteLine(Invariant($"closed loop: {figures}"));
        Console.WriteLine(Invariant(
            $"an order costs {exchange:F1} µs of processor time in the exchange, {postgres:F1} µs in PostgreSQL ")
            + Invariant($"({string.Join(", ", roles)}), ")
            + Invariant($"{allocated:F0} bytes allocated"));
        Console.WriteLine(Invariant(
            $"the tables are behind by p50 {lags[50] / figures.PerSecond:F2}, p99 {lags[99] / figures.PerSecond:F2} s of work"));
        return (figures, allocated);
    }

    /// <summary>Looks meanwhile how many commands the tables are behind.</summary>
    private static async Task<(LoadFigures Figures, Percentiles Lags)> WithLagAsync(ServerUnderTest server, Task<LoadFigures> load)
    {
        List<long> lags = [];
        using var timer = new PeriodicTimer(LagInterval);
        while (!load.IsCompleted && await timer.WaitForNextTickAsync()) lags.Add((long)await server.MetricAsync("projector_lag_sequences"));
        return (await load, new Percentiles(lags));
    }

    private static async Task OpenAsync(LoadPlan plan, double capacity, BenchOptions options)
    {
        var rate = options.Number("rate", (int)(capacity * 0.8));
        var open = await ChildProcess.GenerateAsync(plan with { Rate = rate, Connections = plan.Connections * 4 });
        Console.WriteLine(Invariant($"open loop, {rate} requests/s: {open}"));
    }

    /// <summary>Three times what it can do, over many connections; meanwhile some cancel.</summary>
    private static async Task OverloadAsync(LoadPlan plan, double capacity)
    {
        var rate = capacity * 3;
        var figures = await ChildProcess.GenerateAsync(
            plan with { Rate = rate, Connections = OverloadConnections, CancelProbes = 4 });
        Console.WriteLine(Invariant($"overload, {rate:F0} requests/s over {OverloadConnections} connections: {figures}"));
    }

    private static async Task<double> BareAsync(LoadPlan plan)
    {
        using var bare = await ChildProcess.ServeAsync("bare-kestrel", BarePort);
        try
        {
            var single = plan with { Port = BarePort, Batch = 1, Path = "/api/v2/peatio/market/orders" };
            await ChildProcess.GenerateAsync(single with { Seconds = 3 });
            return (await ChildProcess.GenerateAsync(single with { Seconds = 5 })).PerSecond;
        }
        finally
        {
            bare.Kill();
        }
    }

    private static double Ratio(double ours, double theirs) => theirs == 0 ? 0 : ours / theirs;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
