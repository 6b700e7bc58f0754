using Exchange.Bench;

return args switch
{
    ["core", .. var rest] => CoreBenchmark.Run(BenchOptions.Parse(rest)),
    ["durable", .. var rest] => await DurableBenchmark.RunAsync(BenchOptions.Parse(rest)),
    ["pipeline", .. var rest] => await PipelineBenchmark.RunAsync(BenchOptions.Parse(rest)),
    _ => BenchOptions.Usage(),
};
