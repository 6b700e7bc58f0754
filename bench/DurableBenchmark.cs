namespace Exchange.Bench;

internal static class DurableBenchmark
{
    public static Task<int> RunAsync(BenchOptions options) => Task.FromResult(BenchOptions.Usage());
}
