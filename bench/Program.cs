using Exchange.Bench;

return args switch
{
    ["core", .. var rest] => CoreBenchmark.Active(BenchOptions.Parse(rest)),
    ["deep", .. var rest] => CoreBenchmark.Deep(BenchOptions.Parse(rest)),
    ["durable", .. var rest] => await DurableBenchmark.RunAsync(BenchOptions.Parse(rest)),
    ["latency", .. var rest] => await LatencyBenchmark.RunAsync(BenchOptions.Parse(rest)),
    ["trade-probe"] => TradeProbe.Run(),
    ["generate"] => LoadGenerator.Run(),
    ["bare-kestrel", .. var rest] => await BareKestrel.RunAsync(BenchOptions.Parse(rest)),
    ["pipeline", .. var rest] => await PipelineBenchmark.RunAsync(BenchOptions.Parse(rest)),
    ["recovery", .. var rest] => await RecoveryBenchmark.RunAsync(BenchOptions.Parse(rest)),
    ["replay", .. var rest] => await ReplayBenchmark.RunAsync(BenchOptions.Parse(rest)),
    ["fanout", .. var rest] => await FanoutBenchmark.RunAsync(BenchOptions.Parse(rest)),
    ["crowd", .. var rest] => await CrowdBenchmark.RunAsync(BenchOptions.Parse(rest)),
    ["soak", .. var rest] => await SoakBenchmark.RunAsync(BenchOptions.Parse(rest)),
    ["sign-in", .. var rest] => await SignInBenchmark.RunAsync(BenchOptions.Parse(rest)),
    ["feed-server", .. var rest] => await FeedServer.RunAsync(BenchOptions.Parse(rest)),
    ["swarm", .. var rest] => await Swarm.RunAsync(BenchOptions.Parse(rest)),
    _ => BenchOptions.Usage(),
};
