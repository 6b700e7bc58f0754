using Exchange.Bench;

return args switch
{
    ["core", .. var rest] => CoreBenchmark.Active(BenchOptions.Parse(rest)),
    ["deep", .. var rest] => CoreBenchmark.Deep(BenchOptions.Parse(rest)),
    ["durable", .. var rest] => await DurableBenchmark.RunAsync(BenchOptions.Parse(rest)),
    ["pipeline", .. var rest] => await PipelineBenchmark.RunAsync(BenchOptions.Parse(rest)),
    ["recovery", .. var rest] => await RecoveryBenchmark.RunAsync(BenchOptions.Parse(rest)),
    ["replay", .. var rest] => await ReplayBenchmark.RunAsync(BenchOptions.Parse(rest)),
    _ => BenchOptions.Usage(),
};
